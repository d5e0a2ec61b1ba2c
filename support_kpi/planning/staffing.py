"""How many agents the work needs: Erlang C hour by hour where customers wait, else by workload."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from call_center_tools import calc_staffing

from support_kpi.planning.baselines import Hour
from support_kpi.planning.scenarios import Assumptions

LIVE = frozenset({"phone", "live_chat", "video", "in_person"})
ERLANG_C = "Erlang C, hour by hour"
WORKLOAD = "workload by occupancy"


@dataclass(frozen=True)
class Staffing:
    """Agents on the payroll that a channel needs; `busiest` are on duty in its busiest hour."""

    agents: float
    busiest: int | None
    rule: str


@lru_cache(maxsize=20_000)
def seats(
    contacts: float,
    handle_seconds: float,
    *,
    service_level: float,
    answer_seconds: float,
    max_occupancy: float,
) -> int:
    """The fewest agents on duty that meet service level and occupancy in an hour of contacts."""
    if contacts <= 0 or handle_seconds <= 0:
        return 0
    found = calc_staffing(
        calls_per_hour=contacts,
        aht=handle_seconds,
        max_occupancy=max_occupancy,
        target_answer_time=answer_seconds,
        target_service_level=service_level,
    )
    return int(found.agents)


def live(
    week: Sequence[Hour], factor: float, handle_minutes: float, assumed: Assumptions, chats: float
) -> Staffing:
    """Agents of a channel where customers wait; `factor` is what its contacts are multiplied by."""
    on_duty = [
        seats(
            round(hour.contacts * factor, 6),
            round(60 * handle_minutes / chats, 6),
            service_level=assumed.service_level,
            answer_seconds=assumed.answer_seconds,
            max_occupancy=assumed.max_occupancy,
        )
        for hour in opening_hours(week, assumed.covered_share)
    ]
    paid = sum(on_duty) / (1 - assumed.shrinkage)
    return Staffing(paid / assumed.weekly_hours, max(on_duty, default=0), ERLANG_C)


def deferred(hours_a_week: float, assumed: Assumptions) -> Staffing:
    """Agents of a channel whose contacts can wait for a free agent."""
    on_duty = hours_a_week / assumed.max_occupancy
    return Staffing(on_duty / (1 - assumed.shrinkage) / assumed.weekly_hours, None, WORKLOAD)


def opening_hours(week: Sequence[Hour], share: float) -> list[Hour]:
    """The busiest hours of the week that hold a share of its contacts."""
    ranked = sorted(week, key=lambda hour: (-hour.contacts, hour.weekday, hour.hour))
    wanted = share * math.fsum(hour.contacts for hour in ranked)
    kept: list[Hour] = []
    held = 0.0
    for hour in ranked:
        if held >= wanted - 1e-9:
            break
        kept.append(hour)
        held += hour.contacts
    return kept
