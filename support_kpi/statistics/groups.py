"""Groups of few units, such as teams: a difference of their means, a ratio of their rates.

Each unit counts as one, however many tickets it has: what happens within a team is not independent.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats, t_p, t_quantile

# What the mean of values that are all the same leaves over of them.
ALIKE = 1e-12


def welch(
    values_a: ArrayLike, values_b: ArrayLike, level: float = 0.95
) -> tuple[float, float, float, float]:
    """Mean of a minus mean of b, its interval and p by Welch's t.

    NaN below two units a side, and where the units of neither side differ: they tell no spread.
    """
    a, b = floats(values_a), floats(values_b)
    gap = float(a.mean() - b.mean()) if a.size and b.size else math.nan
    if a.size < 2 or b.size < 2:
        return gap, math.nan, math.nan, math.nan
    squares = np.array([a.var(ddof=1) / a.size, b.var(ddof=1) / b.size])
    error = math.sqrt(squares.sum())
    if error <= ALIKE * max(np.abs(a).max(), np.abs(b).max()):
        return gap, math.nan, math.nan, math.nan
    shares = squares / squares.sum()
    degrees = float(1 / (shares**2 / np.array([a.size - 1, b.size - 1])).sum())
    reach = float(t_quantile(level, [degrees])[0]) * error
    return gap, gap - reach, gap + reach, float(t_p(gap / error, degrees))


def clustered_ratio(
    parts_a: ArrayLike,
    bases_a: ArrayLike,
    parts_b: ArrayLike,
    bases_b: ArrayLike,
    level: float = 0.95,
) -> tuple[float, float, float]:
    """Rate of a over rate of b, each a sum over units, with the interval that units leave.

    The log of the ratio is linearised; NaN ends below two units a side.
    """
    (rate_a, variance_a, units_a), (rate_b, variance_b, units_b) = (
        _rate(floats(parts), floats(bases))
        for parts, bases in ((parts_a, bases_a), (parts_b, bases_b))
    )
    if not rate_b > 0 or math.isnan(rate_a):
        return math.nan, math.nan, math.nan
    ratio = rate_a / rate_b
    error = math.sqrt(variance_a + variance_b)
    if units_a < 2 or units_b < 2 or math.isnan(error):
        return ratio, math.nan, math.nan
    reach = math.exp(float(t_quantile(level, [units_a + units_b - 2])[0]) * error)
    return ratio, ratio / reach, ratio * reach


def _rate(parts: Floats, bases: Floats) -> tuple[float, float, int]:
    """A rate, the variance of its logarithm, and how many units it is of."""
    known = (bases > 0) & ~np.isnan(parts)
    parts, bases = parts[known], bases[known]
    units = int(parts.size)
    if not units:
        return math.nan, math.nan, 0
    rate = float(parts.sum() / bases.sum())
    if units < 2 or rate == 0:
        return rate, math.nan, units
    spread = float(((parts - rate * bases) ** 2).sum()) / float(parts.sum()) ** 2
    return rate, spread * units / (units - 1), units
