"""Two years of money, spent and planned to the end of the calendar year, by category and month."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from support_kpi.sample.clock import Floats
from support_kpi.sample.export import Columns
from support_kpi.sample.organisation import (
    CHANNELS,
    EMAIL,
    FIRST_DAY,
    LIVE_CHAT,
    MESSAGING,
    MONTHS,
    PHONE,
    SELF_SERVICE,
    SMS,
    SOCIAL_MEDIA,
    TEAMS,
    WEB_FORM,
)

CURRENCY = "USD"
_TEXT_CHANNELS = (EMAIL, LIVE_CHAT, MESSAGING, SOCIAL_MEDIA, WEB_FORM, SMS, SELF_SERVICE)


@dataclass(frozen=True)
class Direct:
    """Money of one channel: dollars a ticket, or a part of the channel's unit cost."""

    category: str
    channels: tuple[int, ...]
    part: float = 0.0
    a_ticket: float = 0.0
    growth: float = 1.0
    overspend: float = 1.0


@dataclass(frozen=True)
class Indirect:
    """Money of no channel: dollars a ticket of all; `by_team` splits it between the teams."""

    category: str
    a_ticket: float
    growth: float = 1.0
    overspend: float = 1.0
    by_team: bool = False


DIRECT = (
    Direct("Salaries", tuple(range(len(CHANNELS))), part=0.85, overspend=1.02),
    Direct("Outsourcing", (PHONE, LIVE_CHAT), part=0.15, growth=0.85),
    Direct("Telephony", (PHONE,), a_ticket=1.1),
    Direct("Help desk licences", _TEXT_CHANNELS, a_ticket=0.5),
    Direct(
        "AI and automation",
        (LIVE_CHAT, MESSAGING, SELF_SERVICE),
        a_ticket=0.4,
        growth=2.2,
        overspend=1.12,
    ),
)
INDIRECT = (
    Indirect("Management salaries", 1.7),
    Indirect("Hiring", 0.4, growth=0.75, overspend=0.86),
    Indirect("Training", 0.5, growth=1.25, overspend=0.94, by_team=True),
    Indirect("Facilities", 0.75),
    Indirect("Software and security", 0.35, growth=1.1),
    Indirect("Travel and events", 0.15, overspend=1.08),
)


def columns(rng: np.random.Generator, by_channel: Floats, by_team: Floats) -> Iterator[Columns]:
    """Lines for the tickets expected of each channel and of each team (rows) in each month."""
    channel_trend, team_trend = _trend(by_channel), _trend(by_team)
    lines: list[tuple[str, str, str, float, Floats]] = []
    for direct in DIRECT:
        for row in direct.channels:
            cost = direct.a_ticket + direct.part * CHANNELS[row].unit_cost
            amount = cost * channel_trend[row] * _growth(direct.growth)
            lines.append((direct.category, CHANNELS[row].label, "", direct.overspend, amount))
    for indirect in INDIRECT:
        growth = indirect.a_ticket * _growth(indirect.growth)
        teams = zip(TEAMS, team_trend, strict=True) if indirect.by_team else ()
        amounts = [(team.name, trend * growth) for team, trend in teams]
        for team, amount in amounts or [("", team_trend.sum(axis=0) * growth)]:
            lines.append((indirect.category, "", team, indirect.overspend, amount))

    plan = np.array([amount for *_, amount in lines])
    overspend = np.array([factor for *_, factor, _ in lines])[:, None]
    actual = plan * overspend * rng.lognormal(sigma=0.05, size=plan.shape)
    for scenario, amounts in (("Plan", _to_year_end(plan)), ("Actual", actual)):
        months = FIRST_DAY.astype("datetime64[M]") + np.arange(amounts.shape[1])
        yield {
            "Month": np.tile(months.astype(str), len(lines)),
            "Scenario": np.full(amounts.size, scenario),
            "Category": np.repeat([category for category, *_ in lines], months.size),
            "Channel": np.repeat([channel for _, channel, *_ in lines], months.size),
            "Team": np.repeat([team for _, _, team, *_ in lines], months.size),
            "Amount": np.char.mod("%.2f", amounts.ravel()),
            "Currency": np.full(amounts.size, CURRENCY),
        }


def _trend(monthly: Floats) -> Floats:
    """Money follows the year before it follows the month."""
    months = np.arange(MONTHS)
    line = np.array([np.polyval(np.polyfit(months, row, 1), months) for row in monthly])
    return np.maximum(line, 0) * 0.7 + monthly * 0.3


def _to_year_end(plan: Floats) -> Floats:
    """The plan with the months left of its last calendar year, grown as the months before them."""
    last = int((FIRST_DAY.astype("datetime64[M]") + MONTHS - 1).astype(int)) % 12
    left = 11 - last
    year_before = plan[:, MONTHS - 12 : MONTHS - 12 + left]
    grown = plan[:, MONTHS - 3 :].sum(axis=1) / plan[:, MONTHS - 15 : MONTHS - 12].sum(axis=1)
    return np.hstack([plan, year_before * grown[:, None]])


def _growth(a_year: float) -> Floats:
    return a_year ** (np.arange(MONTHS) / 12)
