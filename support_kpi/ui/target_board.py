"""The page of targets: how the KPIs stand, a table to type in, whole rows of months, files."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi import targets
from support_kpi.formats import DASH, count, shown
from support_kpi.schema import CHANNELS
from support_kpi.store.entered import Value
from support_kpi.ui import entering, goals, target_forms
from support_kpi.ui.figures import heading, table
from support_kpi.ui.splits import kpi_trend
from support_kpi.ui.view import View

KIND = "target"
EVERYWHERE = "All channels"
LEVELS = ("target", "target_low", "target_high")
LISTED = ("KPI", "period", "verdict", "value", "low", "high", "n", "unit", *LEVELS, "origin")
NOTE = f"{targets.RULE} For a KPI without a better direction a target is a level only."


def target_board(view: View) -> None:
    """Verdicts and trends of this period, then every target to change."""
    entering.answer(KIND)
    described = view.definitions()
    known = entering.present(KIND)
    _standing(view, described)
    _edited(view, described, known)
    left, right = st.columns(2)
    with left:
        target_forms.several_months(view, described)
    with right:
        target_forms.published(view, described)
    target_forms.files(view, described)
    entering.changes(KIND, lambda value: _said(targets.of_entry(value), described))


def _standing(view: View, described: pd.DataFrame) -> None:
    """Each KPI and month of the period that has a target, with its verdict."""
    rows = goals.judged(view)
    labels = described.set_index("kpi")["label"]
    with st.container(border=True):
        if rows.empty:
            st.subheader("How it stands", anchor=False)
            st.info(
                "Enter targets below and load the data they are about. Those of other months come "
                "with wider dates; a filter by team, tier, source or several channels hides "
                "targets, which are of one channel or all: take it away or loosen it.",
                title="No target falls in this selection",
                icon=":material/flag:",
            )
            return
        units = rows["unit"].fillna(pd.Series(_units(rows, described), rows.index))
        listed = rows.assign(KPI=rows["kpi"].map(labels), unit=units)[list(LISTED)]
        heading(view, "How it stands", listed, query="target_levels", note=NOTE)
        told = _texts(listed)
        table(told, alt_text="Every KPI and month with a target, and whether it was met")
        st.caption(NOTE)
    names = [name for name in labels.index if name in set(rows["kpi"])]
    kpi_trend(view, "KPI and target", names, dimensions=("channel",))


def _texts(listed: pd.DataFrame) -> pd.DataFrame:
    """The rows with their units; an interval or a band only where there is one."""
    rows = listed.to_dict("records")
    return pd.DataFrame(
        {
            "KPI": listed["KPI"],
            "month": [f"{row['period']:%b %Y}" for row in rows],
            "verdict": listed["verdict"],
            "value": [shown(row["value"], row["unit"]) for row in rows],
            "95_%_interval": [
                DASH
                if pd.isna(row["low"])
                else f"{shown(row['low'], row['unit'])} to {shown(row['high'], row['unit'])}"
                for row in rows
            ],
            "n": [count(row["n"]) for row in rows],
            "target": [targets.told(row, row["unit"]) for row in rows],
            "origin": listed["origin"],
        }
    )


def _edited(view: View, described: pd.DataFrame, known: Mapping[str, Value]) -> None:
    with st.container(border=True):
        st.subheader("Targets by KPI, channel and month", anchor=False)
        st.caption(
            "Any day stands for its month; a share is written as 90 % or 0.9. A band (from, to) "
            "may stand with or without a target. Type into the last row to add one; tick rows and "
            "press Delete to remove them."
        )
        rows = typed(known, described)
        column = st.column_config
        edited = st.data_editor(
            rows,
            key=f"targets of {view.snapshot.number}",
            num_rows="dynamic",
            hide_index=True,
            column_config={
                "kpi": column.SelectboxColumn(
                    "KPI", options=list(described["label"]), required=True, width="medium"
                ),
                "channel": column.SelectboxColumn(
                    "Channel", options=[EVERYWHERE, *CHANNELS.values()], default=EVERYWHERE
                ),
                "month": entering.day_column("Month", is_required=True, written="YYYY-MM"),
                "target": column.TextColumn("Target"),
                "target_low": column.TextColumn("Band from"),
                "target_high": column.TextColumn("Band to"),
                "origin": column.TextColumn("Target of", width="medium"),
            },
            alt="Targets, to edit",
        )
        # No callback: it would know the table as it was before the last cell was left.
        if st.button("Save changes", icon=":material/save:"):
            entering.save(KIND, lambda: said(edited, described, list(known)))
            st.rerun()


def typed(known: Mapping[str, Value], described: pd.DataFrame) -> pd.DataFrame:
    rows = targets.frame(targets.of_entry(value) for value in known.values())
    units = _units(rows, described)
    labels = described.set_index("kpi")["label"]
    channels = [CHANNELS.get(str(code), EVERYWHERE) for code in rows["channel"]]
    texts = {
        name: pd.Series(
            [targets.written(*pair) or "" for pair in zip(rows[name], units, strict=True)],
            dtype="object",
        )
        for name in LEVELS
    }
    kpi = rows["kpi"].map(labels).astype("object")
    origin = rows["origin"].astype("object")
    return rows.assign(**texts, kpi=kpi, channel=channels, origin=origin)


def _said(target: targets.Target, described: pd.DataFrame) -> str:
    """A target as the history lists it."""
    unit = str(described.set_index("kpi")["unit"].get(target.kpi, ""))
    ends = [targets.written(end, unit) for end in (target.target_low, target.target_high)]
    parts = [targets.written(target.target, unit), " to ".join(filter(None, ends)), target.origin]
    return " · ".join(filter(None, parts))


def _units(rows: pd.DataFrame, described: pd.DataFrame) -> list[str]:
    units = described.set_index("kpi")["unit"]
    return [str(units.get(kpi, "")) for kpi in rows["kpi"]]


def said(
    edited: pd.DataFrame, described: pd.DataFrame, keys: list[str]
) -> Mapping[str, Value | None]:
    # A row in which only the channel is preset is blank.
    rows = edited[edited.drop(columns="channel").notna().any(axis=1)]
    return targets.replacing(targets.of_rows(rows.to_dict("records"), described), keys)
