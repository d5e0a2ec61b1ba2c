"""Quantiles and tails of the normal and the t distribution, without scipy."""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EXACT_DEGREES = 40
BETA_TERMS = 400


def floats(values: ArrayLike) -> Floats:
    """Any column or number as floats, None and NA as NaN."""
    return np.asarray(values, dtype=np.float64)


def normal_quantile(level: float) -> float:
    """How many standard errors each side hold `level` of the distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)


def normal_p(z: ArrayLike) -> Floats:
    """Probability of a deviation at least as far from 0, either side."""
    tail = np.vectorize(math.erfc, otypes=[np.float64])
    return tail(np.abs(floats(z)) / math.sqrt(2))


def t_quantile(level: float, degrees: ArrayLike) -> Floats:
    """Two-sided t quantile: finite series up to 40 degrees, expansion in 1/degrees above."""
    degrees = floats(degrees)
    result = np.full(degrees.shape, np.nan)
    large = degrees > EXACT_DEGREES
    result[large] = _t_expanded(normal_quantile(level), degrees[large])
    for few in np.unique(degrees[(degrees >= 1) & ~large]):
        result[degrees == few] = _t_exact(level, int(few))
    return result


def _t_expanded(z: float, degrees: Floats) -> Floats:
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum((term / degrees**k for k, term in enumerate(terms, start=1)), np.zeros(1))


def _t_exact(level: float, degrees: int) -> float:
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        low, high = (angle, high) if _t_inside(angle, degrees) < level else (low, angle)
    return math.sqrt(degrees) * math.tan(low)


def _t_inside(angle: float, degrees: int) -> float:
    """Probability within ±t, where tan(angle) = t / sqrt(degrees)."""
    odd = degrees % 2
    term = total = (math.cos(angle) if degrees > 1 else 0.0) if odd else 1.0
    for k in range(2 + odd, degrees - 1, 2):
        term *= math.cos(angle) ** 2 * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total


def t_p(t: ArrayLike, degrees: ArrayLike) -> Floats:
    """Probability of a t at least as far from 0, either side; degrees need not be whole."""
    return _t_tail(np.abs(floats(t)), floats(degrees))


def _t_both_tails(t: float, degrees: float) -> float:
    if math.isnan(t) or math.isnan(degrees) or degrees <= 0:
        return math.nan
    return _incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


_t_tail = np.vectorize(_t_both_tails, otypes=[np.float64])


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log1p(-x)) / a
    value = 1.0
    for k in range(BETA_TERMS, 0, -1):
        m = k // 2
        if k % 2:
            step = -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            step = m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
        value = 1 + step * x / value
    return front / value
