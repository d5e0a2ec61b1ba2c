"""The numbers as they would be: staged tables in a snapshot that is not published."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from support_kpi import kpis, queries
from support_kpi.errors import SupportKpiError
from support_kpi.filters import Filters, period
from support_kpi.formats import DASH, changed, shown
from support_kpi.ingest import Staged
from support_kpi.store import snapshots
from support_kpi.ui import session
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

COMPARED = (
    "tickets_created",
    "tickets_solved",
    "backlog",
    "first_reply_hours_median",
    "csat_rate",
    "nps",
    "cost_per_ticket",
)
Rehearsed = tuple[Filters, pd.DataFrame] | None


def before_and_after(view: View, ready: list[Staged]) -> None:
    """Headline numbers over all data, now and as they would be."""
    with st.container(border=True):
        st.subheader("Numbers before and after", anchor=False)
        try:
            with st.spinner("Counting …"):
                rehearsed = _rehearsed(view, ready)
        except SupportKpiError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        if rehearsed is None:
            st.caption("These tables hold no tickets or responses; their own pages show them.")
            return
        span, after = rehearsed
        st.table(
            _table(view, span, after),
            hide_index=True,
            border="horizontal",
            alt="Headline numbers before and after publishing",
        )
        st.caption(f"Over all data, {period(span)}, whatever the filters.")


def _rehearsed(view: View, ready: list[Staged]) -> Rehearsed:
    """Built once for the same staged tables on the same snapshot."""
    key = (view.snapshot.number, *sorted(str(p) for one in ready for p in one.tables.values()))
    known, rehearsed = st.session_state.get("rehearsed", (None, None))
    if known != key:
        rehearsed = _measured(view, ready)
        st.session_state["rehearsed"] = (key, rehearsed)
    return rehearsed


def _measured(view: View, ready: list[Staged]) -> Rehearsed:
    candidate = session.store().rehearse(*ready)
    try:
        with snapshots.connect(candidate) as connection:
            extent = queries.run(connection, queries.load("data_extent"), {}).iloc[0]
            if pd.isna(extent["first_day"]):
                return None
            first = pd.Timestamp(extent["first_day"]).date()
            last = pd.Timestamp(extent["last_day"]).date()
            span = Filters(
                min(first, view.data_start or first),
                max(last, view.data_end or last) + timedelta(1),
                compare="none",
            )
            return span, kpis.frame(connection, span).set_index("kpi")
    finally:
        session.store().discard(candidate)


def _table(view: View, span: Filters, after: pd.DataFrame) -> pd.DataFrame:
    before = view.kpis(filters=span, with_rows=True).set_index("kpi")
    labels = view.meanings()["label"]
    return pd.DataFrame(
        [
            {
                "KPI": labels[name],
                "Before": shown(before.loc[name, "value"], before.loc[name, "unit"]),
                "After": shown(after.loc[name, "value"], after.loc[name, "unit"]),
                "Change": plain(_change(before.loc[name], after.loc[name])),
            }
            for name in COMPARED
        ]
    )


def _change(before: pd.Series, after: pd.Series) -> str:
    """In units, so that it can be checked by subtracting."""
    change = after["value"] - before["value"]
    if pd.isna(change):
        return DASH
    if not change:
        return "none"
    if before["unit"] == "tickets":
        return f"{change:+,.0f}"
    return changed(change, change / before["value"] if before["value"] else None, after["unit"])
