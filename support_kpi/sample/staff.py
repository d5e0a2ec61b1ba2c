"""Who works in each team in each month: the roster, and the staff list made of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from support_kpi.sample.clock import Floats, Ints, month_of, month_starts
from support_kpi.sample.export import Columns
from support_kpi.sample.organisation import MONTHS, TEAMS

LEAST_AGENTS = 2


@dataclass(frozen=True)
class Roster:
    """By team and month. `agents` holds agent numbers, `headcount` of them count."""

    agents: Ints
    headcount: Ints
    joiners: Ints
    leavers: Ints
    training_days: Floats

    def pick(self, rng: np.random.Generator, team: Ints, moments: Floats) -> Ints:
        """An agent of `team` who works there at the moment."""
        month = month_of(moments)
        seat = (rng.random(team.size) * self.headcount[team, month]).astype(np.int64)
        return self.agents[team, month, seat]


def roster(rng: np.random.Generator, monthly: Floats) -> Roster:
    """Staff for the tickets expected of each team (rows) in each month (columns)."""
    wanted = _headcounts(monthly)
    agents = np.zeros((*wanted.shape, wanted.max()), dtype=np.int64)
    joiners, leavers = np.zeros_like(wanted), np.zeros_like(wanted)
    training = np.zeros(wanted.shape)
    hired = 0
    for row, team in enumerate(TEAMS):
        staff: list[int] = []
        for month in range(MONTHS):
            gone = int(rng.binomial(len(staff), team.tier.turnover_a_year / 12)) if month else 0
            staff = sorted(rng.permutation(staff)[gone:].tolist())
            new = max(0, int(wanted[row, month]) - len(staff))
            staff += range(hired + 1, hired + 1 + new)
            hired += new
            wanted[row, month] = len(staff)
            agents[row, month, : len(staff)] = staff
            joiners[row, month] = new if month else 0
            leavers[row, month] = gone
            days = len(staff) * team.tier.training_days_a_year / 12 * rng.gamma(4, 0.25)
            training[row, month] = round(days * 2) / 2
    return Roster(agents, wanted, joiners, leavers, training)


def columns(staff: Roster) -> Iterator[Columns]:
    """The staff list, one row per team and month."""
    months = month_starts()[:-1].astype("datetime64[s]").astype("datetime64[M]").astype(str)
    yield {
        "Team": np.repeat([team.name for team in TEAMS], MONTHS),
        "Month": np.tile(months, len(TEAMS)),
        "Headcount": staff.headcount.ravel(),
        "Joiners": staff.joiners.ravel(),
        "Leavers": staff.leavers.ravel(),
        "Training days": np.char.mod("%.1f", staff.training_days.ravel()),
    }


def _headcounts(monthly: Floats) -> Ints:
    """Staff follows the trend of the tickets, not their season."""
    months = np.arange(MONTHS)
    counts = np.empty(monthly.shape, dtype=np.int64)
    for row, team in enumerate(TEAMS):
        slope, level = np.polyfit(months, monthly[row], 1)
        trend = (level + slope * months) / team.tier.tickets_per_agent_month
        counts[row] = np.maximum(LEAST_AGENTS, np.rint(trend))
    return counts
