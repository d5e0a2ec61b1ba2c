"""How sure the parts of a change are: mix and rate effects, segment by segment and in all.

The delta method: the segments of a period share its base as a multinomial draw, and the value of
each varies by itself. Segments of one period only have no rate effect and vary with one value.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats, normal_quantile

Interval = tuple[Floats, Floats]


@dataclass(frozen=True)
class Effects:
    """The effects of each segment and their intervals; the last element is all of them."""

    rate: Floats
    mix: Floats
    rate_interval: Interval
    mix_interval: Interval
    effect_interval: Interval


def share_variance(hits: ArrayLike, n: ArrayLike) -> Floats:
    """Variance of a share with two imagined hits and misses, so that 0 of 5 is not sure."""
    more = floats(n) + 4
    share = (floats(hits) + 2) / more
    return share * (1 - share) / more


def mean_variance(total: ArrayLike, squares: ArrayLike, n: ArrayLike) -> Floats:
    """Variance of a mean from sums; of a single value, as if it varied like all of them."""
    total, squares, n = floats(total), floats(squares), floats(n)
    pooled = _variance(total.sum(), squares.sum(), n.sum())
    own = np.where(n > 1, _variance(total, squares, n), pooled)
    return own / np.where(n > 0, n, np.nan)


def effects(
    n: ArrayLike,
    value: ArrayLike,
    variance: ArrayLike,
    compared_n: ArrayLike,
    compared_value: ArrayLike,
    compared_variance: ArrayLike,
    level: float = 0.95,
) -> Effects:
    """Kitagawa's halved effects of each segment, n and value of both periods given."""
    sides = _Sides(floats(n), floats(compared_n), floats(value), floats(compared_value))
    now, before = _known(variance), _known(compared_variance)
    share, other = sides.shares
    present = ((floats(n) > 0) & (floats(compared_n) > 0)).astype(float)
    weight, shift = (share + other) / 2, share - other
    gap = sides.now - sides.before
    middle = (sides.now + sides.before) / 2 - sides.whole
    rate, mix = weight * gap, shift * middle
    # A segment of one period has one value on both sides, and so all of its variance.
    spread = np.where(present > 0, (now + before) / 4, now + before)
    base = floats(n).sum(), floats(compared_n).sum()
    drawn = share * (1 - share) / base[0] + other * (1 - other) / base[1]
    of_rate = present * weight**2 * (now + before) + gap**2 / 4 * drawn
    of_mix = middle**2 * drawn + shift**2 * spread
    ends = sides.now - sides.whole, sides.before - sides.whole
    of_effect = (
        ends[0] ** 2 * share * (1 - share) / base[0]
        + ends[1] ** 2 * other * (1 - other) / base[1]
        + share**2 * now
        + other**2 * before
    )
    all_rate = (present * weight**2 * (now + before)).sum() + _draws(gap / 2, sides, base)
    all_mix = (shift**2 * spread).sum() + _draws(middle, sides, base)
    all_effect = (share**2 * now + other**2 * before).sum() + sum(
        _draw(one, weights, size)
        for one, weights, size in zip(ends, (share, other), base, strict=True)
    )
    rate, mix = np.append(rate, rate.sum()), np.append(mix, mix.sum())
    z = normal_quantile(level)
    return Effects(
        rate,
        mix,
        _around(rate, z, np.append(of_rate, all_rate)),
        _around(mix, z, np.append(of_mix, all_mix)),
        _around(rate + mix, z, np.append(of_effect, all_effect)),
    )


class _Sides:
    """Shares and values of both periods, a missing value taken from the other."""

    def __init__(self, n: Floats, compared_n: Floats, value: Floats, compared: Floats) -> None:
        self.shares = _shares(n), _shares(compared_n)
        self.now = np.where(n > 0, value, compared)
        self.before = np.where(compared_n > 0, compared, value)
        wholes = (self.shares[0] * self.now).sum(), (self.shares[1] * self.before).sum()
        self.whole = sum(wholes) / 2


def _shares(n: Floats) -> Floats:
    return n / (n.sum() or np.nan)


def _known(variance: ArrayLike) -> Floats:
    return np.nan_to_num(floats(variance))


def _variance(total: Floats, squares: Floats, n: Floats) -> Floats:
    base = np.where(n > 1, n, np.nan)
    return np.maximum(squares - total**2 / base, 0) / (base - 1)


def _draws(what: Floats, sides: _Sides, base: tuple[float, float]) -> float:
    return sum(_draw(what, share, size) for share, size in zip(sides.shares, base, strict=True))


def _draw(what: Floats, share: Floats, size: float) -> float:
    """Variance of the mean of `what` over a multinomial draw of `size`."""
    return float(((share * what**2).sum() - (share * what).sum() ** 2) / size)


def _around(value: Floats, z: float, variance: Floats) -> Interval:
    reach = z * np.sqrt(np.maximum(variance, 0))
    return value - reach, value + reach
