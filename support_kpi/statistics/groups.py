"""Groups of few units, such as teams: a difference of their means, a ratio of their rates.

Each unit counts as one, however many tickets it has: what happens within a team is not independent.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats, normal_p, t_quantile

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)
LIKE_NORMAL = 2000


def welch(
    values_a: ArrayLike, values_b: ArrayLike, level: float = 0.95
) -> tuple[float, float, float, float]:
    """Mean of a minus mean of b, its interval and p by Welch's t; NaN below two units a side."""
    a, b = floats(values_a), floats(values_b)
    if a.size < 2 or b.size < 2:
        gap = float(a.mean() - b.mean()) if a.size and b.size else math.nan
        return gap, math.nan, math.nan, math.nan
    gap = float(a.mean() - b.mean())
    squares = np.array([a.var(ddof=1) / a.size, b.var(ddof=1) / b.size])
    error = math.sqrt(squares.sum())
    if not error:
        return gap, gap, gap, 1.0 if gap == 0 else 0.0
    shares = squares / squares.sum()
    degrees = float(1 / (shares**2 / np.array([a.size - 1, b.size - 1])).sum())
    reach = _quantile(level, degrees) * error
    return gap, gap - reach, gap + reach, 1 - _inside(abs(gap) / error, degrees)


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


def _inside(t: float, degrees: float) -> float:
    """Probability within ±t for any degrees from 1 up, by quadrature over the angle."""
    if degrees > LIKE_NORMAL:
        return float(1 - normal_p(t))
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
    angle = math.atan(t / math.sqrt(degrees)) / 2
    area = angle * float((WEIGHTS * np.cos(angle * (NODES + 1)) ** (degrees - 1)).sum())
    return min(1.0, 2 * scale / math.sqrt(math.pi) * area)


def _quantile(level: float, degrees: float) -> float:
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        inside = _inside(math.sqrt(degrees) * math.tan(angle), degrees)
        low, high = (angle, high) if inside < level else (low, angle)
    return math.sqrt(degrees) * math.tan(low)
