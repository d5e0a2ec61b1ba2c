"""Confidence intervals of one number: a share, a mean, a ratio, a net score."""

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import (
    Floats,
    floats,
    normal_quantile,
    t_quantile,
)

# What sums of squares leave over of values that are all the same.
ALIKE = 1e-12


def wilson(successes: ArrayLike, n: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval of a share; impossible counts give NaN."""
    k, base = np.broadcast_arrays(floats(successes), floats(n))
    possible = (base > 0) & (k >= 0) & (k <= base)
    base = np.where(possible, base, np.nan)
    z = normal_quantile(level)
    share = k / base
    middle = share + z * z / (2 * base)
    reach = z * np.sqrt(share * (1 - share) / base + (z / (2 * base)) ** 2)
    scale = 1 + z * z / base
    low = np.where(possible & (k == 0), 0.0, (middle - reach) / scale)
    high = np.where(possible & (k == base), 1.0, (middle + reach) / scale)
    return low[()], high[()]


def mean_interval(
    total: ArrayLike, total_of_squares: ArrayLike, n: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Student's interval of a mean from sums; NaN below two values and where all are alike."""
    total, squares, n = np.broadcast_arrays(floats(total), floats(total_of_squares), floats(n))
    base = np.where(n > 1, n, np.nan)
    mean = total / base
    spread = squares - total * mean
    variance = np.where(spread > ALIKE * np.abs(squares), spread, np.nan) / (base - 1)
    reach = t_quantile(level, base - 1) * np.sqrt(variance / base)
    return mean - reach, mean + reach


def ratio_interval(
    value: ArrayLike, error: ArrayLike, units: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Student's interval of a ratio whose standard error is by the spread of so many units."""
    value, error, units = np.broadcast_arrays(floats(value), floats(error), floats(units))
    reach = t_quantile(level, np.where(units > 1, units - 1, np.nan)) * error
    return value - reach, value + reach


def poisson_interval(
    events: ArrayLike, exposure: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Score interval of a rate of events that happen independently of one another."""
    events, exposure = np.broadcast_arrays(floats(events), floats(exposure))
    base = np.where((exposure > 0) & (events >= 0), exposure, np.nan)
    z = normal_quantile(level)
    reach = z * np.sqrt(events + z * z / 4)
    low = np.where(events == 0, 0.0, events + z * z / 2 - reach) / base
    return low, (events + z * z / 2 + reach) / base


def nps_interval(
    promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Adjusted Wald interval of a net promoter score of -100 to 100.

    Three imagined answers (3/4 promoter, 3/4 detractor, the rest passive) keep it honest where
    everyone answers alike.
    """
    up, down, n = np.broadcast_arrays(floats(promoters), floats(detractors), floats(n))
    base = np.where((n > 0) & (up >= 0) & (down >= 0) & (up + down <= n), n, np.nan)
    score = (up - down) / base
    up, down, more = (up + 0.75) / (base + 3), (down + 0.75) / (base + 3), base + 3
    middle = up - down
    reach = normal_quantile(level) * np.sqrt((up + down - middle**2) / more)
    low = np.maximum(np.minimum(middle - reach, score), -1)
    high = np.minimum(np.maximum(middle + reach, score), 1)
    return 100 * low, 100 * high
