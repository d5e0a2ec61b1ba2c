"""Cuts and spans: the dimensions that a cube keeps, and the weeks or months it has as a whole."""

from collections.abc import Iterable, Mapping
from datetime import date

from support_kpi.filters.periods import Every, whole
from support_kpi.filters.selection import DIMENSIONS

# The smallest first. What none of them keeps is counted in every dimension.
CUTS: Mapping[str, frozenset[str]] = {
    "none": frozenset(),
    "tier": frozenset({"tier"}),
    "team": frozenset({"team", "tier"}),
    "channel": frozenset({"channel"}),
    "channel and team": frozenset({"channel", "team", "tier"}),
    "priority": frozenset({"priority"}),
    "source": frozenset({"source"}),
}
EVERY = "every"
SPANS: Mapping[str, tuple[Every, ...]] = {"all": ("month", "week"), "week": ("week",)}


def cut(values: Mapping[str, object], kept: Iterable[str] = ()) -> str:
    """The smallest cut that has `kept` and the dimensions that the parameters filter."""
    wanted = {key for name, key in DIMENSIONS.items() if values.get(name) is not None}
    wanted |= set(kept) - {"all"}
    return next((name for name, has in CUTS.items() if wanted <= has), EVERY)


def spans(start: date, end: date, every: str, cut: str) -> dict[str, object]:
    """Of which spans a period is made up, and from where to where they are whole.

    A cut of every dimension is kept by day only; days that no whole span has are single, and the
    span that leaves the fewest is taken.
    """
    if cut == EVERY or every == "day":
        return {"span": "day", "whole_start": end, "whole_end": end}
    found = {span: whole(start, end, span) for span in SPANS.get(every, ("month",))}
    span, (first, last) = max(found.items(), key=lambda item: item[1][1] - item[1][0])
    return {"span": span, "whole_start": first, "whole_end": last}
