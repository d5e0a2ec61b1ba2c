"""Cuts: the dimensions that the cubes of durations keep over whole weeks and months."""

from collections.abc import Mapping

from support_kpi.filters.selection import DIMENSIONS

# The smallest first. What none of them keeps is counted by day, in every dimension.
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


def cut(values: Mapping[str, object]) -> str:
    """The smallest cut that has what the parameters of a query split by and filter."""
    wanted = {dimension for name, dimension in DIMENSIONS.items() if values[name] is not None}
    wanted |= {str(values["dimension"])} - {"all"}
    return next((name for name, kept in CUTS.items() if wanted <= kept), EVERY)
