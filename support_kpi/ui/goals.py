"""Targets on cards: the one of the last month that has one, and how often it was met."""

from dataclasses import dataclass
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


def judged(view: View) -> pd.DataFrame:
    """Every KPI and month that has a target under these filters, with its verdict."""
    levels = view.levels()
    if levels.empty:
        return levels.assign(verdict=None)
    aimed = sorted(set(levels["kpi"]))
    rows = view.marked(view.kpis(every="month", names=aimed), every="month")
    rows = rows.assign(period=pd.to_datetime(rows["period"]))
    levels = levels.assign(period=pd.to_datetime(levels["period"]))
    return targets.assessed(rows, levels, view.definitions())


@dataclass(frozen=True)
class Goal:
    """The last target in words; `verdict` is None until there is one."""

    verdict: str | None
    told: str


def last(months: pd.DataFrame, unit: str) -> Goal | None:
    """The goal of one KPI by its months; None where it has no target."""
    if months.empty:
        return None
    row = months.sort_values("period").iloc[-1]
    name = f"{pd.Timestamp(row['period']):%b %Y}"
    verdict = row["verdict"]
    if verdict is None or pd.isna(verdict):
        return Goal(None, f"Target of {name}: {targets.told(row, unit)}")
    whole = months[months["verdict"].isin(["met", "not met", "not clear"])]
    met = int((whole["verdict"] == "met").sum())
    counted = f" · met in {met} of {len(whole)} months" if len(whole) > 1 else ""
    was = f", it was {shown(row['value'], unit)}" if pd.notna(row["value"]) else ""
    return Goal(str(verdict), f"{name}: {targets.told(row, unit)}{was}{counted}")


def drawn(goal: Goal) -> None:
    if goal.verdict:
        tone, icon = TONES[goal.verdict]
        st.badge(f"Target {goal.verdict}", icon=icon, color=tone, help=targets.RULE)
    st.caption(plain(goal.told))
