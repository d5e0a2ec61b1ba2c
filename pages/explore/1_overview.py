"""Overview: the headline numbers, and what moved most."""

from support_kpi import ui

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


def created(view: ui.View) -> ui.Figure:
    return ui.trend(
        view,
        "Tickets created",
        view.marked(view.result("volume_trend")),
        "tickets_created",
        kpi="tickets_created",
        query="volume_trend",
        note="Hollow points are periods that the data or the filter cut short.",
        tickets="created",
    )


view = ui.page("Overview", "How support is doing, and what changed.")
tickets = view.kpis().set_index("kpi").loc["tickets_created", "n"]
ui.subject(view, tickets)
if not ui.is_empty(view, tickets):
    ui.cards(view, HEADLINES)
    ui.figure(view, created)
    ui.movers(view)
