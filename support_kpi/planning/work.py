"""What comes to each channel under a scenario, and how much work that is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from support_kpi.errors import UsageError
from support_kpi.planning.baselines import Baseline, Channel
from support_kpi.planning.scenarios import Scenario

# They are self-service already: nothing of theirs is settled by more of it.
UNASSISTED = frozenset({"self_service", "chatbot", "community"})


@dataclass(frozen=True)
class Work:
    """A channel as it was, with its contacts and minutes as they are supposed to be."""

    before: Channel
    contacts: float
    handle_time_change: float

    @property
    def contact_ratio(self) -> float:
        return self.contacts / self.before.contacts if self.before.contacts else 1.0

    @property
    def work_ratio(self) -> float:
        """Hours of work as a multiple of those before."""
        return self.contact_ratio * (1 + self.handle_time_change)

    @property
    def covered_contacts(self) -> float:
        return self.before.covered_contacts * self.contact_ratio

    @property
    def minutes(self) -> float | None:
        before = self.before.handle_minutes
        return None if before is None else before * (1 + self.handle_time_change)

    @property
    def hours(self) -> float | None:
        before = self.before.hours
        return None if before is None else before * self.work_ratio

    @property
    def csat(self) -> float:
        return self.before.satisfied / self.before.answers

    @property
    def answers(self) -> float:
        """Answers to expect when as many of the contacts answer as before."""
        return self.before.answers * self.contact_ratio


def expected(baseline: Baseline, scenario: Scenario) -> tuple[list[Work], float]:
    """Every channel, and the contacts that self-service settles beyond today.

    All moves go at once, of what would have come; then self-service takes its share.
    """
    _require_known(baseline, scenario)
    changes = {one.channel: scenario.of_channel(one.channel) for one in baseline.channels}
    demand = {
        one.channel: one.contacts * (1 + changes[one.channel].volume_change)
        for one in baseline.channels
    }
    moved = dict(demand)
    for move in scenario.moves:
        moved[move.origin] -= move.share * demand[move.origin]
        moved[move.target] += move.share * demand[move.origin]
    works: list[Work] = []
    settled: list[float] = []
    for one in baseline.channels:
        reached = max(0.0, moved[one.channel])
        rate = 0.0 if one.channel in UNASSISTED else scenario.self_service_rate
        settled.append(reached * rate)
        change = changes[one.channel].handle_time_change
        works.append(Work(one, reached * (1 - rate), change))
    return works, math.fsum(settled)


def total_ratio(works: Sequence[Work]) -> float:
    """Hours of all work as a multiple of those before; contacts, where hours are not known."""
    if all(work.hours is not None for work in works if work.before.contacts):
        before = math.fsum(work.before.hours or 0.0 for work in works)
        after = math.fsum(work.hours or 0.0 for work in works)
    else:
        before = math.fsum(work.before.contacts for work in works)
        after = math.fsum(work.contacts for work in works)
    return after / before if before else 1.0


def _require_known(baseline: Baseline, scenario: Scenario) -> None:
    ends = [end for move in scenario.moves for end in (move.origin, move.target)]
    for name in (*ends, *(change.channel for change in scenario.changes)):
        if name not in baseline.names:
            raise UsageError(
                f"{name} has no contacts in this selection; the scenario can change "
                f"{', '.join(baseline.names) or 'no channel'}. Widen the filters, or change it."
            )
