"""What each channel costs under a scenario."""

import math
from collections.abc import Sequence

from support_kpi.errors import UsageError
from support_kpi.planning.baselines import Baseline
from support_kpi.planning.scenarios import Scenario
from support_kpi.planning.work import Work, total_ratio


def by_channel(
    baseline: Baseline, scenario: Scenario, works: Sequence[Work]
) -> dict[str, float | None]:
    """Direct people follow the hours, or the headcount where one is given; other direct cost the
    contacts; indirect cost the hours of all, spread by the hours. The variable shares temper the
    last two. None without spend.
    """
    known = [work for work in works if work.before.spent is not None]
    indirect = math.fsum(work.before.indirect or 0.0 for work in known)
    grown = indirect * _tempered(total_ratio(works), scenario.assumptions.indirect_variable_share)
    weights = {
        work.before.channel: (work.before.indirect or 0.0) * work.work_ratio for work in known
    }
    weight = math.fsum(weights.values())
    people = _people(baseline, scenario, known)
    costs: dict[str, float | None] = dict.fromkeys(work.before.channel for work in works)
    for work in known:
        name = work.before.channel
        other = (work.before.direct_other or 0.0) * _tempered(
            work.contact_ratio, scenario.assumptions.other_variable_share
        )
        share = weights[name] / weight if weight else 1 / len(known)
        costs[name] = people[name] + other + grown * share
    return costs


def _people(baseline: Baseline, scenario: Scenario, works: Sequence[Work]) -> dict[str, float]:
    follows = {
        work.before.channel: (work.before.direct_people or 0.0) * work.work_ratio for work in works
    }
    if scenario.headcount is None:
        return follows
    if not baseline.headcount:
        raise UsageError(
            "A headcount needs staff months of the period, and no filter of channels or sources; "
            "load them, take the filter away, or leave the headcount empty."
        )
    before = math.fsum(work.before.direct_people or 0.0 for work in works)
    after = before * scenario.headcount / baseline.headcount
    whole = math.fsum(follows.values())
    if not whole:
        return {name: after / len(follows) for name in follows}
    return {name: after * part / whole for name, part in follows.items()}


def _tempered(ratio: float, variable_share: float) -> float:
    return 1 + variable_share * (ratio - 1)
