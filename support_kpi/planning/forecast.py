"""Spend to the end of the financial year, from the months that are closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from support_kpi.filters.periods import month_start
from support_kpi.statistics.distributions import t_quantile

LEAST_MONTHS = 3
YEAR = 12
SEASON = "run rate with the season of the year before"
RUN_RATE = "run rate of the closed months"
COMPLETE = "every month is closed"
NOTHING = "no month is closed"
BOOKED = "what is booked in open months, for none is closed"
RULES = (
    "A month is closed once the data reach its last day. The months left are expected as the "
    "closed ones of this financial year were, times the season of the year before where 12 closed "
    "months and the same months of that year are there. The 95 % interval comes from the spread of "
    "the closed months and supposes that the coming ones differ as they did; it needs three. An "
    "open month brings at least what is booked in it. The parts are fitted to the whole, which is "
    "the same however it is split."
)
COLUMNS = (
    "segment",
    "currency",
    "spent_amount",
    "open_amount",
    "months_closed",
    "months_left",
    "forecast_amount",
    "low",
    "high",
    "plan_months",
    "plan_amount",
    "variance_amount",
    "variance_rate",
    "reading",
    "method",
)


@dataclass(frozen=True)
class Year:
    """A financial year; the months before `open_from` are closed."""

    start: date
    open_from: date

    @property
    def end(self) -> date:
        return month_start(self.start, 12)

    @property
    def closed(self) -> tuple[date, ...]:
        return months_between(self.start, min(self.open_from, self.end))

    @property
    def left(self) -> tuple[date, ...]:
        return months_between(max(self.start, self.open_from), self.end)


@dataclass(frozen=True)
class Rest:
    """What the months that are left are expected to bring; no interval below three months."""

    amount: float
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True)
class Outlook:
    """The year of one segment. `open_amount` is booked already in months that are not closed;
    `plan_months` of the year have plan lines, of whichever segment."""

    segment: str
    currency: str
    spent_amount: float
    open_amount: float
    months_closed: int
    months_left: int
    forecast_amount: float | None
    low: float | None
    high: float | None
    plan_months: int
    plan_amount: float | None
    method: str

    @property
    def variance_amount(self) -> float | None:
        """Forecast less plan, positive is over plan; None unless the whole year is planned."""
        if self.forecast_amount is None or self.plan_amount is None or self.plan_months < YEAR:
            return None
        return self.forecast_amount - self.plan_amount

    @property
    def variance_rate(self) -> float | None:
        variance = self.variance_amount
        return variance / self.plan_amount if variance is not None and self.plan_amount else None

    @property
    def reading(self) -> str | None:
        """Favourable or not only where the interval leaves the plan out."""
        if 0 < self.plan_months < YEAR:
            return f"the plan covers {self.plan_months} of {YEAR} months"
        if self.variance_amount is None or self.plan_amount is None:
            return None
        if self.low is None or self.high is None:
            return "too few closed months to say"
        if self.low > self.plan_amount:
            return "over plan, unfavourable"
        return (
            "under plan, favourable"
            if self.high < self.plan_amount
            else "no clear difference from plan"
        )


def year_of(months: pd.DataFrame, data_end: date | None, first_month: int = 1) -> Year | None:
    """The financial year of the last month with an actual, which is open while data end within it.

    `months` is the query budget_months; None where nothing was spent yet.
    """
    spent = months.loc[months["actual_amount"].notna(), "month"]
    if spent.empty:
        return None
    last = pd.to_datetime(spent).max().date()
    following = month_start(last, 1)
    is_open = data_end is not None and last <= data_end < following - timedelta(1)
    start = date(last.year if last.month >= first_month else last.year - 1, first_month, 1)
    return Year(start=start, open_from=last if is_open else following)


def to_year_end(months: pd.DataFrame, year: Year) -> pd.DataFrame:
    """A row for each segment and, as `all`, one for each currency, columns `COLUMNS`.

    The whole has a forecast of its own, the same for every split; the segments are fitted to it.
    """
    rows: list[Outlook] = []
    for currency, part in months.groupby("currency", sort=True):
        whole = part.groupby("month")[["plan_amount", "actual_amount"]].sum(min_count=1)
        total = _outlook("all", str(currency), whole.reset_index(), year)
        segments = [
            _outlook(str(segment), str(currency), own, year)
            for segment, own in part.groupby("segment", sort=True)
        ]
        rows += [*_fitted(segments, total), total]
    return pd.DataFrame([{name: getattr(row, name) for name in COLUMNS} for row in rows])


def rest_of_year(actual: Mapping[date, float], year: Year) -> Rest:
    """The months left: as the closed ones are to the same months of the year before, else as they
    are on average.

    Counted are the closed months of the year, or the last twelve where those are under three.
    """
    known = sorted(day for day in actual if day < year.open_from)
    own = [day for day in known if day >= year.start]
    counted = own if len(own) >= LEAST_MONTHS else known[-12:]
    if not year.left:
        return Rest(0.0, 0.0, 0.0, COMPLETE)
    season = {day: actual.get(month_start(day, -12), 0.0) for day in (*counted, *year.left)}
    is_seasonal = len(known) >= 12 and all(amount > 0 for amount in season.values())
    weight = season if is_seasonal else dict.fromkeys(season, 1.0)
    spent = np.array([actual[day] for day in counted])
    base = np.array([weight[day] for day in counted])
    ahead = sum(weight[day] for day in year.left)
    amount = float(spent.sum() / base.sum() * ahead)
    method = SEASON if is_seasonal else RUN_RATE
    if len(counted) < LEAST_MONTHS:
        return Rest(amount, None, None, method)
    reach = _reach(spent, base, ahead)
    return Rest(amount, amount - reach, amount + reach, method)


def months_between(start: date, end: date) -> tuple[date, ...]:
    """The first days of the months from `start` up to, not including, `end`."""
    count = 12 * (end.year - start.year) + end.month - start.month
    return tuple(month_start(start, shift) for shift in range(count))


def _reach(spent: np.ndarray, base: np.ndarray, ahead: float) -> float:
    """Half the 95 % prediction interval of a ratio estimate whose spread grows with its weight."""
    left_over = spent - spent.sum() / base.sum() * base
    variance = (left_over**2 / base).sum() / (len(spent) - 1)
    error = np.sqrt(variance * (ahead + ahead**2 / base.sum()))
    return float(t_quantile(0.95, len(spent) - 1) * error)


def _outlook(segment: str, currency: str, months: pd.DataFrame, year: Year) -> Outlook:
    by_month = months.assign(month=pd.to_datetime(months["month"]).dt.date).set_index("month")
    known = by_month["actual_amount"].astype("float64").dropna()
    actual = {day: float(amount) for day, amount in known.items()}
    plan = by_month["plan_amount"].astype("float64").dropna()
    planned = [float(amount) for day, amount in plan.items() if year.start <= day < year.end]
    spent = sum(actual.get(day, 0.0) for day in year.closed)
    booked = sum(actual.get(day, 0.0) for day in year.left)
    outlook = Outlook(
        segment=segment,
        currency=currency,
        spent_amount=spent,
        open_amount=booked,
        months_closed=len(year.closed),
        months_left=len(year.left),
        forecast_amount=None,
        low=None,
        high=None,
        plan_months=len(planned),
        plan_amount=sum(planned) if planned else None,
        method=NOTHING,
    )
    first = min(actual, default=year.open_from)
    if first >= year.open_from:
        return outlook
    # A closed month without a line of this segment is a month without spend, not one unknown.
    filled = {day: actual.get(day, 0.0) for day in months_between(first, year.open_from)}
    rest = rest_of_year(filled, year)
    return replace(
        outlook,
        forecast_amount=spent + _at_least(booked, rest.amount),
        low=None if rest.low is None else spent + _at_least(booked, rest.low),
        high=None if rest.high is None else spent + _at_least(booked, rest.high),
        method=rest.method,
    )


def _at_least(booked: float, amount: float) -> float:
    """What is to come, but no less than is booked already, be it spend or credit."""
    if not booked:
        return amount
    return max(amount, booked) if booked > 0 else min(amount, booked)


def _fitted(segments: Sequence[Outlook], total: Outlook) -> list[Outlook]:
    """The segments, moved so that they add up to the whole: each as far as it is expected to bring
    more than it has booked."""
    if total.forecast_amount is None:
        return [replace(row, plan_months=total.plan_months) for row in segments]
    rows = [_begun(row) for row in segments]
    expected = [row.forecast_amount or 0.0 for row in rows]
    free = [
        abs(amount - row.spent_amount - row.open_amount)
        for amount, row in zip(expected, rows, strict=True)
    ]
    weights = free if sum(free) else [abs(amount) for amount in expected]
    missing = (total.forecast_amount - sum(expected)) / (sum(weights) or 1.0)
    return [
        replace(
            row,
            plan_months=total.plan_months,
            forecast_amount=_moved(row.forecast_amount, missing * weight),
            low=_moved(row.low, missing * weight),
            high=_moved(row.high, missing * weight),
        )
        for row, weight in zip(rows, weights, strict=True)
    ]


def _begun(row: Outlook) -> Outlook:
    """A segment of open months alone brings what it has booked."""
    if row.forecast_amount is not None or not row.open_amount:
        return row
    return replace(row, forecast_amount=row.open_amount, method=BOOKED)


def _moved(amount: float | None, by: float) -> float | None:
    return None if amount is None else amount + by
