"""KPIs side by side: segments down, KPIs across, and a chart of one."""

import pandas as pd

from support_kpi import charts
from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject
from support_kpi.schema import CHANNELS, TIERS

ACROSS = (
    "tickets_created",
    "first_reply_hours_median",
    "resolution_hours_median",
    "csat_rate",
    "one_touch_rate",
    "reopen_rate",
    "unanswered_rate",
    "escalation_rate",
)
MOST = 30


def crossed(subject: Subject, dimension: str, rows: pd.DataFrame, title: str) -> Section:
    """CSAT by segment as a chart, else the first KPI that is known, and a table of several."""
    known = rows[rows["value"].notna() & rows["kpi"].isin(ACROSS)]
    if known.empty:
        return Section(title, "No data in this selection.")
    labels = subject.described["label"]
    drawn = [name for name in ACROSS if name in set(known["kpi"])]
    first = "csat_rate" if "csat_rate" in drawn else drawn[-1]
    names = [name for name in ACROSS if (rows.loc[rows["kpi"] == name, "n"] > 0).any()]
    chosen = known[known["kpi"] == first].sort_values("segment", key=_place, kind="stable")
    chosen = chosen.head(MOST)
    return Section(
        title,
        f"The chart shows {labels[first]}, the table further KPIs.",
        _table(subject, rows, names, dimension),
        charts.dots(chosen, "value", "segment", low="low", high="high", n="n", unit=first),
        charts.describe(chosen, "segment", "value", n="n", unit=first),
        note="Lines are 95 % intervals; small bases are pale.",
        definition=f"{labels[first]}: {subject.described.loc[first, 'formula']}",
    )


def _table(subject: Subject, rows: pd.DataFrame, names: list[str], dimension: str) -> Table:
    segments = rows.loc[rows["kpi"].isin(names), "segment"].unique()
    frame = pd.DataFrame({"segment": sorted(segments)})
    columns = [Column(dimension.capitalize(), "text", ("label",))]
    for name in names:
        part = rows[rows["kpi"] == name].set_index("segment")
        values = frame["segment"].map(part["value"])
        withheld = frame["segment"].map(part["note"]).fillna("").str.partition(",")[0]
        frame = frame.assign(
            **{
                name: values,
                f"{name}_n": frame["segment"].map(part["n"]).fillna(0),
                f"{name}_words": withheld.where(values.isna(), ""),
            }
        )
        label, unit = subject.described.loc[name, ["label", "unit"]]
        if subject.described.loc[name, "kind"] == "count":
            columns.append(Column(str(label), "value", (name,), unit=str(unit)))
            continue
        columns.append(
            Column(
                str(label), "estimate", (name, f"{name}_n"), unit=str(unit), words=f"{name}_words"
            )
        )
    frame["label"] = frame["segment"].map(lambda name: CHANNELS.get(name, name))
    return Table(tuple(columns), frame.sort_values("segment", key=_place, kind="stable"))


def _place(segments: pd.Series) -> pd.Series:
    """Channels and tiers in their own order, other names as they come."""
    order = [*CHANNELS, *TIERS]
    return segments.map(lambda name: order.index(name) if name in order else len(order))
