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
    verdict,
)
from support_kpi.statistics.decomposition import Effects, effects, mean_variance, share_variance
from support_kpi.statistics.groups import clustered_ratio, welch
from support_kpi.statistics.intervals import (
    mean_interval,
    nps_interval,
    poisson_interval,
    ratio_interval,
    wilson,
)
from support_kpi.statistics.resampling import median_interval, weighted_median
from support_kpi.statistics.weighting import Raking, effective_n, rake

__all__ = [
    "Effects",
    "Raking",
    "benjamini_hochberg",
    "clustered_ratio",
    "column_letters",
    "difference",
    "effective_n",
    "effects",
    "higher_than",
    "holm",
    "mean_interval",
    "mean_tests",
    "mean_variance",
    "median_interval",
    "newcombe",
    "nps_interval",
    "poisson_change",
    "poisson_interval",
    "rake",
    "ratio_interval",
    "share_ratio",
    "share_tests",
    "share_variance",
    "verdict",
    "weighted_median",
    "weighted_moments",
    "weighted_share",
    "welch",
    "wilson",
]
