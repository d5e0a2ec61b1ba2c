"""The questions of one page, asked alike of every engine, and the filters they are asked under."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from support_kpi.filters import Filters
from support_kpi.performance.tickets import FIRST_DAY, LAST_DAY

Subject = Literal["volume", "speed", "mix", "csat", "hours", "backlog"]
Split = Literal["all", "week", "channel", "team"]
# The numbers of an answer by what they are of: `volume` of a segment is created and solved,
# `speed` of a duration n, median and 90th percentile in hours, `mix` of a channel and week tickets,
# `csat` n and rate, `hours` of a weekday and hour tickets, `backlog` open tickets.
Answer = dict[tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Question:
    """What is asked, and by what it is split."""

    subject: Subject
    by: Split


PAGE = (
    Question("volume", "all"),
    Question("speed", "all"),
    Question("mix", "week"),
    Question("csat", "week"),
    Question("speed", "week"),
    Question("hours", "all"),
    Question("speed", "channel"),
    Question("volume", "team"),
    Question("speed", "team"),
    Question("backlog", "week"),
)

WHOLE = Filters(start=FIRST_DAY, end=LAST_DAY)
FILTERS = {
    "no filter": WHOLE,
    "last 90 days": replace(WHOLE, start=LAST_DAY - timedelta(days=90)),
    "a year, 2 channels, 2 teams": replace(
        WHOLE,
        start=LAST_DAY - timedelta(days=365),
        channels=("email", "live_chat"),
        teams=("Team 1", "Team 2"),
    ),
    "one team": replace(WHOLE, teams=("Team 3",)),
}
