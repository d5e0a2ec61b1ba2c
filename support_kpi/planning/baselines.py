"""The baseline of a what-if: contacts, work, money and answers of a period, by channel."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.filters import Filters, parameters


@dataclass(frozen=True)
class Hour:
    """Contacts that come in one hour of the week, on average."""

    weekday: int
    hour: int
    contacts: float


@dataclass(frozen=True)
class Channel:
    """A channel as it was. Unknown minutes and amounts are None, never 0.

    `covered_contacts` came on days that the budget covers; `unhandled` are calls nobody answered.
    """

    channel: str
    contacts: float
    covered_contacts: float
    unhandled: float
    handle_minutes: float | None
    has_own_handle_time: bool
    satisfied: float
    answers: float
    direct_people: float | None
    direct_other: float | None
    indirect: float | None
    week: tuple[Hour, ...] = ()
    least_answers: int = 5

    @property
    def hours(self) -> float | None:
        """Hours of work."""
        if self.handle_minutes is None:
            return None
        return (self.contacts - self.unhandled) * self.handle_minutes / 60

    @property
    def spent(self) -> float | None:
        parts = (self.direct_people, self.direct_other, self.indirect)
        return None if self.direct_people is None else sum(part or 0.0 for part in parts)


@dataclass(frozen=True)
class Baseline:
    """`weeks` are those of the period that the data cover; `headcount` is None where unknown."""

    channels: tuple[Channel, ...]
    weeks: float
    headcount: float | None
    currency: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The channels with contacts, those that a scenario can change."""
        return tuple(one.channel for one in self.channels if one.contacts > 0)


def of_period(connection: duckdb.DuckDBPyConnection, filters: Filters) -> Baseline:
    """The baseline that the filters choose."""
    values = parameters(filters) | {"dimension": "channel"}
    return of_frames(
        *(
            queries.run(connection, queries.load(name), values)
            for name in ("what_if_channels", "hour_of_week", "what_if_staff", "data_extent")
        ),
        filters=filters,
    )


def of_frames(
    channels: pd.DataFrame,
    hours: pd.DataFrame,
    staff: pd.DataFrame,
    extent: pd.DataFrame,
    *,
    filters: Filters,
) -> Baseline:
    """The baseline from its four queries."""
    weeks = {
        str(name): tuple(
            Hour(int(row.weekday), int(row.hour), float(row.tickets_mean))
            for row in part.itertuples()
            if pd.notna(row.tickets_mean) and row.tickets_mean > 0
        )
        for name, part in hours.groupby("segment")
    }
    currencies = set(channels["currency"].dropna())
    return Baseline(
        channels=tuple(
            _channel(row, weeks.get(str(row["channel"]), ())) for _, row in channels.iterrows()
        ),
        weeks=_days(extent, filters) / 7,
        headcount=_known(staff["headcount"].iloc[0]) if len(staff) else None,
        currency=str(currencies.pop()) if len(currencies) == 1 else None,
    )


def _channel(row: pd.Series, week: tuple[Hour, ...]) -> Channel:
    return Channel(
        channel=str(row["channel"]),
        contacts=float(row["contacts"]),
        covered_contacts=float(row["covered_contacts"]),
        unhandled=float(row["unhandled_calls"]),
        handle_minutes=_known(row["handle_minutes"]),
        has_own_handle_time=bool(row["has_own_handle_time"]),
        satisfied=float(row["satisfied_answers"]),
        answers=float(row["csat_answers"]),
        direct_people=_known(row["direct_people_amount"]),
        direct_other=_known(row["direct_other_amount"]),
        indirect=_known(row["indirect_amount"]),
        week=week,
        least_answers=int(row["least_answers"]),
    )


def _days(extent: pd.DataFrame, filters: Filters) -> int:
    if extent.empty or pd.isna(extent["first_day"].iloc[0]):
        return 0
    first, last = (pd.Timestamp(extent[name].iloc[0]).date() for name in ("first_day", "last_day"))
    return max(0, (min(last, filters.last_day) - max(first, filters.start)).days + 1)


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(str(value))
