"""The history of loads, with undo, redo and the rejects of each."""

import pandas as pd
import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.formats import DASH
from support_kpi.store import Load
from support_kpi.ui import session
from support_kpi.ui.columns import configuration
from support_kpi.ui.frame import plain
from support_kpi.ui.rejected import mend_buttons, rejected_link


def history() -> None:
    """Every load, newest first: what it brought, and a way back."""
    loads = session.store().loads()
    with st.container(border=True):
        st.subheader("Loads", anchor=False)
        if error := st.session_state.pop("load error", None):
            st.error(plain(error), icon=":material/error:")
        if done := st.session_state.pop("load flipped", None):
            st.success(plain(done), icon=":material/check:")
        if not loads:
            st.caption("Nothing is loaded yet.")
            return
        listed = _listed(loads)
        st.dataframe(
            listed,
            hide_index=True,
            column_config=configuration(listed),
            alt="Loads, newest first",
            placeholder=DASH,
        )
        chosen = st.selectbox(
            "Load",
            sorted((load.load_id for load in loads), reverse=True),
            format_func={load.load_id: _named(load) for load in loads}.__getitem__,
            key="chosen load",
        )
        load = next(load for load in loads if load.load_id == chosen)
        with st.container(horizontal=True):
            st.button(
                "Undo" if load.is_active else "Redo",
                icon=":material/undo:" if load.is_active else ":material/redo:",
                on_click=_flip,
                args=(load,),
                help="Take this load out of the numbers, or bring it back.",
            )
            if load.rows_rejected or load.cells_bad:
                mend_buttons(load)
                rejected_link(load)


def _flip(load: Load) -> None:
    store = session.store()
    try:
        done = store.undo(load.load_id) if load.is_active else store.redo(load.load_id)
    except SupportKpiError as error:
        st.session_state["load error"] = str(error)
        return
    state = "is in the numbers again" if done.is_active else "is out of the numbers"
    st.session_state["load flipped"] = f"Load {done.load_id}, {done.file}, {state}."


def _named(load: Load) -> str:
    return f"{load.load_id} · {load.file}{'' if load.is_active else ' (undone)'}"


def _listed(loads: list[Load]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "load": load.load_id,
                "state": "active" if load.is_active else "undone",
                "file": load.file,
                "rows read": load.rows_read,
                "kept": load.rows_kept,
                "rejected": load.rows_rejected,
                "unreadable cells": load.cells_bad,
                "format": load.title,
                "table": load.table.replace("_", " "),
                "loaded at (UTC)": load.loaded_at,
                "by": load.who,
                "new": load.records_new,
                "updated": load.records_updated,
                "unchanged": load.records_unchanged,
                "zone": load.zone,
                "synthetic": load.is_synthetic,
            }
            for load in reversed(loads)
        ]
    )
