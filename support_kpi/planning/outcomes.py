"""What a scenario leads to: arithmetic on the baseline, nothing learnt and nothing caused."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from support_kpi import statistics
from support_kpi.planning import spending, staffing
from support_kpi.planning.baselines import Baseline
from support_kpi.planning.scenarios import Scenario
from support_kpi.planning.staffing import Staffing
from support_kpi.planning.work import Work, expected

UNKNOWN = "no handle time is known"


@dataclass(frozen=True)
class Outcome:
    """A channel, or `all`, under a scenario. What cannot be known is None."""

    channel: str
    contacts: float
    handle_hours: float | None
    cost: float | None
    cost_per_contact: float | None
    csat: float | None
    csat_low: float | None
    csat_high: float | None
    csat_answers: float
    agents: float | None
    busiest_hour_agents: int | None
    staffing_rule: str


@dataclass(frozen=True)
class Result:
    """`settled` are contacts that self-service takes; `headcount` is what there is of agents."""

    channels: tuple[Outcome, ...]
    whole: Outcome
    settled: float
    headcount: float | None

    @property
    def spare_agents(self) -> float | None:
        """Agents there are less agents needed."""
        if self.headcount is None or self.whole.agents is None:
            return None
        return self.headcount - self.whole.agents


def of(baseline: Baseline, scenario: Scenario) -> Result:
    """Every channel under the scenario; no change gives the baseline itself."""
    works, settled = expected(baseline, scenario)
    costs = spending.by_channel(baseline, scenario, works)
    staffed = [_staffing(work, baseline, scenario) for work in works]
    channels = tuple(
        _outcome(work, costs[work.before.channel], staff)
        for work, staff in zip(works, staffed, strict=True)
    )
    headcount = baseline.headcount if scenario.headcount is None else scenario.headcount
    extra = settled * scenario.assumptions.cost_per_settled
    return Result(channels, _whole(channels, works, extra), settled, headcount)


def _outcome(work: Work, cost: float | None, staff: Staffing | None) -> Outcome:
    before = work.before
    is_rated = before.answers >= before.least_answers
    low, high = statistics.wilson(before.satisfied, before.answers)
    return Outcome(
        channel=before.channel,
        contacts=work.contacts,
        handle_hours=work.hours,
        cost=cost,
        cost_per_contact=_ratio(cost, work.covered_contacts),
        csat=before.satisfied / before.answers if is_rated else None,
        csat_low=float(low) if is_rated else None,
        csat_high=float(high) if is_rated else None,
        csat_answers=before.answers,
        agents=None if staff is None else staff.agents,
        busiest_hour_agents=None if staff is None else staff.busiest,
        staffing_rule=UNKNOWN if staff is None else staff.rule,
    )


def _whole(channels: Sequence[Outcome], works: Sequence[Work], extra: float) -> Outcome:
    cost = _sum([one.cost for one in channels if one.cost is not None])
    cost = None if cost is None else cost + extra
    csat, low, high = _mixed(works)
    return Outcome(
        channel="all",
        contacts=math.fsum(one.contacts for one in channels),
        handle_hours=_sum([work.hours for work in works if work.before.contacts]),
        cost=cost,
        cost_per_contact=_ratio(cost, math.fsum(work.covered_contacts for work in works)),
        csat=csat,
        csat_low=low,
        csat_high=high,
        csat_answers=math.fsum(work.before.answers for work in works),
        agents=_sum([one.agents for one in channels if one.contacts]),
        busiest_hour_agents=None,
        staffing_rule="sum of the channels, nobody works on two",
    )


def _mixed(works: Sequence[Work]) -> tuple[float | None, float | None, float | None]:
    """CSAT of the new mix: each channel keeps its CSAT and its answers a contact.

    The interval joins those of the channels, each by its weight.
    """
    rated = [work for work in works if work.before.answers > 0 and work.answers > 0]
    weight = math.fsum(work.answers for work in rated)
    if not weight:
        return None, None, None
    csat = math.fsum(work.answers * work.csat for work in rated) / weight
    below, above = 0.0, 0.0
    for work in rated:
        low, high = statistics.wilson(work.before.satisfied, work.before.answers)
        below += (work.answers / weight * (work.csat - float(low))) ** 2
        above += (work.answers / weight * (float(high) - work.csat)) ** 2
    return csat, csat - math.sqrt(below), csat + math.sqrt(above)


def _staffing(work: Work, baseline: Baseline, scenario: Scenario) -> Staffing | None:
    assumed = scenario.assumptions
    if work.minutes is None or work.hours is None or not baseline.weeks:
        return None
    if work.before.channel not in staffing.LIVE:
        return staffing.deferred(work.hours / baseline.weeks, assumed)
    chats = assumed.chats_at_once if work.before.channel == "live_chat" else 1.0
    return staffing.live(work.before.week, work.contact_ratio, work.minutes, assumed, chats)


def _sum(values: Sequence[float | None]) -> float | None:
    """None where one part is unknown, or there is none."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known and len(known) == len(values) else None


def _ratio(part: float | None, whole: float) -> float | None:
    return part / whole if part is not None and whole else None
