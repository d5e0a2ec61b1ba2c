"""A figure: a chart with its table twin, its definition, its downloads and its tickets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Concatenate, ParamSpec

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from support_kpi import macros, outputs, queries
from support_kpi.charts import Drawing
from support_kpi.formats import DASH
from support_kpi.ui.columns import configuration, readable
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.links import tickets_link
from support_kpi.ui.view import View

P = ParamSpec("P")
Draw = Drawing | None | Callable[[pd.DataFrame], Drawing]
Rows = pd.DataFrame | Callable[[], pd.DataFrame]
CHART, TABLE = "Chart", "Table"
LEAST_SAVED = 500
ROW_PIXELS, MOST_PIXELS = 35, 400


@dataclass(frozen=True)
class Figure:
    """A figure as a value: rows that a table shows, and the chart of them.

    It is kept and shared by all visitors: nobody changes it. `draw`, where it is no drawing yet,
    is called only when there is something to draw. `query` names the file shown as the definition,
    `tickets` the list of tickets behind the figure.
    """

    title: str
    rows: pd.DataFrame
    draw: Draw
    query: str
    alt_text: str
    note: str = ""
    tickets: str | None = None

    @cached_property
    def drawing(self) -> Drawing | None:
        if callable(self.draw):
            return self.draw(self.rows) if len(self.rows) else None
        return self.draw


def figure(
    view: View, make: Callable[Concatenate[View, P], Figure], *told: P.args, **more: P.kwargs
) -> None:
    """The figure that `make` tells of a view, in a card: told once for the same view."""
    card(view, view.kept(make, *told, **more))


def each_figure(
    view: View,
    make: Callable[Concatenate[View, P], Iterable[Figure]],
    *told: P.args,
    **more: P.kwargs,
) -> None:
    """All figures that `make` tells of a view, each in its card."""
    for one in view.kept_all(make, *told, **more):
        card(view, one)


@redrawn
def card(view: View, one: Figure) -> None:
    """A bordered card: chart, the same rows as a table, how they are computed, downloads."""
    with st.container(border=True):
        headed(view, one)
        body(one.title, one)


@redrawn
def heading(
    view: View, title: str, frame: Rows, *, query: str | None = None, note: str = ""
) -> None:
    """Title of a card, with definition and downloads at its right, which open by themselves; the
    rows to be downloaded may be asked for only then."""
    _heading(view, title, frame, query, note, None)


def headed(view: View, one: Figure) -> None:
    """The same of a figure, with the way to its tickets, in a part that redraws itself."""
    _heading(view, one.title, one.rows, one.query, one.note, one.tickets)


def _heading(
    view: View,
    title: str,
    frame: Rows,
    query: str | None,
    note: str,
    tickets: str | None,
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="stretch")
        # On a phone they go below the title together.
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
        ):
            if tickets:
                tickets_link(tickets, label="Tickets")
            if query:
                _definition(query, title)
            _downloads(view, title, frame, note)


def body(title: str, one: Figure) -> None:
    """Chart and table of a card of that title, in a part that redraws itself."""
    if one.rows.empty:
        st.caption(f"{DASH} No data in this selection.")
        return
    chart_tab, table_tab = tabs(title, CHART, TABLE)
    with chart_tab:
        chart(title, one.drawing, alt_text=one.alt_text)
        if one.note:
            st.caption(one.note)
    with table_tab:
        if table_tab.open:
            table(one.rows, alt_text=f"{one.title}, as a table")
        else:
            # As tall as the table: what stands below does not move while it comes.
            st.space(min((len(one.rows) + 1) * ROW_PIXELS, MOST_PIXELS))


def tabs(title: str, *names: str) -> Sequence[TabContainer]:
    """Tabs that know whether they are open: what stands in a closed one is not sent."""
    return st.tabs(list(names), key=f"tab of {title}", on_change="rerun")


def chart(title: str, drawing: Drawing | None, *, alt_text: str) -> None:
    if drawing is None:
        return
    # Rows beside a specification that stays the same: a browser only replaces the marks.
    st.vega_lite_chart(
        {**drawing.specification, "datasets": drawing.packed},
        width="stretch",
        alt=alt_text,
        key=f"chart {title}",
    )


def table(frame: pd.DataFrame, *, alt_text: str, height: int | None = None) -> None:
    """A frame as a table: shares as percent, days as days, numbers with sensible digits."""
    shown = readable(frame)
    st.dataframe(
        _bare(shown),
        hide_index=True,
        column_config=configuration(shown),
        alt=alt_text,
        height=height or "auto",
        placeholder=DASH,
    )


def _bare(frame: pd.DataFrame) -> pa.Table | pd.DataFrame:
    """The rows without what pandas notes beside them: on small tables that is half of the bytes.

    Texts that come again are sent once.
    """
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        # Values of several types in one column, which Streamlit makes texts of.
        return frame
    for place, column in enumerate(table.columns):
        if pa.types.is_large_string(column.type) or pa.types.is_string(column.type):
            coded = column.dictionary_encode()
            if column.nbytes - coded.nbytes > LEAST_SAVED:
                table = table.set_column(place, table.column_names[place], coded)
    return table.replace_schema_metadata(None)


def definition(name: str) -> None:
    """How a query computes its rows, once it is asked: title, note and formula."""
    _definition(name, name)


def _definition(name: str, of: str) -> None:
    box = st.popover(
        "How",
        icon=":material/function:",
        type="tertiary",
        help="How this is computed",
        key=f"how {of}",
        on_change="rerun",
    )
    if box.open:
        query = queries.load(name)
        with box:
            st.markdown(f"**{plain(query.title)}**")
            if query.note:
                st.caption(sentence(query.note))
            formula(query)


def formula(query: queries.Query) -> None:
    """The SQL of a query, and of the macros that it calls."""
    st.code(query.sql, language="sql", wrap_lines=False)
    if called := macros.used(query.sql):
        st.caption("What it calls")
        st.code("\n\n".join(called), language="sql", wrap_lines=False)


def _downloads(view: View, title: str, frame: Rows, note: str) -> None:
    """The rows of a figure as CSV and Excel, with what they are about."""
    box = st.popover(
        "Download",
        icon=":material/download:",
        type="tertiary",
        help="Download these rows",
        key=f"files of {title}",
        on_change="rerun",
    )
    if not box.open:
        return
    about = f"{view.about()}. {note}".strip()
    shown = readable(frame() if callable(frame) else frame)
    # The name changes with the rows: Streamlit serves equal names and lengths from its cache.
    content = f"{about} {shown.to_json(date_format='iso', default_handler=str)}".encode()
    with box:
        st.caption("The rows as shown, under the filters of this page.")
        for suffix, label in (("csv", "CSV"), ("xlsx", "Excel")):
            st.download_button(
                label,
                lambda suffix=suffix: outputs.to_bytes(shown, suffix, title=title, note=about),
                file_name=outputs.file_name(title, content, suffix),
                key=f"download {title} {suffix}",
                on_click="ignore",
                icon=":material/download:",
                disabled=shown.empty,
            )


def sentence(note: str) -> str:
    """The note of a query as a sentence that names columns as tables do."""
    words = note.replace("_", " ")
    return plain(words[:1].upper() + words[1:])


def tall(frame: pd.DataFrame, x: str, columns: list[str]) -> pd.DataFrame:
    """Several counts of one frame as rows `measure`, `tickets`, for one chart of them all."""
    kept = [x, *(name for name in ("is_complete",) if name in frame)]
    rows = frame.melt(kept, columns, var_name="measure", value_name="tickets")
    return rows.assign(measure=rows["measure"].str.replace("_", " ").str.capitalize())
