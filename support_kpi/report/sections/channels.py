"""Channels: how the mix shifts, and how each channel fares."""

import pandas as pd

from support_kpi import annotations, charts, comparisons
from support_kpi.formats import count
from support_kpi.report.contents import Column, Plot, Section, Table
from support_kpi.report.sections.splits import crossed
from support_kpi.report.sections.trends import legend, over, overlaid
from support_kpi.report.subject import Subject, definition
from support_kpi.report.tables import POINTS, period
from support_kpi.schema import CHANNELS


def sections(subject: Subject) -> list[Section]:
    mix = subject.marked(subject.result("channel_mix"))
    found = [_mix(subject, mix)]
    if len(mix) and subject.compared:
        found.append(_shift(subject))
    found.append(crossed(subject, "channel", subject.by_channel, "KPIs by channel"))
    return found


def _mix(subject: Subject, mix: pd.DataFrame) -> Section:
    title = "Channel mix over time"
    if mix.empty:
        return Section(title, "No tickets in this selection.")
    totals = mix.groupby("channel")["tickets"].sum().sort_values(ascending=False, kind="stable")
    names = [str(name) for name in totals.index]
    labels = [CHANNELS.get(name, name) for name in names]
    shares = mix.pivot(index="period", columns="channel", values="ticket_share")[names].fillna(0.0)
    n = mix.groupby("period").agg(tickets=("tickets", "sum"), is_complete=("is_complete", "all"))
    frame = shares.join(n).reset_index()
    frame["note"] = frame["is_complete"].map({True: "", False: "not whole"})
    frame = overlaid(subject, frame)
    columns = [
        Column("Period", "period", ("period",), unit=subject.every),
        *(
            Column(label, "value", (name,), unit="share")
            for name, label in zip(names, labels, strict=True)
        ),
        Column("n", "count", ("tickets",)),
        *over(frame),
    ]
    first, share = labels[0], totals.iloc[0] / totals.sum()
    drawn = shares.rename(columns=CHANNELS)
    drawn.index = [period(day, subject.every) for day in drawn.index]
    return Section(
        title,
        f"{count(totals.sum())} tickets; {first} has the most with {100 * share:.1f} %.",
        Table(tuple(columns), frame),
        charts.share_over_time(
            mix, "period", "ticket_share", "channel", n="tickets", annotations=subject.notes
        ),
        charts.describe(mix, "period", "ticket_share", by="channel", n="tickets")
        + annotations.told(subject.notes),
        note=f"Pale bars are periods that the data or the filters cut short. {legend(subject)}",
        definition=definition("channel_mix"),
        plot=Plot("stack", drawn, "share") if subject.notes.empty else None,
    )


def _shift(subject: Subject) -> Section:
    assert subject.compared is not None
    span = {"compared_start": subject.compared.start, "compared_end": subject.compared.end}
    shift = comparisons.share_changes(subject.result("channel_change", **span))
    frame = shift.assign(label=shift["channel"].map(lambda name: CHANNELS.get(name, name)))
    columns = (
        Column("Channel", "text", ("label",)),
        Column("Tickets", "count", ("tickets",)),
        Column("Share", "value", ("ticket_share",), unit="share"),
        Column("Share before", "value", ("compared_share",), unit="share"),
        Column("Change", "change", ("share_change",), unit="share"),
        Column(
            "95 % interval of the change",
            "interval",
            ("share_change_low", "share_change_high"),
            unit=POINTS,
        ),
        Column("Verdict", "text", ("verdict",)),
    )
    return Section(
        "Change of each channel's share",
        subject.against,
        Table(columns, frame),
        charts.dots(
            shift,
            "share_change",
            "channel",
            low="share_change_low",
            high="share_change_high",
            n="tickets",
            reference=0,
        ),
        charts.describe(shift, "channel", "share_change", n="tickets"),
        note="Lines are 95 % intervals (Newcombe); one across zero is no clear change.",
        definition=definition("channel_change"),
    )
