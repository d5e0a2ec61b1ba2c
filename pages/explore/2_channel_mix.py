"""Channel mix: where requesters write, how that shifts, and how each channel fares."""

from collections.abc import Iterator

from support_kpi import charts, comparisons, ui


def shares(view: ui.View) -> ui.Figure:
    mix, notes = view.marked(view.result("channel_mix")), view.annotations()
    return ui.Figure(
        "Share of tickets by channel",
        ui.overlaid(view, mix),
        lambda rows: charts.share_over_time(
            rows, "period", "ticket_share", "channel", n="tickets", annotations=notes
        ),
        query="channel_mix",
        alt_text=charts.describe(mix, "period", "ticket_share", by="channel", n="tickets")
        + ui.told(notes),
        tickets="created",
    )


def shift(view: ui.View) -> Iterator[ui.Figure]:
    compared = view.compared
    if compared is None:
        return
    found = view.result("channel_change", compared_start=compared.start, compared_end=compared.end)
    changes = comparisons.share_changes(found)
    yield ui.Figure(
        "Change of each channel's share",
        changes,
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
        alt_text=charts.describe(changes, "channel", "share_change", n="tickets"),
        note="Lines are 95 % intervals (Newcombe); one across zero is no clear change.",
        tickets="created",
    )


def breadth(view: ui.View) -> ui.Figure:
    found = view.result("channel_breadth")
    return ui.Figure(
        "Channel breadth by team",
        found,
        lambda rows: charts.ranked_bars(rows, "channels_used", "team", n="tickets"),
        query="channel_breadth",
        alt_text=charts.describe(found, "team", "channels_used", n="tickets"),
        tickets="created",
    )


def per_requester(view: ui.View) -> ui.Figure:
    used = view.result("requester_channels")
    return ui.Figure(
        "Channels per requester",
        used,
        lambda rows: charts.distribution(rows, "channels_used", "requester_share", n="requesters"),
        query="requester_channels",
        alt_text=charts.describe(used, "channels_used", "requester_share", n="requesters"),
    )


def escalation(view: ui.View) -> ui.Figure:
    moves = view.result("channel_escalation")
    return ui.Figure(
        "Escalation between channels",
        moves,
        lambda rows: charts.matrix(rows, "escalation_rate", n="tickets"),
        query="channel_escalation",
        alt_text=charts.describe(moves, "channel_from", "escalation_rate", n="tickets"),
        note="Rows are where a contact began, columns where its requester went on.",
    )


view = ui.page(
    "Channel mix", "Where requesters write, how that shifts, and how each channel fares."
)
tickets = view.result("channel_mix")["tickets"].sum()
ui.subject(view, tickets)
if not ui.is_empty(view, tickets):
    ui.figure(view, shares)
    ui.each_figure(view, shift)
    ui.kpi_split(view, "KPIs by channel", "channel")
    ui.week(view, "Tickets by hour of week")
    ui.figure(view, breadth)
    ui.figure(view, per_requester)
    ui.figure(view, escalation)
ui.beside(view, "channel_mix")
