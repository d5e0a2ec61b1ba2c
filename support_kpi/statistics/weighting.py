"""Weights of respondents: raking to known margins, and how much a weighting costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from support_kpi.statistics.distributions import Floats, floats

ROUNDS = 500
TOLERANCE = 1e-6
TRIMMINGS = 50


@dataclass(frozen=True)
class Raking:
    """A factor for each cell; their weighted mean is 1.

    `miss` is the largest distance of any share from its target, `trimmed` how many cells the limit
    holds back.
    """

    factors: Floats
    rounds: int
    miss: float
    trimmed: int

    @property
    def is_converged(self) -> bool:
        return self.miss <= TOLERANCE


def effective_n(total: ArrayLike, total_of_squares: ArrayLike) -> Floats:
    """Kish: how many unweighted respondents would tell as much; NaN without weight."""
    weight, squares = np.broadcast_arrays(floats(total), floats(total_of_squares))
    return weight**2 / np.where(squares > 0, squares, np.nan)


def rake(
    sizes: ArrayLike,
    margins: Sequence[tuple[Sequence[int], Mapping[int, float]]],
    limit: float | None = None,
) -> Raking:
    """Iterative proportional fitting of cells to several margins at once.

    A margin is the category of each cell and the target share of each category. `limit` holds each
    factor between 1/limit and limit; the margins are then fitted as closely as that allows.
    """
    base = floats(sizes)
    targets = [
        (np.asarray(categories), {key: share * base.sum() for key, share in shares.items()})
        for categories, shares in margins
    ]
    factors, rounds = _fitted(base, np.ones(base.shape), targets)
    if limit is not None:
        for _ in range(TRIMMINGS):
            held = np.clip(factors, 1 / limit, limit)
            if np.allclose(held, factors, rtol=0, atol=1e-12):
                break
            factors, more = _fitted(base, held, targets)
            rounds += more
        factors = np.clip(factors, 1 / limit, limit)
    trimmed = 0 if limit is None else int(np.sum((factors <= 1 / limit) | (factors >= limit)))
    return Raking(factors, rounds, _miss(base * factors, targets), trimmed)


_Targets = list[tuple[np.ndarray, dict[int, float]]]


def _fitted(base: Floats, factors: Floats, targets: _Targets) -> tuple[Floats, int]:
    for done in range(1, ROUNDS + 1):
        for categories, wanted in targets:
            for category, total in wanted.items():
                inside = categories == category
                found = float(np.sum(base[inside] * factors[inside]))
                if found > 0:
                    factors = np.where(inside, factors * (total / found), factors)
        if _miss(base * factors, targets) <= TOLERANCE / 10:
            return factors, done
    return factors, ROUNDS


def _miss(weights: Floats, targets: _Targets) -> float:
    """The largest distance of a share from its target."""
    whole = float(np.sum(weights))
    if not whole:
        return 0.0
    return max(
        (
            abs(float(np.sum(weights[categories == category])) - total) / whole
            for categories, wanted in targets
            for category, total in wanted.items()
        ),
        default=0.0,
    )
