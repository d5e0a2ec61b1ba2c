"""Rows that people type in: one save, one message, and the changes before with a way back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.store.entered import Value
from support_kpi.targets import FIRST_YEAR, LAST_YEAR
from support_kpi.ui import session
from support_kpi.ui.columns import configuration
from support_kpi.ui.frame import plain

CHANGES_SHOWN = 200


def save(kind: str, said: Callable[[], Mapping[str, Value | None]]) -> None:
    """Enter what `said` reads, without any `st.*` between reading and the end."""
    user = str(getattr(st.user, "email", None) or "dashboard")
    state = st.session_state
    try:
        change = session.store().entries.enter(kind, said(), by=user)
    except SupportKpiError as error:
        state[f"{kind} refusal"] = str(error)
        return
    state[f"{kind} saved"] = (
        "Nothing was different." if change is None else f"Saved as change {change}."
    )


def answer(kind: str) -> None:
    """What became of the last save."""
    if refusal := st.session_state.pop(f"{kind} refusal", None):
        st.error(plain(refusal), icon=":material/error:")
    if done := st.session_state.pop(f"{kind} saved", None):
        st.success(plain(done), icon=":material/check:")


def present(kind: str) -> dict[str, Value]:
    """What counts now, by key."""
    return {one.key: one.value or {} for one in session.store().entries.list(kind)}


def day_column(label: str, *, is_required: bool = False, written: str = "YYYY-MM-DD") -> Any:
    """A column of days to type in; without limits a browser takes a year of six digits."""
    return st.column_config.DateColumn(
        label,
        format=written,
        required=is_required,
        min_value=date(FIRST_YEAR, 1, 1),
        max_value=date(LAST_YEAR, 12, 31),
    )


def changes(kind: str, described: Callable[[Value], str]) -> None:
    """Every value that was ever entered, the newest first, and the undo of a change."""
    lines = session.store().entries.history(kind)
    with st.expander(f"Changes ({len({one.change for one in lines})})"):
        if not lines:
            st.caption("Nothing was entered yet.")
            return
        listed = pd.DataFrame(
            {
                "change": [one.change for one in lines],
                "made_at": [one.made_at for one in lines],
                "by": [one.who for one in lines],
                "what": [one.key if kind == "target" else "" for one in lines],
                "said": ["removed" if one.value is None else described(one.value) for one in lines],
                "until_at": [one.until for one in lines],
            }
        ).head(CHANGES_SHOWN)
        listed = listed.drop(columns=["what"] if kind != "target" else [])
        st.dataframe(
            listed,
            hide_index=True,
            column_config=configuration(listed),
            alt=f"Changes of {kind}s, newest first",
        )
        newest = lines[0].change
        st.button(
            f"Undo change {newest}",
            icon=":material/undo:",
            on_click=_undo,
            args=(kind, newest),
            help="Enters again what counted before; that is a change too.",
        )


def _undo(kind: str, change: int) -> None:
    user = str(getattr(st.user, "email", None) or "dashboard")
    try:
        session.store().entries.undo(change, by=user)
    except SupportKpiError as error:
        st.session_state[f"{kind} refusal"] = str(error)
        return
    st.session_state[f"{kind} saved"] = f"Change {change} is undone."
