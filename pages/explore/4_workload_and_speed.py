"""Workload and speed: volume, backlog and its age, how soon replies and solves come."""

from support_kpi import charts, comparisons, ui

view = ui.page("Workload and speed", "How much comes in, what waits, and how soon it is answered.")
flow = view.marked(view.result("volume_trend"))
ui.subject(view, flow["tickets_created"].sum())
if not ui.is_empty(view, flow["tickets_created"].sum() + flow["tickets_solved"].sum()):
    ui.cards(
        view,
        [
            "tickets_created",
            "tickets_solved",
            "backlog",
            "first_reply_hours_median",
            "first_reply_hours_p90",
            "resolution_hours_median",
            "resolution_hours_p90",
            "unanswered_rate",
        ],
    )
    ui.trend(
        view,
        "Tickets created and solved",
        ui.tall(flow, "period", ["tickets_created", "tickets_solved"]),
        "tickets",
        by="measure",
        query="volume_trend",
        tickets="created",
    )
    ui.kpi_trend(view, "Backlog", ["backlog"], dimensions=("channel", "team", "priority"))
    ages = view.result("backlog_age")
    ui.figure(
        view,
        "Age of the backlog",
        ages,
        lambda rows: charts.distribution(rows, "age", "tickets"),
        query="backlog_age",
        alt_text=charts.describe(ages, "age", "tickets"),
        note="Open tickets at the end of the period, by days since they were created.",
        tickets="backlog",
    )
    ui.kpi_trend(
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
    for duration, name, tickets in (
        ("first_reply", "First reply", "created"),
        ("resolution", "Resolution", "solved"),
    ):
        bands = view.result("duration_distribution", duration=duration)
        ui.figure(
            view,
            f"{name} times",
            bands,
            lambda rows: charts.distribution(rows, "band", "ticket_share", n="tickets"),
            query="duration_distribution",
            alt_text=charts.describe(bands, "band", "ticket_share", n="tickets"),
            note="A band holds what is above its lower end, its upper end included.",
            tickets=tickets,
        )
    within = view.marked(view.result("reply_within"))
    for limit, name in (("15_minutes", "15 minutes"), ("4_hours", "4 hours")):
        rate = comparisons.with_interval(within, f"within_{limit}_tickets", "replied_tickets")
        ui.trend(
            view,
            f"First replies within {name}",
            rate,
            f"within_{limit}_rate",
            low="low",
            high="high",
            n="replied_tickets",
            query="reply_within",
            note="Of tickets with a first reply; tickets still waiting are in the unanswered rate.",
            tickets="created",
        )
    ui.week(view, "Load by hour of week")
    ui.kpi_split(view, "KPIs by priority", "priority", first="first_reply_hours_median")
ui.beside(view, "workload_and_speed")
