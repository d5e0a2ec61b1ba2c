"""KPIs side by side: a chart of one, a table of all, by channel, team, tier, priority or source."""

import pandas as pd
import streamlit as st

from support_kpi import charts, kpis
from support_kpi.formats import DASH, count, shown
from support_kpi.ui import figures, trends
from support_kpi.ui.columns import WEEKDAYS
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.links import behind, can_link, tickets_link, tickets_links
from support_kpi.ui.view import View

WHOLE = "nothing"
ALL = "All channels"


@redrawn
def kpi_split(
    view: View,
    title: str,
    dimension: str,
    *,
    first: str = "csat_rate",
    rows: pd.DataFrame | None = None,
) -> None:
    """One KPI by segment with its intervals, and every KPI as a table.

    `rows` are the KPIs of segments that are no dimension of the data.
    """
    described = view.meanings()
    names = view.kept(_known, dimension) if rows is None else _named(view, rows)

    def everything() -> pd.DataFrame:
        return view.kpis(dimension=dimension, with_rows=True) if rows is None else rows

    with st.container(border=True):
        head = st.container()
        if not names:
            with head:
                figures.heading(view, title, everything)
            st.caption(f"{DASH} No data in this selection.")
            return
        chart_tab, table_tab = figures.tabs(f"{title} {dimension}", "Chart", "Table of all KPIs")
        with chart_tab:
            name = st.selectbox(
                "KPI",
                names,
                index=names.index(first) if first in names else 0,
                format_func=lambda name: described.loc[name, "label"],
                key=f"{title} {dimension} kpi",
                width=320,
            )
            one = (
                view.kept(_segments, title, dimension, name)
                if rows is None
                else _segmented(rows, described.loc[name], title)
            )
            if one.rows.empty:
                st.caption(f"{DASH} No data in this selection.")
            figures.chart(f"{title} {dimension}", one.drawing, alt_text=one.alt_text)
            st.caption(plain(one.note))
            _way_to_tickets(one, dimension)
        if table_tab.open:
            with table_tab:
                st.dataframe(
                    _crossed(everything(), described),
                    hide_index=True,
                    alt=f"{title}: every KPI by {dimension}",
                )
        with head:
            figures.heading(view, title, everything, query=one.query)


def _known(view: View, dimension: str) -> list[str]:
    """The KPIs of which the segments of a dimension have values."""
    names = _named(view, view.kpis(dimension=dimension))
    if not names:
        return []
    # Whether there is anything of those that read rows is asked once they are wanted: their cost
    # grows with the tickets.
    return [name for name in view.meanings().index if name in names or kpis.reads_rows(name)]


def _named(view: View, rows: pd.DataFrame) -> list[str]:
    """The KPIs that have values, in the order of their definitions."""
    known = set(rows.loc[rows["value"].notna(), "kpi"])
    return [name for name in view.meanings().index if name in known]


def _segments(view: View, title: str, dimension: str, name: str) -> figures.Figure:
    """One KPI by the segments of a dimension."""
    meaning = view.meanings().loc[name]
    return _segmented(view.kpis(dimension=dimension, names=[name]), meaning, title)


def _segmented(rows: pd.DataFrame, meaning: pd.Series, title: str) -> figures.Figure:
    name = str(meaning.name)
    chosen = rows[(rows["kpi"] == name) & rows["value"].notna()]
    lines = " Lines are 95 % intervals." if chosen["low"].notna().any() else ""
    return figures.Figure(
        title,
        chosen,
        lambda some: charts.dots(
            some, "value", "segment", low="low", high="high", n="n", unit=name
        ),
        kpis.source(name),
        charts.describe(chosen, "segment", "value", n="n", unit=name),
        f"{meaning['formula']}{lines}",
        behind(meaning),
    )


@redrawn
def kpi_trend(
    view: View, title: str, names: list[str], *, dimensions: tuple[str, ...] = ()
) -> None:
    """KPIs over time with their intervals, whole or split by a dimension that the reader picks."""
    described = view.meanings()
    with st.container(border=True):
        head = st.container()
        name, dimension = _choices(title, names, dimensions, described)
        one = view.kept(_course, name, dimension)
        with head:
            figures.headed(view, one)
        figures.body(title, one)


def _course(view: View, name: str, dimension: str) -> figures.Figure:
    """One KPI along time, whole or split."""
    meaning = view.meanings().loc[name]
    rows = view.kpis(dimension=dimension, every=view.every, names=[name])
    rows = view.marked(rows[(rows["kpi"] == name) & rows["value"].notna()])
    notes, levels = view.annotations(), view.levels(name, dimension)
    by = "segment" if dimension != "all" else None
    bands = " Bands are 95 % intervals." if rows["low"].notna().any() else ""
    cut = "" if rows["is_complete"].all() else " Dashed parts are periods that are not whole."
    listed = trends.overlaid(view, rows, levels)
    return figures.Figure(
        f"{meaning['label']}{f' by {dimension}' if by else ''}",
        listed,
        charts.trend(
            listed,
            "period",
            "value",
            by=by,
            low="low",
            high="high",
            n="n",
            unit=name,
            annotations=notes,
            targets=levels,
        )
        if len(listed)
        else None,
        kpis.source(name),
        charts.describe(rows, "period", "value", by=by, n="n", unit=name)
        + trends.told(notes, levels, meaning["unit"]),
        f"{meaning['formula']}{bands}{cut} {trends.legend(notes, levels)}".strip(),
        behind(meaning),
    )


@redrawn
def week(view: View, title: str) -> None:
    """Tickets by hour of the week, all or one channel at a time."""
    with st.container(border=True):
        head = st.container()
        chosen = st.selectbox(
            "Channel", [ALL, *view.kept(_channels)], key=f"{title} channel", width=280
        )
        one = view.kept(_hours, title, chosen)
        with head:
            figures.headed(view, one)
        figures.body(title, one)


def _channels(view: View) -> list[str]:
    """The channels that have tickets in some hour."""
    return list(view.result("hour_of_week", dimension="channel")["segment"].unique())


def _hours(view: View, title: str, channel: str) -> figures.Figure:
    """The hours of the week of all channels or one."""
    load = view.result("hour_of_week", dimension="all" if channel == ALL else "channel")
    rows = load if channel == ALL else load[load["segment"] == channel]
    return figures.Figure(
        title,
        rows,
        lambda part: charts.heatmap(part, "tickets_mean", n="tickets"),
        "hour_of_week",
        _busiest(rows),
        "Mean per such weekday: a Monday mean divides by the Mondays of the period.",
        "created",
    )


def _choices(
    title: str, names: list[str], dimensions: tuple[str, ...], described: pd.DataFrame
) -> tuple[str, str]:
    """The KPI and the split that the reader picks."""
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
        picked = WHOLE
        if dimensions:
            picked = st.selectbox(
                "Split by",
                [WHOLE, *dimensions],
                format_func=str.capitalize,
                key=f"{title} trend split",
                width=180,
            )
    return name, "all" if picked == WHOLE else picked


def _way_to_tickets(one: figures.Figure, dimension: str) -> None:
    if one.tickets and can_link(dimension):
        tickets_links(one.tickets, dimension, one.rows["segment"].tolist(), of=one.title)
    elif one.tickets:
        tickets_link(one.tickets)


def _busiest(rows: pd.DataFrame) -> str:
    if rows.empty or not rows["tickets"].sum():
        return "No tickets."
    top = rows.loc[rows["tickets_mean"].idxmax()]
    return (
        f"Heat map of weekday and hour. Busiest: {WEEKDAYS[int(top['weekday']) - 1]} at "
        f"{int(top['hour'])} o'clock with {top['tickets_mean']:.1f} tickets on average; "
        f"{rows['tickets'].sum():,} tickets in all."
    )


def _crossed(rows: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """KPIs down, segments across, each cell with its base."""
    written = rows.assign(
        text=[
            f"{shown(value, unit)} (n {count(n)})" if pd.notna(value) else note or DASH
            for value, unit, n, note in zip(
                rows["value"], rows["unit"], rows["n"], rows["note"], strict=True
            )
        ],
        KPI=[described.loc[name, "label"] for name in rows["kpi"]],
    )
    crossed = written.pivot_table(
        index="KPI", columns="segment", values="text", aggfunc="first", sort=False
    )
    return crossed.fillna(DASH).reset_index()
