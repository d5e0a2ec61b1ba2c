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
from support_kpi.statistics.decomposition import Effects, effects, mean_variance, share_variance
from support_kpi.statistics.groups import clustered_ratio, welch
from support_kpi.statistics.intervals import (
    mean_interval,
    nps_interval,
    quantile_ranks,
    wilson,
)
from support_kpi.statistics.resampling import bootstrap, quantile_interval

__all__ = [
    "Effects",
    "benjamini_hochberg",
    "bootstrap",
    "clustered_ratio",
    "difference",
    "effects",
    "mean_interval",
    "mean_variance",
from support_kpi.statistics.weighting import Raking, effective_n, rake

    "Raking",
    "column_letters",
    "effective_n",
    "higher_than",
    "holm",
    "mean_tests",
    "newcombe",
    "nps_interval",
    "poisson_change",
    "quantile_interval",
    "quantile_ranks",
    "rake",
    "share_ratio",
    "share_variance",
    "small_base",
    "two_proportion_p",
    "verdict",
    "welch",
    "share_tests",
    "weighted_moments",
    "weighted_share",
    "wilson",
    "withheld",
]
