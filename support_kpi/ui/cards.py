"""KPI cards: value, base, change against the compared period, sparkline."""

import pandas as pd
import streamlit as st

from support_kpi import comparisons
from support_kpi.formats import changed, count, shown
from support_kpi.ui.frame import COMPARISONS, View

COLOURS = {"higher": "normal", "lower": "inverse", "neither": "off"}


def changes(view: View, *, dimension: str = "all") -> pd.DataFrame | None:
    """Every KPI now against the compared period; None when there is none."""
    if view.compared is None:
        return None
    return comparisons.changes(
        view.kpis(dimension=dimension),
        view.kpis(dimension=dimension, filters=view.compared),
        view.definitions(),
        view.filters,
        view.compared,
    )


def cards(view: View, names: list[str]) -> None:
    """One card a KPI, in a grid that wraps on a phone."""
    now = view.kpis().set_index("kpi")
    trend = view.kpis(every=view.every)
    described = view.definitions().set_index("kpi")
    moved = changes(view)
    moved = None if moved is None else moved.set_index("kpi")
    with st.grid("auto", min_column_width=230):
        for name in names:
            row, meaning = now.loc[name], described.loc[name]
            change = None if moved is None else moved.loc[name]
            with st.container(border=True, height="stretch"):
                st.metric(
                    meaning["label"],
                    shown(row["value"], row["unit"]),
                    delta=_delta(change, row["unit"]),
                    delta_color=COLOURS[meaning["better"]] if _is_clear(change) else "off",
                    delta_description=f"vs {COMPARISONS[view.filters.compare]}"
                    if change is not None
                    else None,
                    help=_help(meaning),
                    chart_data=_course(trend, name),
                    chart_type="line",
                )
                st.caption(_caption(row, meaning, change))


def _delta(change: pd.Series | None, unit: str) -> str | None:
    if change is None or pd.isna(change["change"]):
        return None
    return changed(change["change"], change["change_rate"], unit)


def _is_clear(change: pd.Series | None) -> bool:
    return change is not None and change["verdict"] in ("up", "down")


def _course(trend: pd.DataFrame, name: str) -> list[float] | None:
    values = trend.loc[trend["kpi"] == name, "value"].dropna().tolist()
    return values if len(values) > 1 else None


def _caption(row: pd.Series, meaning: pd.Series, change: pd.Series | None) -> str:
    parts = [f"n = {count(row['n'])} {meaning['basis']}"]
    if pd.notna(row["low"]):
        low, high = (shown(row[side], row["unit"]) for side in ("low", "high"))
        parts.append(f"95 % interval {low} to {high}")
    if change is not None and change["verdict"]:
        parts.append(
            "no clear change" if change["verdict"] == "no clear change" else "more than noise"
        )
    if row["note"]:
        parts.append(row["note"])
    return " · ".join(parts)


def _help(meaning: pd.Series) -> str:
    return (
        f"{meaning['formula']}\n\nDated by: {meaning['anchor']}. Left out: {meaning['exclusions']} "
        f"After: {meaning['reference']}."
    )


def movers(view: View) -> None:
    """What moved most against the compared period, by channel and by team."""
    with st.container(border=True):
        st.subheader("What moved most", anchor=False)
        if view.compared is None:
            st.caption("Pick a compared period that the data reach back to.")
            return
        for dimension in ("channel", "team"):
            moved = changes(view, dimension=dimension)
            clear = comparisons.moved_most(moved) if moved is not None else None
            st.markdown(f"**By {dimension}**")
            if clear is None or clear.empty:
                st.caption("Nothing moved by more than noise.")
                continue
            st.table(
                pd.DataFrame(
                    {
                        "Where": clear["segment"],
                        "What": clear["label"],
                        "Before": [
                            shown(value, unit)
                            for value, unit in zip(
                                clear["compared_value"], clear["unit"], strict=True
                            )
                        ],
                        "Now": [
                            shown(value, unit)
                            for value, unit in zip(clear["value"], clear["unit"], strict=True)
                        ],
                        "Change": [
                            changed(change, rate, unit)
                            for change, rate, unit in zip(
                                clear["change"], clear["change_rate"], clear["unit"], strict=True
                            )
                        ],
                        "n": [count(n) for n in clear["n"]],
                    }
                ),
                hide_index=True,
                border="horizontal",
            )
        st.caption(
            "Differences whose 95 % interval excludes zero, corrected for the number of "
            "comparisons (Benjamini-Hochberg)."
        )
