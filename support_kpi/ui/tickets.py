"""The list of tickets: chosen by what they count in, paged in the database, exported as shown."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from support_kpi import outputs
from support_kpi.schema import PRIORITIES
from support_kpi.ui import addresses, segments, session
from support_kpi.ui.addresses import TICKET_VIEWS
from support_kpi.ui.figures import definition, table
from support_kpi.ui.frame import is_empty, subject
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["tickets"]
PRIORITY_OPTIONS = [*PRIORITIES, "not given"]
PAGE_ROWS = 50
EXPORT_ROWS = 500_000


def ticket_list(view: View) -> None:
    """Controls, count, one page of rows, pagination, download of the whole selection."""
    offered = segments.within(view.snapshot, view.filters)
    _recall(offered)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Show",
            list(TICKET_VIEWS),
            format_func=TICKET_VIEWS.__getitem__,
            key="view_name",
            width=240,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
        segment = st.selectbox(
            "Segment",
            list(offered),
            index=None,
            key="segment",
            placeholder="All",
            width=240,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
        priorities = st.multiselect(
            "Priority",
            PRIORITY_OPTIONS,
            key="priority",
            placeholder="All",
            width=240,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
        wanted = st.text_input(
            "Ticket id contains",
            key="ticket",
            width=200,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
    view = view.under(offered[segment]) if segment else view
    values = {
        "view": chosen,
        "priorities": priorities or None,
        "ticket_id": wanted.strip() or None,
    }

    def count(seen: View) -> float:
        return float(seen.result("ticket_count", **values)["tickets"].iloc[0])

    tickets = int(count(view))
    subject(view, tickets)
    is_narrowed = segment or priorities or wanted
    hint = "Or clear the segment, the priority and the ticket id above." if is_narrowed else ""
    if is_empty(view, tickets, count=count, hint=hint):
        return
    pages = -(-tickets // PAGE_ROWS)
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.pagination(pages, key=f"page of {chosen}")
        definition("ticket_rows")
        _download(view, values, tickets)
    rows = view.result(
        "ticket_rows", **values, row_limit=PAGE_ROWS, row_offset=(min(page, pages) - 1) * PAGE_ROWS
    )
    table(rows, alt_text=f"Tickets, page {page} of {pages}", height=600)
    st.caption(
        "Times are local to the reporting zone. File and source row name the line of the export "
        "as a spreadsheet counts it."
    )
    _former_states(rows)


def _former_states(rows: pd.DataFrame) -> None:
    """What earlier exports said of a ticket of this page."""
    tickets = list(zip(rows["source"], rows["ticket_id"], strict=True))
    chosen = st.selectbox(
        "States of one ticket over all loads",
        tickets,
        index=None,
        key="states of",
        format_func=" · ".join,
        placeholder="Choose a ticket of this page",
        width=400,
    )
    if chosen is None:
        return
    source, ticket_id = chosen
    states = session.store().history(ticket_id, source)
    known = states.dropna(axis="columns", how="all")
    table(known, alt_text=f"States of ticket {ticket_id}, newest first")
    st.caption(
        "The state that counts is current: the last by the vendor's time of update, else by load."
    )


def _recall(offered: Collection[str]) -> None:
    """Set the controls to what the address says: a link, Back and Forward change it under them."""
    state, told = st.session_state, addresses.recalled
    views = (code for code, words in TICKET_VIEWS.items() if {code, words} & set(told("view_name")))
    state["view_name"] = next(views, "created")
    state["segment"] = next((name for name in told("segment") if name in offered), None)
    state["priority"] = [name for name in told("priority") if name in PRIORITY_OPTIONS]
    state["ticket"] = next(iter(told("ticket")), "")


def _download(view: View, values: dict[str, object], tickets: int) -> None:
    def content(suffix: str) -> bytes:
        rows = view.result("ticket_rows", **values, row_limit=EXPORT_ROWS, row_offset=0)
        return outputs.to_bytes(rows, suffix, title="Tickets", note=view.about())

    about = f"{view.about()} {sorted(values.items(), key=str)} {view.snapshot.number}"
    with st.popover(
        "Download", icon=":material/download:", type="tertiary", help="Download these tickets"
    ):
        st.caption(f"All {min(tickets, EXPORT_ROWS):,} tickets of this list, columns as shown.")
        for suffix, label in (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet")):
            st.download_button(
                label,
                lambda suffix=suffix: content(suffix),
                file_name=outputs.file_name("Tickets", about.encode(), suffix),
                key=f"download tickets {suffix}",
                on_click="ignore",
            )
