"""Mappings that are remembered by the headings of a table: which, since when, and a way back."""

import json

import pandas as pd
import streamlit as st

from support_kpi import outputs
from support_kpi.errors import SupportKpiError
from support_kpi.store import Remembered
from support_kpi.ui import session
from support_kpi.ui.figures import table
from support_kpi.ui.frame import plain


def remembered() -> None:
    """Every mapping with its loads; use it no more, use it again, read older loads with it."""
    known = session.store().mappings.every()
    with st.container(border=True):
        st.subheader("Tables that were mapped by hand", anchor=False)
        if told := st.session_state.pop("mapping told", None):
            st.success(plain(told), icon=":material/check:")
        if refused := st.session_state.pop("mapping refused", None):
            st.error(plain(refused), icon=":material/error:")
        if not known:
            st.caption(
                "None yet. Drop a table that no format fits on the page Upload exports, and say "
                "there which column is which; it is remembered by its headings."
            )
            return
        st.caption("The next file with the same headings, in any order, is read the same way.")
        table(pd.DataFrame([_row(one) for one in known]), alt_text="Remembered mappings")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(
                "Mapping", [one.mapping_id for one in known], key="chosen mapping", width=160
            )
            _acts(next(one for one in known if one.mapping_id == number))


def _acts(one: Remembered) -> None:
    kept = session.store().mappings
    if one.is_active:
        _act("Use no more", ":material/block:", one, "is used for no further file")
        if one.former:
            loads = ", ".join(map(str, one.former))
            st.button(
                "Read older loads with it",
                icon=":material/refresh:",
                on_click=_read_again,
                args=(one,),
                help=f"Loads {loads} have these headings and were read otherwise.",
            )
    else:
        _act("Use again", ":material/redo:", one, "is used for the next files")
    text = json.dumps(dict(kept.one(one.mapping_id).mapping), ensure_ascii=False, indent=2)
    st.download_button(
        "As a file",
        text,
        file_name=outputs.file_name(f"mapping {one.mapping_id}", text.encode(), "json"),
        icon=":material/download:",
        on_click="ignore",
    )


def _act(name: str, icon: str, one: Remembered, done: str) -> None:
    st.button(name, icon=icon, on_click=_flip, args=(one, done))


def _flip(one: Remembered, done: str) -> None:
    kept = session.store().mappings
    try:
        (kept.forget if one.is_active else kept.take_up)(one.mapping_id)
    except SupportKpiError as error:
        st.session_state["mapping refused"] = str(error)
        return
    st.session_state["mapping told"] = f"Mapping {one.mapping_id} {done}."


def _read_again(one: Remembered) -> None:
    user = str(getattr(st.user, "email", None) or "dashboard")
    try:
        done = session.store().mappings.read_again(one.mapping_id, by=user)
    except SupportKpiError as error:
        st.session_state["mapping refused"] = str(error)
        return
    new = ", ".join(str(result.load_id) for result in done.results)
    old = ", ".join(map(str, done.replaced))
    st.session_state["mapping told"] = (
        f"Loads {old} are read again as {new}; redo an old one on Upload exports to bring it back."
    )


def _row(one: Remembered) -> dict[str, object]:
    return {
        "mapping": one.mapping_id,
        "state": "in use" if one.is_active else "not used",
        "made for": one.file,
        "table": one.table.replace("_", " "),
        "source": one.source,
        "since (UTC)": one.made_at,
        "by": one.who,
        "loads": len(one.loads),
        "loads read otherwise": len(one.former),
        "headings": ", ".join(one.headings),
    }
