"""Filters: which tickets a number is about, to and from the URL, the shell and SQL.

In `Filters` a period is half open. A URL, the command line and a sentence name its last day.
"""

from support_kpi.filters.coverage import (
    UNCOVERED,
    against,
    comparable,
    data_days,
    is_covered,
    marked,
)
from support_kpi.filters.cuts import cut, spans
from support_kpi.filters.inputs import between, from_options, from_query
from support_kpi.filters.periods import PRESETS, Every, complete_periods, default_period, fitting
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
    "UNCOVERED",
    "Compare",
    "Every",
    "Filters",
    "against",
    "between",
    "comparable",
    "compared",
    "complete_periods",
    "cut",
    "data_days",
    "default_period",
    "fitting",
    "from_options",
    "from_query",
    "is_covered",
    "marked",
    "parameters",
    "period",
    "sentence",
    "spans",
    "to_query",
]
