"""Ways to enter many targets at once: months in a row, a published figure, a file."""

from datetime import date

import pandas as pd
import streamlit as st

from support_kpi import outputs, statistics, targets
from support_kpi.errors import UsageError
from support_kpi.formats import shown
from support_kpi.schema import CHANNELS
from support_kpi.targets import Target
from support_kpi.ui import entering, session
from support_kpi.ui.view import View

KIND = "target"
EVERYWHERE = "All channels"
UNITS = ("share", "rate", "hours", "minutes", "days", "points", "nps points")
MOST_BYTES = 1_000_000


def several_months(view: View, described: pd.DataFrame) -> None:
    """One level for every month from one to another."""
    labels = described.set_index("kpi")["label"]
    with st.expander("One level for several months"), st.form("several months", border=False):
        kpi = st.selectbox("KPI", list(labels.index), format_func=labels.get, key="fill kpi")
        channel = st.selectbox("Channel", [EVERYWHERE, *CHANNELS.values()], key="fill channel")
        first, last = _months(view, "fill")
        level = st.text_input("Target", key="fill level", placeholder="90 % or 12.5")
        is_sent = st.form_submit_button("Enter", icon=":material/playlist_add:")
    if is_sent:
        row = {"kpi": kpi, "channel": channel, "month": first, "target": level}
        entering.save(
            KIND,
            lambda: targets.entries(
                targets.over_months(targets.of_rows([row], described)[0], _day(last))
            ),
        )
        st.rerun()


def published(view: View, described: pd.DataFrame) -> None:
    """A published figure as the target: its interval becomes a band."""
    figures = offered(session.comparison(view.snapshot, view.filters), described)
    with st.expander("A published figure as target"):
        if figures.empty:
            st.caption("No published figure measures a KPI; load the studies first.")
            return
        with st.form("published target", border=False):
            chosen = st.selectbox(
                "Published figure",
                list(figures.index),
                format_func=figures["told"].get,
                key="published figure",
            )
            first, last = _months(view, "published")
            is_sent = st.form_submit_button("Enter", icon=":material/playlist_add:")
    if is_sent:
        entering.save(
            KIND,
            lambda: targets.entries(
                targets.over_months(_of_figure(figures.loc[chosen], _day(first)), _day(last))
            ),
        )
        st.rerun()


def offered(compared: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Published figures that measure a KPI, whole or by channel, in its own unit."""
    units = described.set_index("kpi")["unit"]
    labels = described.set_index("kpi")["label"]
    rows = compared[
        (compared["kind"] == "like for like")
        & compared["own_measure"].isin(units.index)
        & compared["unit"].isin(UNITS)
        & (compared["own_segment"].eq("all") | compared["own_segment"].str.startswith("channel="))
    ]
    rows = rows[rows["unit"] == rows["own_measure"].map(units)].copy()
    rows["channel"] = [str(name).partition("=")[2] for name in rows["own_segment"]]
    rows["low"], rows["high"] = _ends(rows)
    rows = rows[rows["published_value"].notna() | rows["low"].notna()]
    rows["told"] = [
        f"{labels[row.own_measure]}{f', {CHANNELS[row.channel]}' if row.channel else ''}: "
        f"{_level(row)} ({_source(row.study, row.year)})"
        for row in rows.itertuples()
    ]
    return rows.set_index("figure_id")


def files(view: View, described: pd.DataFrame) -> None:
    """Targets as CSV, out and in."""
    rows = targets.frame(targets.of_entry(value) for value in entering.present(KIND).values())
    with st.expander("Targets as a file"):
        st.caption(f"CSV with the columns {', '.join(targets.COLUMNS)}; shares as 0.9 or 90 %.")
        st.download_button(
            "Targets as CSV",
            lambda: outputs.to_bytes(rows, "csv", title="Targets", note=""),
            file_name=outputs.file_name("Targets", rows.to_csv().encode(), "csv"),
            on_click="ignore",
            icon=":material/download:",
            disabled=rows.empty,
            key="download targets",
        )
        sent = st.file_uploader(
            "CSV of targets", type="csv", key=f"targets file {view.snapshot.number}"
        )
        if sent is not None and st.button("Enter the targets of this file"):
            entering.save(KIND, lambda: targets.entries(_of_file(sent.getvalue(), described)))
            st.rerun()


def _of_file(content: bytes, described: pd.DataFrame) -> list[Target]:
    if len(content) > MOST_BYTES:
        raise UsageError("The file of targets is over 1 MB; that is more than targets fill.")
    return targets.of_csv(content, described)


def _of_figure(row: pd.Series, month: date) -> Target:
    def known(value: float) -> float | None:
        return None if pd.isna(value) else float(value)

    return Target(
        kpi=str(row["own_measure"]),
        channel=str(row["channel"]) or None,
        month=month.replace(day=1),
        target=known(row["published_value"]),
        target_low=known(row["low"]),
        target_high=known(row["high"]),
        origin=_source(row["study"], row["year"]),
    )


def _source(study: object, year: object) -> str:
    """A study as the origin of a target, with the year that a figure is of where it has one."""
    return str(study) if pd.isna(year) else f"{study} {year:.0f}"


def _ends(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The published interval or range, else that of a share among so many respondents."""
    hits = rows["published_value"] * rows["published_n"]
    low, high = statistics.wilson(hits.where(rows["unit"] == "share"), rows["published_n"])
    given = rows["published_low"].notna() & rows["published_high"].between(-1e12, 1e12)
    return (
        rows["published_low"].where(given, pd.Series(low, rows.index)),
        rows["published_high"].where(given, pd.Series(high, rows.index)),
    )


def _level(row: object) -> str:
    value, low, high, unit = (
        getattr(row, name) for name in ("published_value", "low", "high", "unit")
    )
    ends = "" if pd.isna(low) else f"{shown(low, unit)} to {shown(high, unit)}"
    return ends if pd.isna(value) else f"{shown(value, unit)}{f' ({ends})' if ends else ''}"


def _months(view: View, name: str) -> tuple[object, object]:
    first, last = view.filters.start, view.filters.last_day
    with st.container(horizontal=True):
        return (
            st.date_input("First month", first, key=f"{name} first", format="YYYY-MM-DD"),
            st.date_input("Last month", last, key=f"{name} last", format="YYYY-MM-DD"),
        )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise UsageError("Name the first and the last month.")
    return value
