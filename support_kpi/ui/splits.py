"""KPIs side by side: a chart of one, a table of all, by channel, team, tier, priority or source."""

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.formats import count, shown
from support_kpi.schema import CHANNELS
from support_kpi.ui.figures import downloads, figure
from support_kpi.ui.frame import View

QUERIES = {
    "percentile": "kpi_percentiles",
    "nps": "kpi_responses",
    "satisfaction": "kpi_responses",
    "cost": "kpi_costs",
    "talent": "kpi_staff",
}


@st.fragment
def kpi_split(view: View, title: str, dimension: str, *, first: str = "csat_rate") -> None:
    """One KPI by segment with its intervals, and every KPI as a table."""
    rows = view.kpis(dimension=dimension)
    known = rows[rows["value"].notna()]
    described = view.definitions().set_index("kpi")
    names = [name for name in described.index if name in set(known["kpi"])]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(title, anchor=False, width="stretch")
            downloads(view, title, rows)
        if not names:
            st.caption("— No data in this selection.")
            return
        chart_tab, table_tab = st.tabs(["Chart", "Table of all KPIs"])
        with chart_tab:
            name = st.selectbox(
                "KPI",
                names,
                index=names.index(first) if first in names else 0,
                format_func=lambda name: described.loc[name, "label"],
                key=f"{title} {dimension} kpi",
            )
            chosen = known[known["kpi"] == name]
            st.altair_chart(
                charts.dots(chosen, "value", "segment", low="low", high="high", n="n", unit=name),
                width="stretch",
                alt=charts.describe(chosen, "segment", "value", n="n", unit=name),
                key=f"{title} {dimension} chart",
            )
            st.caption(f"{described.loc[name, 'formula']} Lines are 95 % intervals.")
        with table_tab:
            st.dataframe(
                _crossed(rows, described),
                hide_index=True,
                alt=f"{title}: every KPI by {dimension}",
            )


@st.fragment
def kpi_trend(
    view: View, title: str, names: list[str], *, dimensions: tuple[str, ...] = ()
) -> None:
    """KPIs over time with their intervals, whole or split by a dimension that the reader picks."""
    described = view.definitions().set_index("kpi")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = names[0]
        if len(names) > 1:
            name = st.selectbox(
                "KPI",
                names,
                format_func=lambda name: described.loc[name, "label"],
                key=f"{title} trend kpi",
                width=280,
            )
        dimension = "all"
        if dimensions:
            picked = st.segmented_control(
                "Split by", ["nothing", *dimensions], default="nothing", key=f"{title} trend split"
            )
            dimension = picked if picked and picked != "nothing" else "all"
    rows = view.kpis(dimension=dimension, every=view.every)
    rows = view.marked(rows[(rows["kpi"] == name) & rows["value"].notna()])
    by = "segment" if dimension != "all" else None
    figure(
        view,
        f"{described.loc[name, 'label']}{f' by {dimension}' if by else ''}",
        rows,
        lambda part: charts.trend(
            part, "period", "value", by=by, low="low", high="high", n="n", unit=name
        ),
        query=_query(described.loc[name]),
        alt_text=charts.describe(rows, "period", "value", by=by, n="n", unit=name),
        note=f"{described.loc[name, 'formula']} Bands are 95 % intervals; dashed parts are "
        "periods that are not whole.",
    )


@st.fragment
def week(view: View, title: str) -> None:
    """Tickets by hour of the week, all or one channel at a time."""
    load = view.result("hour_of_week", dimension="channel")
    whole = view.result("hour_of_week")
    segments = list(dict.fromkeys(load["segment"]))
    chosen = st.selectbox(
        "Channel",
        ["all", *segments],
        format_func=lambda name: "All channels" if name == "all" else CHANNELS.get(name, name),
        key=f"{title} channel",
        width=280,
    )
    rows = whole if chosen == "all" else load[load["segment"] == chosen]
    figure(
        view,
        title,
        rows,
        lambda part: charts.heatmap(part, "tickets_mean", n="tickets"),
        query="hour_of_week",
        alt_text=_busiest(rows),
        note="Mean per such weekday: a Monday mean divides by the Mondays of the period.",
    )


def _busiest(rows: pd.DataFrame) -> str:
    if rows.empty or not rows["tickets"].sum():
        return "No tickets."
    top = rows.loc[rows["tickets_mean"].idxmax()]
    day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return (
        f"Heat map of weekday and hour. Busiest: {day[int(top['weekday']) - 1]} at "
        f"{int(top['hour'])} o'clock with {top['tickets_mean']:.1f} tickets on average; "
        f"{rows['tickets'].sum():,} tickets in all."
    )


def _crossed(rows: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """KPIs down, segments across, each cell with its base."""
    written = rows.assign(
        text=[
            f"{shown(value, unit)} (n {count(n)})" if pd.notna(value) else note or "—"
            for value, unit, n, note in zip(
                rows["value"], rows["unit"], rows["n"], rows["note"], strict=True
            )
        ],
        KPI=[described.loc[name, "label"] for name in rows["kpi"]],
    )
    crossed = written.pivot_table(
        index="KPI", columns="segment", values="text", aggfunc="first", sort=False
    )
    crossed.columns = [CHANNELS.get(str(name), str(name)) for name in crossed.columns]
    return crossed.fillna("—").reset_index()


def _query(meaning: pd.Series) -> str:
    return QUERIES.get(meaning["kind"]) or QUERIES.get(meaning["subject"], "kpi_tickets")
