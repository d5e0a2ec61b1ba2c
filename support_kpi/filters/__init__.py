"""Filters: which tickets a number is about, to and from the URL, the shell and SQL.

In `Filters` a period is half open. A URL, the command line and a sentence name its last day.
"""

from support_kpi.filters.inputs import from_options, from_query
from support_kpi.filters.periods import PRESETS, Every, complete_periods, default_period
from support_kpi.filters.selection import (
    DIMENSIONS,
    Compare,
    Filters,
    compared,
    parameters,
    period,
    sentence,
    to_query,
)

__all__ = [
    "DIMENSIONS",
    "PRESETS",
    "Compare",
    "Every",
    "Filters",
    "compared",
    "complete_periods",
    "default_period",
    "from_options",
    "from_query",
    "parameters",
    "period",
    "sentence",
    "to_query",
]
