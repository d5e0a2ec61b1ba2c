"""Workload and speed: volume, backlog and its age, how soon replies and solves come."""

from support_kpi import charts, comparisons
from support_kpi.ui.beside import beside
from support_kpi.ui.cards import cards
from support_kpi.ui.figures import Figure, figure, tall
from support_kpi.ui.frame import is_empty, page, subject
from support_kpi.ui.splits import kpi_split, kpi_trend, week
from support_kpi.ui.trends import trend
from support_kpi.ui.view import View

KPIS = [
    "tickets_created",
    "tickets_solved",
    "backlog",
    "first_reply_hours_median",
    "first_reply_hours_p90",
    "resolution_hours_median",
    "resolution_hours_p90",
    "unanswered_rate",
]
DURATIONS = {"first_reply": ("First reply", "created"), "resolution": ("Resolution", "solved")}
LIMITS = {"15_minutes": "15 minutes", "4_hours": "4 hours"}


def flow(view: View) -> Figure:
    rows = view.marked(view.result("volume_trend"))
    return trend(
        view,
        "Tickets created and solved",
        tall(rows, "period", ["tickets_created", "tickets_solved"]),
        "tickets",
        by="measure",
        query="volume_trend",
        tickets="created",
    )


def ages(view: View) -> Figure:
    found = view.result("backlog_age")
    return Figure(
        "Age of the backlog",
        found,
        lambda rows: charts.distribution(rows, "age", "tickets"),
        query="backlog_age",
        alt_text=charts.describe(found, "age", "tickets"),
        note="Open tickets at the end of the period, by days since they were created.",
        tickets="backlog",
    )


def times(view: View, duration: str) -> Figure:
    name, tickets = DURATIONS[duration]
    bands = view.result("duration_distribution", duration=duration)
    return Figure(
        f"{name} times",
        bands,
        lambda rows: charts.distribution(rows, "band", "ticket_share", n="tickets"),
        query="duration_distribution",
        alt_text=charts.describe(bands, "band", "ticket_share", n="tickets"),
        note="A band holds what is above its lower end, its upper end included.",
        tickets=tickets,
    )


def within(view: View, limit: str) -> Figure:
    rows = view.marked(view.result("reply_within"))
    return trend(
        view,
        f"First replies within {LIMITS[limit]}",
        comparisons.with_interval(rows, f"within_{limit}_tickets", "replied_tickets"),
        f"within_{limit}_rate",
        low="low",
        high="high",
        n="replied_tickets",
        query="reply_within",
        note="Of tickets with a first reply; tickets still waiting are in the unanswered rate.",
        tickets="created",
    )


view = page("How much comes in, what waits, and how soon it is answered.")
volume = view.result("volume_trend")
subject(view, volume["tickets_created"].sum())
if not is_empty(view, volume["tickets_created"].sum() + volume["tickets_solved"].sum()):
    cards(view, KPIS)
    figure(view, flow)
    kpi_trend(view, "Backlog", ["backlog"], dimensions=("channel", "team", "priority"))
    figure(view, ages)
    kpi_trend(
        view,
        "Speed",
        [
            "first_reply_hours_median",
            "first_reply_hours_p90",
            "resolution_hours_median",
            "resolution_hours_p90",
        ],
        dimensions=("channel", "team", "tier", "priority"),
    )
    for duration in DURATIONS:
        figure(view, times, duration)
    for limit in LIMITS:
        figure(view, within, limit)
    week(view, "Load by hour of week")
    kpi_split(view, "KPIs by priority", "priority", first="first_reply_hours_median")
beside(view, "workload_and_speed")
