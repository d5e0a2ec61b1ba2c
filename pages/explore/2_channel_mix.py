"""Channel mix: where requesters write, how that shifts, and how each channel fares."""

from support_kpi import charts, comparisons, ui

view = ui.page(
    "Channel mix", "Where requesters write, how that shifts, and how each channel fares."
)
mix = view.marked(view.result("channel_mix"))
ui.subject(view, mix["tickets"].sum())
if not ui.is_empty(view, mix["tickets"].sum()):
    ui.figure(
        view,
        "Share of tickets by channel",
        ui.overlaid(view, mix),
        lambda rows: charts.share_over_time(
            rows,
            "period",
            "ticket_share",
            "channel",
            n="tickets",
            annotations=view.annotations(),
        ),
        query="channel_mix",
        alt_text=charts.describe(mix, "period", "ticket_share", by="channel", n="tickets")
        + ui.told(view.annotations()),
        tickets="created",
    )
    if view.compared:
        shift = comparisons.share_changes(
            view.result(
                "channel_change",
                compared_start=view.compared.start,
                compared_end=view.compared.end,
            )
        )
        ui.figure(
            view,
            "Change of each channel's share",
            shift,
            lambda rows: charts.dots(
                rows,
                "share_change",
                "channel",
                low="share_change_low",
                high="share_change_high",
                n="tickets",
                reference=0,
            ),
            query="channel_change",
            alt_text=charts.describe(shift, "channel", "share_change", n="tickets"),
            note="Lines are 95 % intervals (Newcombe); one across zero is no clear change.",
            tickets="created",
        )
    ui.kpi_split(view, "KPIs by channel", "channel")
    ui.week(view, "Tickets by hour of week")
    breadth = view.result("channel_breadth")
    ui.figure(
        view,
        "Channel breadth by team",
        breadth,
        lambda rows: charts.ranked_bars(rows, "channels_used", "team", n="tickets"),
        query="channel_breadth",
        alt_text=charts.describe(breadth, "team", "channels_used", n="tickets"),
        tickets="created",
    )
    used = view.result("requester_channels")
    ui.figure(
        view,
        "Channels per requester",
        used,
        lambda rows: charts.distribution(rows, "channels_used", "requester_share", n="requesters"),
        query="requester_channels",
        alt_text=charts.describe(used, "channels_used", "requester_share", n="requesters"),
    )
    moves = view.result("channel_escalation")
    ui.figure(
        view,
        "Escalation between channels",
        moves,
        lambda rows: charts.matrix(rows, "escalation_rate", n="tickets"),
        query="channel_escalation",
        alt_text=charts.describe(moves, "channel_from", "escalation_rate", n="tickets"),
        note="Rows are where a contact began, columns where its requester went on.",
    )
ui.beside(view, "channel_mix")
