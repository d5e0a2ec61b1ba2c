"""Differences between two numbers, and when one may be called a difference."""

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats, normal_quantile
from support_kpi.statistics.intervals import wilson

Verdict = Literal["up", "down", "no clear change"]


def difference(
    value_a: ArrayLike,
    interval_a: tuple[ArrayLike, ArrayLike],
    value_b: ArrayLike,
    interval_b: tuple[ArrayLike, ArrayLike],
) -> tuple[Floats, Floats]:
    """Interval of a minus b from the interval of each, which need not be symmetric."""
    a, low_a, high_a = floats(value_a), floats(interval_a[0]), floats(interval_a[1])
    b, low_b, high_b = floats(value_b), floats(interval_b[0]), floats(interval_b[1])
    low = a - b - np.hypot(a - low_a, high_b - b)
    high = a - b + np.hypot(high_a - a, b - low_b)
    return low, high


def newcombe(
    successes_a: ArrayLike,
    n_a: ArrayLike,
    successes_b: ArrayLike,
    n_b: ArrayLike,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Newcombe's interval of share a minus share b."""
    return difference(
        _share(successes_a, n_a),
        wilson(successes_a, n_a, level),
        _share(successes_b, n_b),
        wilson(successes_b, n_b, level),
    )


def share_ratio(
    successes_a: ArrayLike,
    n_a: ArrayLike,
    successes_b: ArrayLike,
    n_b: ArrayLike,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Katz's interval of share a over share b; NaN where either share is 0."""
    a, n, b, m = (floats(values) for values in (successes_a, n_a, successes_b, n_b))
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
        ratio = (a / n) / (b / m)
    reach = np.exp(normal_quantile(level) * np.where(np.isfinite(error), error, np.nan))
    return ratio / reach, ratio * reach


def poisson_change(
    count_a: ArrayLike,
    days_a: ArrayLike,
    count_b: ArrayLike,
    days_b: ArrayLike,
    level: float = 0.95,
) -> tuple[Floats, Floats, Floats]:
    """Ratio of two daily volumes, a over b, with its score interval.

    The counts are taken as independent events; bursts make the true interval wider. Without events
    in b the ratio is NaN and its upper end infinite.
    """
    a, days_a, b, days_b = np.broadcast_arrays(
        floats(count_a), floats(days_a), floats(count_b), floats(days_b)
    )
    days = np.where((days_a > 0) & (days_b > 0), days_b / np.where(days_a > 0, days_a, 1), np.nan)
    low, high = wilson(a, a + b, level)
    with np.errstate(divide="ignore"):
        return (
            days * a / np.where(b > 0, b, np.nan),
            days * low / (1 - low),
            days * high / (1 - high),
        )


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """P values adjusted so that a cut at q lets through at most a share q of false alarms.

    NaN stays NaN and does not count as a comparison.
    """
    p = floats(p_values)
    result = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known])[::-1]]
    ranks = np.arange(order.size, 0, -1)
    result[order] = np.minimum.accumulate(np.minimum(p[order] * order.size / ranks, 1))
    return result


def verdict(difference_low: float | None, difference_high: float | None) -> Verdict | None:
    """What the interval of a difference allows to say; None where there is none."""
    if difference_low is None or difference_high is None:
        return None
    if math.isnan(difference_low) or math.isnan(difference_high):
        return None
    if difference_low > 0:
        return "up"
    return "down" if difference_high < 0 else "no clear change"


def _share(successes: ArrayLike, n: ArrayLike) -> Floats:
    base = floats(n)
    return floats(successes) / np.where(base > 0, base, np.nan)
