"""The page of annotations: a table to type in, saved as one change."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi import annotations
from support_kpi.schema import CHANNELS
from support_kpi.store.entered import Value
from support_kpi.ui import entering, segments
from support_kpi.ui.columns import LABELS
from support_kpi.ui.figures import heading, table
from support_kpi.ui.view import View

KIND = "annotation"
SHOWN = ("first_day", "last_day", "text", "channel", "team")


def annotation_board(view: View) -> None:
    """What happened, to add to, change and remove; how the charts show it."""
    entering.answer(KIND)
    if view.data_start is None:
        st.caption("Load data on Upload exports, and what you note here stands on its trends.")
    known = entering.present(KIND)
    with st.container(border=True):
        st.subheader("Launches, outages and the like", anchor=False)
        st.caption(
            "A row is a day or a range of days; without channel or team it is of all of them. "
            "Type into the last row to add one; tick rows and press Delete to remove them."
        )
        key = f"annotations of {view.snapshot.number}"
        edited = _editor(view, typed(known), key)
        # No callback: it would know the table as it was before the last cell was left.
        if st.button("Save changes", icon=":material/save:"):
            entering.save(KIND, lambda: said(edited, list(known)))
            st.rerun()
    found = view.result("annotations")
    with st.container(border=True):
        listed = found.drop(columns=["annotation_id"])
        heading(view, "In this period", listed, query="annotations")
        if listed.empty:
            st.caption("Nothing is noted for this period and these filters.")
        else:
            table(listed, alt_text="Annotations of this period")
    entering.changes(KIND, _said)


def _editor(view: View, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    teams = segments.known(view.snapshot).get("teams", [])
    column = st.column_config
    return st.data_editor(
        rows,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_order=SHOWN,
        column_config={
            "first_day": entering.day_column("First day", is_required=True),
            "last_day": entering.day_column("Last day, if later"),
            "text": column.TextColumn(
                "What happened", required=True, max_chars=annotations.LONGEST, width="large"
            ),
            "channel": column.SelectboxColumn("Channel", options=list(CHANNELS.values())),
            "team": column.SelectboxColumn("Team", options=[*teams, *_others(rows, teams)]),
        },
        alt="Annotations, to edit",
    )


def typed(known: Mapping[str, Value]) -> pd.DataFrame:
    rows = pd.DataFrame(
        [{"annotation_id": key, **value} for key, value in known.items()],
        columns=list(annotations.COLUMNS),
    ).sort_values("first_day", ascending=False, kind="stable", ignore_index=True)
    days = {name: pd.to_datetime(rows[name]).dt.date for name in ("first_day", "last_day")}
    channel = rows["channel"].map(lambda code: LABELS.get(code, code))
    texts = {name: rows[name].astype("object") for name in ("annotation_id", "text", "team")}
    return rows.assign(**days, **texts, channel=channel.astype("object"))


def _said(value: Value) -> str:
    """An annotation as the history lists it."""
    days = dict.fromkeys(str(value[name]) for name in ("first_day", "last_day"))
    channel = LABELS.get(str(value["channel"]), value["channel"])
    parts = (" to ".join(days), value["text"], channel, value["team"])
    return " · ".join(str(part) for part in parts if part)


def _others(rows: pd.DataFrame, teams: list[str]) -> list[str]:
    """Teams of annotations that the data hold no more."""
    return sorted(set(rows["team"].dropna()) - set(teams))


def said(edited: pd.DataFrame, keys: list[str]) -> Mapping[str, Value | None]:
    return annotations.replacing(annotations.of_rows(edited.to_dict("records")), keys)
