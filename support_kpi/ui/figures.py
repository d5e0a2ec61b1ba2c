"""A figure: a chart with its table twin, its definition and its downloads."""

from collections.abc import Callable

import altair as alt
import pandas as pd
import streamlit as st

from support_kpi import outputs, queries
from support_kpi.formats import DASH
from support_kpi.ui.frame import View

Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart
PERCENT = ("_share", "_rate", "_share_change")


def figure(
    view: View,
    title: str,
    frame: pd.DataFrame,
    draw: Callable[[pd.DataFrame], Chart],
    *,
    query: str,
    alt_text: str,
    note: str = "",
) -> None:
    """A bordered card: chart, the same rows as a table, how they are computed, downloads.

    `draw` is called only when there is something to draw. `query` names the file shown as the
    definition.
    """
    key = f"figure {title}"
    with st.container(border=True, key=key.replace(" ", "_")):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(title, anchor=False, width="stretch")
            definition(query)
            downloads(view, title, frame, note=note)
        if frame.empty:
            st.caption(f"{DASH} No data in this selection.")
            return
        chart_tab, table_tab = st.tabs(["Chart", "Table"])
        with chart_tab:
            st.altair_chart(draw(frame), width="stretch", alt=alt_text, key=f"{key} chart")
            if note:
                st.caption(note)
        with table_tab:
            table(frame, alt_text=f"{title}, as a table")


def table(frame: pd.DataFrame, *, alt_text: str, height: int | None = None) -> None:
    """A frame as a table: shares as percent, numbers with sensible digits."""
    configured = {name: _column(name, frame[name]) for name in frame.columns}
    st.dataframe(
        frame,
        hide_index=True,
        column_config=configured,
        alt=alt_text,
        height=height or "auto",
        placeholder=DASH,
    )


def definition(name: str) -> None:
    """How a query computes its rows: title, note and the file itself."""
    query = queries.load(name)
    with st.popover("", icon=":material/function:", help="How this is computed"):
        st.markdown(f"**{query.title}**")
        st.caption(query.note)
        st.code(query.sql, language="sql", wrap_lines=False)


def downloads(view: View, title: str, frame: pd.DataFrame, *, note: str = "") -> None:
    """The rows of a figure as CSV and Excel, with what they are about."""
    about = f"{view.about()}. {note}".strip()
    with st.popover("", icon=":material/download:", help="Download these rows"):
        st.caption("The rows as shown, under the filters of this page.")
        for suffix, label in (("csv", "CSV"), ("xlsx", "Excel")):
            st.download_button(
                label,
                lambda suffix=suffix: outputs.to_bytes(frame, suffix, title=title, note=about),
                file_name=outputs.file_name(title, frame.to_csv().encode(), suffix),
                key=f"download {title} {suffix}",
                on_click="ignore",
                icon=":material/download:",
                disabled=frame.empty,
            )


def _column(name: str, values: pd.Series) -> object:
    label = name.replace("_", " ")
    if name.endswith(PERCENT):
        return st.column_config.NumberColumn(label, format="percent")
    if pd.api.types.is_float_dtype(values):
        return st.column_config.NumberColumn(label, format="%.2f")
    if pd.api.types.is_integer_dtype(values):
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.Column(label)


def tall(frame: pd.DataFrame, x: str, columns: list[str]) -> pd.DataFrame:
    """Several counts of one frame as rows `measure`, `tickets`, for one chart of them all."""
    kept = [x, *(name for name in ("is_complete",) if name in frame)]
    rows = frame.melt(kept, columns, var_name="measure", value_name="tickets")
    return rows.assign(measure=rows["measure"].str.replace("_", " ").str.capitalize())
