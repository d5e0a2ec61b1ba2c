"""Quantiles and tails of the normal and the t distribution, without scipy."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EXACT_DEGREES = 40
BETA_TERMS = 400
STEPS = 100


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
    """Two-sided t quantile for degrees from 1 up, whole or not: by its tails up to 40 degrees, by
    an expansion in 1/degrees above."""
    degrees = floats(degrees)
    result = np.full(degrees.shape, np.nan)
    large = degrees > EXACT_DEGREES
    result[large] = _t_expanded(normal_quantile(level), degrees[large])
    for few in np.unique(degrees[(degrees >= 1) & ~large]):
        result[degrees == few] = _t_exact(level, float(few))
    return result


def _t_expanded(z: float, degrees: Floats) -> Floats:
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum((term / degrees**k for k, term in enumerate(terms, start=1)), np.zeros(1))


@lru_cache(maxsize=10_000)
def _t_exact(level: float, degrees: float) -> float:
    """Newton's steps from the normal quantile, which is less: the tails are convex, so no step
    goes too far."""
    logs = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    scale = 2 * math.exp(logs) / math.sqrt(math.pi * degrees)
    t = normal_quantile(level)
    for _ in range(STEPS):
        density = scale * (1 + t * t / degrees) ** (-(degrees + 1) / 2)
        step = (_t_both_tails(t, degrees) - (1 - level)) / density
        t += step
        if abs(step) <= 1e-12 * t:
            break
    return t


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
