"""Intervals and tests: arrays or columns in, float arrays out, NaN where there is no data."""

from support_kpi.statistics.columns import (
    column_letters,
    higher_than,
    holm,
    mean_tests,
    share_tests,
    weighted_moments,
    weighted_share,
)
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
from support_kpi.statistics.intervals import (
    mean_interval,
    nps_interval,
    quantile_ranks,
    wilson,
)
from support_kpi.statistics.weighting import Raking, effective_n, rake

__all__ = [
    "Raking",
    "benjamini_hochberg",
    "column_letters",
    "difference",
    "effective_n",
    "higher_than",
    "holm",
    "mean_interval",
    "mean_tests",
    "newcombe",
    "nps_interval",
    "poisson_change",
    "quantile_ranks",
    "rake",
    "share_ratio",
    "share_tests",
    "small_base",
    "two_proportion_p",
    "verdict",
    "weighted_moments",
    "weighted_share",
    "wilson",
    "withheld",
]
