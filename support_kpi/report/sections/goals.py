"""Targets: what each KPI was to reach, month by month, and whether it did beyond noise."""

import pandas as pd

from support_kpi import targets
from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject, definition
from support_kpi.schema import CHANNELS

TITLE = "Targets, month by month"
JUDGED = ("met", "not met", "not clear")


def sections(subject: Subject) -> list[Section]:
    """Nothing where no target is entered for the period; those of all channels and of each."""
    of_channels = subject.judged("channel")
    found = [of_channels[of_channels["is_own"].astype(bool)]]
    if not subject.filters.channels:
        found.append(subject.judged("all"))
    parts = [part for part in found if len(part)]
    if not parts:
        return []
    rows = pd.concat(parts, ignore_index=True).sort_values(
        ["kpi", "segment", "period"], key=lambda keys: _placed(keys, subject), kind="stable"
    )
    units = rows["unit"].fillna(rows["kpi"].map(subject.described["unit"]))
    frame = rows.assign(
        label=rows["kpi"].map(subject.described["label"]),
        where=rows["segment"].map({"all": "All", **CHANNELS}).fillna(rows["segment"]),
        unit=units,
        level=[
            targets.told(row, str(unit))
            for (_, row), unit in zip(rows.iterrows(), units, strict=True)
        ],
        said=rows["verdict"].fillna(""),
        origin=rows["origin"].fillna("entered here"),
    )
    columns = (
        Column("KPI", "text", ("label",)),
        Column("Channel", "text", ("where",)),
        Column("Month", "period", ("period",), unit="month"),
        Column("Target", "text", ("level",)),
        Column("Value", "value", ("value",)),
        Column("n", "count", ("n",)),
        Column("95 % interval", "interval", ("low", "high")),
        Column("Verdict", "text", ("said",)),
        Column("Target of", "text", ("origin",)),
    )
    return [
        Section(
            TITLE,
            _lead(frame),
            Table(columns, frame),
            note=targets.RULE,
            definition=definition("target_levels"),
        )
    ]


def _lead(rows: pd.DataFrame) -> str:
    judged = rows[rows["said"].isin(JUDGED)]
    if judged.empty:
        return "No month with a target is over yet."
    counts = judged["said"].value_counts()
    told = ", ".join(f"{counts[said]} {said}" for said in JUDGED if said in counts)
    return f"Of {len(judged)} targets of months that are over: {told}."


def _placed(keys: pd.Series, subject: Subject) -> pd.Series:
    """KPIs as in the definitions, all channels before each, months as they come."""
    if keys.name == "period":
        return pd.Series(pd.to_datetime(keys).astype("int64"), keys.index)
    order = list(subject.described["kpi"]) if keys.name == "kpi" else ["all", *CHANNELS]
    return keys.map(lambda name: order.index(name) if name in order else len(order))
