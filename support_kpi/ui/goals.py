"""Targets on cards: the one of the last month that has one, and how often it was met."""

from typing import Literal

import pandas as pd
import streamlit as st

from support_kpi import targets
from support_kpi.formats import shown
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

Tone = Literal["green", "red", "orange", "gray"]
TONES: dict[str, tuple[Tone, str]] = {
    "met": ("green", ":material/check_circle:"),
    "not met": ("red", ":material/cancel:"),
    "not clear": ("orange", ":material/help:"),
    "not yet": ("gray", ":material/schedule:"),
}
HELP = (
    "Met: the whole 95 % interval of the month is at the target or beyond. Not met: all of it is "
    "short. Not clear: the target lies within it. Not yet: the month is not over, or has no data."
)


def judged(view: View) -> pd.DataFrame:
    """Every KPI and month that has a target under these filters, with its verdict."""
    levels = view.levels()
    if levels.empty:
        return levels.assign(verdict=None)
    rows = view.marked(view.kpis(every="month"), every="month")
    rows = rows.assign(period=pd.to_datetime(rows["period"]))
    levels = levels.assign(period=pd.to_datetime(levels["period"]))
    return targets.assessed(rows, levels, view.definitions())


def goal(months: pd.DataFrame, unit: str) -> None:
    """The target of one KPI on its card; nothing where it has none."""
    if months.empty:
        return
    last = months.sort_values("period").iloc[-1]
    name = f"{pd.Timestamp(last['period']):%b %Y}"
    verdict = last["verdict"]
    if verdict is None or pd.isna(verdict):
        st.caption(plain(f"Target of {name}: {targets.told(last, unit)}"))
        return
    tone, icon = TONES[str(verdict)]
    st.badge(f"Target {verdict}", icon=icon, color=tone, help=HELP)
    whole = months[months["verdict"].isin(["met", "not met", "not clear"])]
    met = int((whole["verdict"] == "met").sum())
    counted = f" · met in {met} of {len(whole)} months" if len(whole) > 1 else ""
    was = f", it was {shown(last['value'], unit)}" if pd.notna(last["value"]) else ""
    st.caption(plain(f"{name}: {targets.told(last, unit)}{was}{counted}"))
