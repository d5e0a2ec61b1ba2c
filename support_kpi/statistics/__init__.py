"""Intervals and tests: arrays or columns in, float arrays out, NaN where there is no data."""

from support_kpi.statistics.comparisons import (
    benjamini_hochberg,
    difference,
    newcombe,
    poisson_change,
    share_ratio,
    small_base,
    two_proportion_p,
    verdict,
    withheld,
)
from support_kpi.statistics.groups import clustered_ratio, welch
from support_kpi.statistics.intervals import (
    mean_interval,
    nps_interval,
    quantile_ranks,
    wilson,
)

__all__ = [
    "benjamini_hochberg",
    "clustered_ratio",
    "difference",
    "mean_interval",
    "newcombe",
    "nps_interval",
    "poisson_change",
    "quantile_ranks",
    "share_ratio",
    "small_base",
    "two_proportion_p",
    "verdict",
    "welch",
    "wilson",
    "withheld",
]
