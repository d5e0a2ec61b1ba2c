"""Columns of a survey table: every pair tested, the tests corrected, and the letters of both.

A column is given by sums of weights, so that one formula serves plain and weighted counts: with
weights of 1 they are the usual tests. `overlap` is the sum of squared weights of the respondents
who stand in two columns at once.
"""

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats, normal_p, t_p
from support_kpi.statistics.intervals import wilson
from support_kpi.statistics.weighting import effective_n

LEAST_EXPECTED = 5


def weighted_share(
    part: ArrayLike, total: ArrayLike, total_of_squares: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """A share of weights with Wilson's interval on the effective n."""
    base = effective_n(total, total_of_squares)
    share = np.clip(_over(part, total), 0, 1)
    return share, *wilson(share * base, base, level)


def weighted_moments(
    total: ArrayLike, total_of_squares: ArrayLike, sums: ArrayLike, square_sums: ArrayLike
) -> tuple[Floats, Floats]:
    """Mean and variance of weighted values; the variance of a sample, on the effective n."""
    base = effective_n(total, total_of_squares)
    mean = _over(sums, total)
    spread = np.maximum(_over(square_sums, total) - mean**2, 0)
    return mean, _over(spread * base, base - 1)


def share_tests(
    shares: ArrayLike, totals: ArrayLike, squares: ArrayLike, overlap: ArrayLike
) -> Floats:
    """P of the pooled z test of each pair of columns; NaN where a column is too small for it.

    Respondents in both columns make the difference surer: their covariance is taken off.
    """
    share, base = floats(shares), effective_n(totals, squares)
    p, q = share[:, None], share[None, :]
    n, m = base[:, None], base[None, :]
    pooled = (p * n + q * m) / (n + m)
    variance = pooled * (1 - pooled) * _unit_variance(totals, squares, overlap)
    least = np.minimum(n, m) * np.minimum(pooled, 1 - pooled)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(p == q, 0.0, (p - q) / np.sqrt(np.where(variance > 0, variance, np.nan)))
        found = np.where(least >= LEAST_EXPECTED, normal_p(z), np.nan)
    return _pairs(found)


def mean_tests(
    means: ArrayLike,
    variances: ArrayLike,
    totals: ArrayLike,
    squares: ArrayLike,
    overlap: ArrayLike,
) -> Floats:
    """P of Welch's t test of each pair of columns, less the covariance of who stands in both."""
    mean, variance, base = floats(means), floats(variances), effective_n(totals, squares)
    error = variance / base
    total = floats(totals)
    shared = np.sqrt(variance[:, None] * variance[None, :]) * floats(overlap)
    both = error[:, None] + error[None, :] - 2 * _over(shared, np.outer(total, total))
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = error**2 / (base - 1)
        degrees = (error[:, None] + error[None, :]) ** 2 / (freedom[:, None] + freedom[None, :])
        gap = mean[:, None] - mean[None, :]
        t = np.where(gap == 0, 0.0, gap / np.sqrt(np.where(both > 0, both, np.nan)))
    return _pairs(t_p(t, degrees))


def holm(p_values: ArrayLike) -> Floats:
    """P values adjusted so that a cut at alpha lets a single false alarm through that often.

    NaN stays NaN and does not count as a comparison.
    """
    p = floats(p_values)
    result = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known])]
    result[order] = np.maximum.accumulate(np.minimum(p[order] * np.arange(order.size, 0, -1), 1))
    return result


def column_letters(count: int) -> list[str]:
    """A to Z, then AA, AB and so on."""
    names = list(ascii_uppercase)
    names += [first + second for first in ascii_uppercase for second in ascii_uppercase]
    return names[:count]


def higher_than(
    values: ArrayLike, p_values: ArrayLike, letters: Sequence[str], alpha: float = 0.05
) -> list[str]:
    """For each column the letters of those that it is surely higher than."""
    value, p = floats(values), floats(p_values)
    with np.errstate(invalid="ignore"):
        above = (p < alpha) & (value[:, None] > value[None, :])
    return [" ".join(letters[int(place)] for place in np.flatnonzero(row)) for row in above]


def _unit_variance(totals: ArrayLike, squares: ArrayLike, overlap: ArrayLike) -> Floats:
    """The variance of the difference of two means of a variable whose variance is 1."""
    total, square = floats(totals), floats(squares)
    own = _over(square, total**2)
    return own[:, None] + own[None, :] - 2 * _over(overlap, np.outer(total, total))


def _over(part: ArrayLike, whole: ArrayLike) -> Floats:
    """A ratio, NaN where there is nothing to divide by."""
    base = floats(whole)
    return floats(part) / np.where(base > 0, base, np.nan)


def _pairs(p_values: Floats) -> Floats:
    """Each pair once, above the diagonal; the rest is NaN."""
    result = np.full(p_values.shape, np.nan)
    upper = np.triu_indices(len(p_values), 1)
    result[upper] = p_values[upper]
    return result
