"""Workload and speed: volume, backlog and its age, how soon replies and solves come."""

import pandas as pd

from support_kpi import annotations, charts
from support_kpi.formats import count
from support_kpi.report.contents import Column, Plot, Section, Table
from support_kpi.report.sections.trends import CUT, legend, noted, over, overlaid, trend, trends
from support_kpi.report.subject import Subject, definition
from support_kpi.report.tables import period

FLOWS = {"tickets_created": "Tickets created", "tickets_solved": "Tickets solved"}


def sections(subject: Subject) -> list[Section]:
    return [
        _volume(subject),
        trend(subject, "backlog", "Backlog over time"),
        _ages(subject),
        *(
            trends(
                subject,
                f"{name} times",
                (f"{duration}_hours_median", f"{duration}_hours_p90"),
                f"{duration}_hours",
            )
            for duration, name in (("first_reply", "First reply"), ("resolution", "Resolution"))
        ),
    ]


def _volume(subject: Subject) -> Section:
    title = "Tickets created and solved"
    rows = subject.marked(subject.result("volume_trend"))
    if rows.empty:
        return Section(title, "No tickets in this selection.")
    rows = overlaid(subject, rows.assign(note=noted(rows)))
    columns = [
        Column("Period", "period", ("period",), unit=subject.every),
        *(Column(label, "count", (name,)) for name, label in FLOWS.items()),
        Column("Net flow into the backlog", "count", ("net_flow",)),
    ]
    columns += over(rows)
    tall = rows.rename(columns=FLOWS).melt(
        ["period", "is_complete"], list(FLOWS.values()), var_name="measure", value_name="tickets"
    )
    drawn = rows.set_index("period")[list(FLOWS)].rename(columns=FLOWS)
    drawn.index = [period(day, subject.every) for day in drawn.index]
    created, solved = (rows[name].sum() for name in FLOWS)
    return Section(
        title,
        f"{count(created)} tickets were created and {count(solved)} solved.",
        Table(tuple(columns), rows),
        charts.trend(tall, "period", "tickets", by="measure", annotations=subject.notes),
        charts.describe(tall, "period", "tickets", by="measure") + annotations.told(subject.notes),
        note=f"{CUT} {legend(subject)}".strip(),
        definition=definition("volume_trend"),
        plot=Plot("lines", drawn, "tickets") if subject.notes.empty else None,
    )


def _ages(subject: Subject) -> Section:
    title = "Age of the backlog"
    ages = subject.result("backlog_age")
    if ages["tickets"].isna().all():
        return Section(title, "Not known: no data reach this period.")
    if not ages["tickets"].sum():
        return Section(title, "No ticket is open at the end of the period.")
    columns = (
        Column("Open for", "text", ("age",)),
        Column("Tickets", "count", ("tickets",)),
        Column("Share", "value", ("ticket_share",), unit="share"),
    )
    return Section(
        title,
        f"{count(ages['tickets'].sum())} tickets are open at the end of the period.",
        Table(columns, ages),
        charts.distribution(ages, "age", "tickets"),
        charts.describe(ages, "age", "tickets"),
        definition=definition("backlog_age"),
        plot=Plot("columns", _counted(ages), "tickets"),
    )


def _counted(ages: pd.DataFrame) -> pd.DataFrame:
    return ages.set_index("age")[["tickets"]].rename(columns={"tickets": "Tickets"})
