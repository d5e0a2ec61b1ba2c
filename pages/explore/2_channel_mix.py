"""Channel mix: where requesters write, how that shifts, and how each channel fares."""

from collections.abc import Iterator

from support_kpi import charts, comparisons
from support_kpi.ui.beside import beside
from support_kpi.ui.figures import Figure, each_figure, figure
from support_kpi.ui.frame import is_empty, page, subject
from support_kpi.ui.splits import kpi_split, week
from support_kpi.ui.trends import overlaid, told
from support_kpi.ui.view import View


def shares(view: View) -> Figure:
    mix, notes = view.marked(view.result("channel_mix")), view.annotations()
    return Figure(
        "Share of tickets by channel",
        overlaid(view, mix),
        lambda rows: charts.share_over_time(
            rows, "period", "ticket_share", "channel", n="tickets", annotations=notes
        ),
        query="channel_mix",
        alt_text=charts.describe(mix, "period", "ticket_share", by="channel", n="tickets")
        + told(notes),
        tickets="created",
    )


def shift(view: View) -> Iterator[Figure]:
    compared = view.compared
    if compared is None:
        return
    found = view.result("channel_change", compared_start=compared.start, compared_end=compared.end)
    changes = comparisons.share_changes(found)
    yield Figure(
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


def breadth(view: View) -> Figure:
    found = view.result("channel_breadth")
    return Figure(
        "Channel breadth by team",
        found,
        lambda rows: charts.ranked_bars(rows, "channels_used", "team", n="tickets"),
        query="channel_breadth",
        alt_text=charts.describe(found, "team", "channels_used", n="tickets"),
        tickets="created",
    )


def per_requester(view: View) -> Figure:
    used = view.result("requester_channels")
    return Figure(
        "Channels per requester",
        used,
        lambda rows: charts.distribution(rows, "channels_used", "requester_share", n="requesters"),
        query="requester_channels",
        alt_text=charts.describe(used, "channels_used", "requester_share", n="requesters"),
    )


def escalation(view: View) -> Figure:
    moves = view.result("channel_escalation")
    return Figure(
        "Escalation between channels",
        moves,
        lambda rows: charts.matrix(rows, "escalation_rate", n="tickets"),
        query="channel_escalation",
        alt_text=charts.describe(moves, "channel_from", "escalation_rate", n="tickets"),
        note="Rows are where a contact began, columns where its requester went on.",
    )


view = page("Where requesters write, how that shifts, and how each channel fares.")
tickets = view.result("channel_mix")["tickets"].sum()
subject(view, tickets)
if not is_empty(view, tickets):
    figure(view, shares)
    each_figure(view, shift)
    kpi_split(view, "KPIs by channel", "channel")
    week(view, "Tickets by hour of week")
    figure(view, breadth)
    figure(view, per_requester)
    figure(view, escalation)
beside(view, "channel_mix")
