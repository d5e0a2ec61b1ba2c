"""Headline numbers with interval and change, and what moved most."""

import pandas as pd

from support_kpi import comparisons
from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject
from support_kpi.schema import CHANNELS

HEADLINES = (
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
)
INTERVALS = (
    "Shares: Wilson; means: t; medians and percentiles: binomial ranks; turnover: score interval "
    "of a count; other ratios: t by the spread of three months or more; counts and the change of a "
    "budget have no interval."
)
CORRECTION = (
    "Differences whose 95 % interval excludes zero, corrected for the number of comparisons "
    "(Benjamini-Hochberg); n is that of the period."
)


def sections(subject: Subject) -> list[Section]:
    rows = subject.whole.merge(
        subject.described[["kpi", "label", "basis"]], on="kpi", validate="one_to_one"
    )
    changed = subject.changes(subject.whole, "all")
    if changed is not None:
        names = ["kpi", "compared_value", "change", "change_rate", "verdict", "is_better"]
        rows = rows.merge(changed[names], on="kpi", validate="one_to_one")
        rows["verdict"] = _worded(rows)
    is_headline = rows["kpi"].isin(HEADLINES)
    return [
        _measured(subject, rows[is_headline], "Headline numbers", subject.against),
        _measured(subject, rows[~is_headline], "Further numbers", "The other KPIs in full."),
        _moved(subject),
    ]


def _measured(subject: Subject, rows: pd.DataFrame, title: str, lead: str) -> Section:
    known = rows[rows["value"].notna()]
    missing = rows.loc[rows["value"].isna(), "label"]
    absent = f"No data: {', '.join(missing)}. " if len(missing) else ""
    if known.empty:
        return Section(title, "No data in this selection.")
    columns = [
        Column("KPI", "text", ("label",)),
        Column("Value", "value", ("value",)),
        Column("n", "count", ("n",)),
        Column("Of", "text", ("basis",)),
        Column("95 % interval", "interval", ("low", "high")),
    ]
    if subject.compared:
        columns += [
            Column("Before", "value", ("compared_value",)),
            Column("Change", "change", ("change", "change_rate")),
            Column("Verdict", "text", ("verdict",)),
        ]
    if (known["note"] != "").any():
        columns.append(Column("Note", "text", ("note",)))
    return Section(
        title,
        lead,
        Table(tuple(columns), known),
        note=f"{absent}A verdict is given only where the interval of the change excludes zero."
        if subject.compared
        else absent.strip(),
        definition=INTERVALS,
    )


def _moved(subject: Subject) -> Section:
    title = "What moved most"
    if subject.compared is None:
        return Section(title, subject.against)
    parts = []
    for dimension in ("channel", "team"):
        now = subject.by_channel if dimension == "channel" else subject.split(dimension)
        changed = subject.changes(now, dimension)
        if changed is not None:
            parts.append(comparisons.moved_most(changed).assign(dimension=dimension.capitalize()))
    moved = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    if moved.empty:
        return Section(title, "Nothing moved by more than noise.", note=CORRECTION)
    moved["segment"] = moved["segment"].map(lambda name: CHANNELS.get(name, name))
    moved["verdict"] = _worded(moved)
    columns = (
        Column("By", "text", ("dimension",)),
        Column("Where", "text", ("segment",)),
        Column("What", "text", ("label",)),
        Column("Before", "value", ("compared_value",)),
        Column("Now", "value", ("value",)),
        Column("Change", "change", ("change", "change_rate")),
        Column("n", "count", ("n",)),
        Column("Verdict", "text", ("verdict",)),
    )
    lead = f"The clearest changes by channel and by team. {subject.against}"
    return Section(title, lead, Table(columns, moved), note=CORRECTION)


def _worded(rows: pd.DataFrame) -> list[str]:
    """`up, better`, `down`, `no clear change`, or nothing where there is no interval."""
    said = {True: ", better", False: ", worse"}
    return [
        "" if pd.isna(verdict) else f"{verdict}{said.get(better, '')}"
        for verdict, better in zip(rows["verdict"], rows["is_better"], strict=True)
    ]
