"""Places: where a canonical column is found in a table, and how its cells are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from support_kpi.drafts import DateOrder, Unit


@dataclass(frozen=True)
class Place:
    """The heading of a canonical column and how its cells are written."""

    position: int
    time: int | None = None
    zone: str | None = None
    order: DateOrder | None = None
    unit: Unit = "seconds"
    values: Mapping[str, str | None] = field(default_factory=dict)
    none: tuple[str, ...] = ()
    separator: str | None = None
    zero_is_none: bool = False
    low: float | None = None
    high: float | None = None


Constants = Mapping[str, str | float | bool | None]
