"""The two sides of a comparison."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Own:
    """An own number; `low` and `high` are None where nothing says how sure it is."""

    value: float
    unit: str
    n: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Unknown:
    """Why there is no own number."""

    reason: str


@dataclass(frozen=True)
class Band:
    """A published figure on the axis of the own one.

    `low` and `high` are what the study itself leaves open: a margin of error, a range, or one side
    of "more than". `is_direction` is a claim without a number: it holds or it does not.
    """

    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: float | None = None
    note: str = ""
    is_direction: bool = False
