"""Which tickets a number is about: a period, and what is kept of each dimension."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from support_kpi.errors import UsageError
from support_kpi.filters.periods import DAY, month_start, year_earlier
from support_kpi.schema import CHANNELS

Compare = Literal["previous", "year", "none"]

DIMENSIONS = {"channels": "channel", "teams": "team", "tiers": "tier", "sources": "source"}


@dataclass(frozen=True)
class Filters:
    """The period is half open; an empty tuple keeps everything of its dimension."""

    start: date
    end: date
    compare: Compare = "previous"
    channels: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise UsageError(f"The period ends before it starts: {self.start} to {self.end - DAY}.")
        for dimension in DIMENSIONS:
            values = tuple(sorted(set(self.kept(dimension))))
            object.__setattr__(self, dimension, values)

    @property
    def last_day(self) -> date:
        return self.end - DAY

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def kept(self, dimension: str) -> tuple[str, ...]:
        """The values kept of `channels`, `teams`, `tiers` or `sources`."""
        return getattr(self, dimension)


def to_query(filters: Filters) -> dict[str, list[str]]:
    """Every value with absolute dates, so that a link shows the same for ever."""
    query = {
        "from": [filters.start.isoformat()],
        "to": [filters.last_day.isoformat()],
        "compare": [str(filters.compare)],
    }
    return query | {key: list(filters.kept(name)) for name, key in DIMENSIONS.items()}


def parameters(filters: Filters) -> dict[str, object]:
    """The values of `$start_date`, `$end_date` (excluded) and the dimensions; None keeps all."""
    dimensions = {name: list(filters.kept(name)) or None for name in DIMENSIONS}
    return {"start_date": filters.start, "end_date": filters.end, **dimensions}


def compared(filters: Filters) -> Filters | None:
    """The same filters on the period to compare with: whole months with as many whole months."""
    start, end = filters.start, filters.end
    whole_months = start.day == end.day == 1
    if filters.compare == "none":
        return None
    if filters.compare == "year":
        start = year_earlier(start)
        end = year_earlier(end) if whole_months else year_earlier(filters.last_day) + DAY
    elif whole_months:
        months = 12 * (end.year - start.year) + end.month - start.month
        start, end = month_start(start, -months), start
    else:
        start, end = start - (end - start), start
    return replace(filters, start=start, end=end, compare="none")


def period(filters: Filters) -> str:
    """`1 Nov 2025 to 31 Oct 2026`, both days included."""
    first, last = (f"{day.day} {day:%b %Y}" for day in (filters.start, filters.last_day))
    return first if first == last else f"{first} to {last}"


def sentence(filters: Filters) -> str:
    """What the numbers are about, for captions and exports."""
    parts = [period(filters)]
    for name, one in DIMENSIONS.items():
        values = filters.kept(name)
        if one == "channel":
            values = tuple(_lower(CHANNELS.get(value, value)) for value in values)
        if values:
            parts.append(f"{one if len(values) == 1 else name} {_listed(values)}")
    if whole := [name for name in DIMENSIONS if not filters.kept(name)]:
        parts.append(f"all {_listed(whole)}")
    return ", ".join(parts)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _lower(label: str) -> str:
    return label if label.isupper() else label[:1].lower() + label[1:]
