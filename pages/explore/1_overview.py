"""Overview: the headline numbers, and what moved most."""

from support_kpi.ui.cards import cards
from support_kpi.ui.figures import Figure, figure
from support_kpi.ui.frame import is_empty, page, subject
from support_kpi.ui.movers import movers
from support_kpi.ui.trends import trend
from support_kpi.ui.view import View

HEADLINES = [
    "tickets_created",
    "tickets_solved",
    "backlog",
    "first_reply_hours_median",
    "resolution_hours_median",
    "csat_rate",
    "nps",
    "one_touch_rate",
    "reopen_rate",
    "answered_rate",
    "cost_per_ticket",
    "tickets_per_agent_month",
]


def created(view: View) -> Figure:
    return trend(
        view,
        "Tickets created",
        view.marked(view.result("volume_trend")),
        "tickets_created",
        kpi="tickets_created",
        query="volume_trend",
        note="Hollow points are periods that the data or the filter cut short.",
        tickets="created",
    )


view = page("How support is doing, and what changed.")
tickets = view.kpis().set_index("kpi").loc["tickets_created", "n"]
subject(view, tickets)
if not is_empty(view, tickets):
    cards(view, HEADLINES)
    figure(view, created)
    movers(view)
