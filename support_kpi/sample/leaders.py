"""475 invented support leaders: who they are, and draws that keep to given shares."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from support_kpi.sample.clock import Ints, Mask, Texts

Shares = Mapping[str, float]

RESPONDENTS = 475
ROLES = {"Support team manager or leader": 46, "Director": 25, "VP": 13, "C-level": 16}
MODELS = {"B2C": 55, "B2B": 34, "Nonprofit": 11}
SIZES = {"small": 36, "medium": 40, "large": 24}
RATINGS = {
    "Good, but not yet great": 38,
    "Much room to improve": 18,
    "Still working out the basics": 10,
}
BEST = "Best in class"
BEST_SHARE = 0.34
HEADCOUNTS = {"small": (1, 6), "medium": (6, 51), "large": (51, 400)}


@dataclass(frozen=True)
class Leaders:
    """One element per respondent; `segments` are the groups that shares are given for."""

    role: Texts
    model: Texts
    headcount: Ints
    rating: Texts
    segments: Mapping[str, Mask]

    def draw(self, rng: np.random.Generator, shares: Shares, among: Mask | None = None) -> Mask:
        """Who says yes: as near to the share of every segment as the segments allow."""
        asked = np.ones(RESPONDENTS, dtype=bool) if among is None else among
        chance = np.where(asked, shares["all"], 0.0)
        for _ in range(30):
            for name, share in shares.items():
                group = self.segments[name] & asked
                chance[group] = np.clip(chance[group] + share - chance[group].mean(), 0.01, 0.99)
        passed = np.cumsum(chance) + rng.random()
        return np.floor(passed) > np.floor(passed - chance)

    def prefer(
        self, rng: np.random.Generator, weights: Mapping[str, Shares], picks: int
    ) -> list[list[str]]:
        """`picks` different options each, by weights that a segment may raise."""
        score = rng.gumbel(size=(RESPONDENTS, len(weights)))
        for column, shares in enumerate(weights.values()):
            for name, weight in shares.items():
                score[self.segments[name], column] += np.log(weight)
        options = list(weights)
        best = np.sort(np.argsort(-score, axis=1)[:, :picks], axis=1)
        return [[options[column] for column in row] for row in best]


def interview(rng: np.random.Generator) -> Leaders:
    """Respondents in an order that keeps like with like, so that draws spread evenly."""
    is_best = np.arange(RESPONDENTS) < round(RESPONDENTS * BEST_SHARE)
    has_crm = rng.random(RESPONDENTS) < np.where(is_best, 0.71, 0.44)
    size, model, role = (_quota(rng, shares) for shares in (SIZES, MODELS, ROLES))
    order = np.lexsort((role, model, size, has_crm, is_best))
    is_best, has_crm = is_best[order], has_crm[order]
    size, model, role = size[order], model[order], role[order]
    low, high = (np.array([HEADCOUNTS[name][end] for name in size]) for end in (0, 1))
    is_lead = role == next(iter(ROLES))
    segments = {
        "all": np.ones(RESPONDENTS, dtype=bool),
        "best": is_best,
        "rest": ~is_best,
        "crm": has_crm,
        "no_crm": ~has_crm,
        "lead": is_lead,
        "director": ~is_lead,
        **{name: size == name for name in SIZES},
        **{name.lower(): model == name for name in MODELS},
    }
    headcount = np.floor(low * (high / low) ** rng.random(RESPONDENTS)).astype(np.int64)
    rating = np.where(is_best, BEST, _quota(rng, RATINGS))
    return Leaders(role, model, headcount, rating, segments)


def _quota(rng: np.random.Generator, shares: Mapping[str, int]) -> Texts:
    """Every value as often as its share says, in random order."""
    edges = np.cumsum(list(shares.values())) / sum(shares.values()) * RESPONDENTS
    places = np.arange(RESPONDENTS) + 0.5
    return rng.permutation(np.array(list(shares))[np.searchsorted(edges, places)])
