"""The median of weighted values, and how far it moves when respondents are drawn again."""

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats
from support_kpi.statistics.weighting import effective_n

DRAWS = 2000
SEED = 20180201


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float:
    """The value that half of the weight lies below; between two where exactly half does."""
    known, weight = _distinct(values, weights)
    return float(_medians(known, weight[None, :])[0]) if known.size else float("nan")


def median_interval(
    values: ArrayLike, weights: ArrayLike, level: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap of the median; NaN below two values and where all are alike.

    As many are drawn as the weights are worth unweighted ones, each as often as it weighs. The same
    values give the same interval.
    """
    known, weight = _distinct(values, weights)
    given = floats(weights)
    if known.size < 2:
        return float("nan"), float("nan")
    n = max(2, round(float(effective_n(given.sum(), (given**2).sum()))))
    draws = np.random.default_rng(SEED).multinomial(n, weight / weight.sum(), size=DRAWS)
    ends = np.quantile(_medians(known, draws), [(1 - level) / 2, (1 + level) / 2])
    return float(ends[0]), float(ends[1])


def _distinct(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Each value once, in order, with all of its weight."""
    known, place = np.unique(floats(values), return_inverse=True)
    return known, floats(np.bincount(place, weights=floats(weights), minlength=known.size))


def _medians(known: Floats, weight: np.ndarray) -> Floats:
    """The median of each row of weights."""
    reached = np.cumsum(weight, axis=1)
    half = reached[:, -1:] / 2
    close = 1e-9 * half
    below = (reached < half - close).sum(axis=1)
    through = (reached <= half + close).sum(axis=1)
    return (known[below] + known[np.minimum(through, known.size - 1)]) / 2
