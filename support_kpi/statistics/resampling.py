"""Intervals of anything by drawing the rows again, and of a percentile by its sorted rows."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats
from support_kpi.statistics.intervals import quantile_ranks

TIMES = 2000
SEED = 1


def bootstrap(
    values: ArrayLike,
    statistic: Callable[[Floats], Floats],
    level: float = 0.95,
    *,
    times: int = TIMES,
    seed: int = SEED,
) -> tuple[float, float]:
    """Percentile interval of a statistic of rows; `statistic` takes draws as rows of a table.

    NaN below two values. The same values always give the same interval.
    """
    known = floats(values)
    known = known[~np.isnan(known)]
    if len(known) < 2:
        return np.nan, np.nan
    draws = np.random.default_rng(seed).choice(known, size=(times, len(known)))
    low, high = np.quantile(statistic(draws), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def quantile_interval(values: ArrayLike, p: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of the `p` quantile by binomial ranks; NaN where the values are too few."""
    known = np.sort(floats(values))
    known = known[~np.isnan(known)]
    ends = (float(rank) for rank in quantile_ranks(len(known), p, level))
    low, high = (np.nan if np.isnan(rank) else float(known[int(rank) - 1]) for rank in ends)
    return low, high
