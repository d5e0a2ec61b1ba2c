"""Uploading: each file is read and shown as it would be loaded; publishing is one step."""

import json
import tempfile
from pathlib import Path
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from support_kpi import kpis, readers, rejects
from support_kpi.drafts import Options
from support_kpi.errors import SupportKpiError
from support_kpi.filters import Filters
from support_kpi.formats import shown
from support_kpi.ingest import Staged
from support_kpi.store import LoadResult, Store, snapshots
from support_kpi.ui import session
from support_kpi.ui.frame import View, plain

ORDERS = {"dmy": "day first, 31/12/2026", "mdy": "month first, 12/31/2026", "ymd": "year first"}
COMMON_ZONES = ("UTC", "Europe/London", "Europe/Berlin", "America/New_York", "Asia/Taipei")
COMPARED = ("tickets_created", "tickets_solved", "backlog", "csat_rate", "nps", "cost_per_ticket")


def uploads(view: View) -> None:
    """The uploader, and one card for each table that waits to be published."""
    waiting: dict[str, list[Staged]] = st.session_state.setdefault("waiting", {})
    files = st.file_uploader(
        "Exports: CSV, TSV, XLSX, JSON, NDJSON, Parquet, plain, gzipped or in a zip",
        accept_multiple_files=True,
        key=f"uploader {st.session_state.get('uploads published', 0)}",
    )
    for file in files or ():
        if file.file_id not in waiting:
            with st.spinner(f"Reading {plain(file.name)} …"):
                path = _kept(file.name, file.getvalue())
                st.session_state[f"path {file.file_id}"] = path
                waiting[file.file_id] = _staged(path, Options(name=file.name), file.name)
    for key in list(waiting):
        for position, staged in enumerate(waiting[key]):
            _card(key, position, staged)
    ready = [staged for batch in waiting.values() for staged in batch if staged.error is None]
    if ready:
        _before_and_after(view, ready)
        with st.container(horizontal=True):
            st.button(
                f"Publish {len(ready)} {'table' if len(ready) == 1 else 'tables'}",
                type="primary",
                icon=":material/publish:",
                on_click=_publish,
                args=(ready,),
            )
            st.button("Discard", icon=":material/delete:", on_click=_discard)
    elif waiting:
        st.button("Discard", icon=":material/delete:", on_click=_discard)
    for result in st.session_state.pop("published", []):
        _announce(result)


def _card(key: str, position: int, staged: Staged) -> None:
    """What was recognised, how it is read, what is rejected, and the choices that are left."""
    name = f"{staged.name} · {staged.sheet}" if staged.sheet else staged.name
    with st.container(border=True):
        st.subheader(plain(name), anchor=False)
        if staged.error:
            st.error(plain(staged.error), icon=":material/error:")
        else:
            st.markdown(
                f"Recognised as **{plain(staged.title)}**, table `{staged.table}`: "
                f"{staged.rows_read:,} rows read, {staged.rows_kept:,} kept, "
                f"{staged.rows_rejected:,} rejected, {staged.cells_bad:,} cells not readable, "
                f"{staged.records:,} records."
            )
            for warning in staged.warnings:
                st.warning(plain(warning), icon=":material/info:")
        if position == 0:
            _choices(key, staged)
        if staged.error is None:
            _how_read(staged)


def _choices(key: str, staged: Staged) -> None:
    with st.expander("Zone, date order, mapping", expanded=bool(staged.error)):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            zone = st.selectbox(
                "Time zone of times without one",
                [*COMMON_ZONES, *sorted(available_timezones() - set(COMMON_ZONES))],
                index=None,
                placeholder=staged.zone or "as found in the file",
                key=f"zone {key}",
                width=300,
            )
            order = st.selectbox(
                "Date order",
                list(ORDERS),
                index=None,
                format_func=ORDERS.__getitem__,
                placeholder=ORDERS.get(staged.date_order or "", "as found in the file"),
                key=f"order {key}",
                width=240,
            )
            reader = st.selectbox(
                "Format",
                readers.names(),
                index=None,
                placeholder=staged.reader or "as recognised",
                key=f"reader {key}",
                width=240,
            )
        text = st.text_area(
            "Mapping (JSON), for tables that no reader knows",
            key=f"mapping {key}",
            placeholder=staged.error or "",
            height=120,
        )
        if st.button("Read again", key=f"again {key}", icon=":material/refresh:"):
            try:
                mapping = json.loads(text) if text.strip() else None
            except json.JSONDecodeError as error:
                st.error(f"The mapping is no JSON: line {error.lineno}, column {error.colno}.")
                return
            path: Path = st.session_state[f"path {key}"]
            options = Options(
                zone=zone, date_order=order, reader=reader, mapping=mapping, name=staged.name
            )
            _drop(st.session_state["waiting"][key])
            st.session_state["waiting"][key] = _staged(path, options, staged.name)
            st.rerun()


def _how_read(staged: Staged) -> None:
    first, columns, findings = st.tabs(["First rows as read", "Columns", "Rejects"])
    with first:
        head = pd.DataFrame(list(staged.head)).dropna(axis="columns", how="all")
        st.dataframe(head, hide_index=True, alt=f"First rows of {staged.name} as read")
    with columns:
        read = pd.DataFrame(list(staged.columns), columns=["column", "heading", "read as"])
        st.dataframe(read, hide_index=True, alt="Which heading fills which column, and how")
    with findings:
        lines = rejects.lines(staged.rejects) if staged.rejects else pd.DataFrame()
        if lines.empty:
            st.caption("Every row and every cell was read.")
        else:
            st.dataframe(
                lines.head(500),
                hide_index=True,
                alt="Rejected rows and cells that could not be read, with reasons",
            )


def _before_and_after(view: View, ready: list[Staged]) -> None:
    """Headline numbers over all data, now and as they would be."""
    with st.container(border=True):
        st.subheader("Numbers before and after", anchor=False)
        try:
            candidate = session.store().rehearse(*ready)
        except SupportKpiError as error:
            st.error(plain(str(error)))
            return
        try:
            with snapshots.connect(candidate) as connection:
                extent = connection.cursor().execute("select * from data_extent").fetchall()[0]
                if extent[0] is None:
                    st.caption("These tables hold no tickets or responses; their pages will show.")
                    return
                span = Filters(
                    min(extent[0], view.data_start or extent[0]),
                    (pd.Timestamp(extent[1]) + pd.Timedelta(days=1)).date(),
                    compare="none",
                )
                after = kpis.frame(connection, span).set_index("kpi")
        finally:
            session.store().discard(candidate)
        before = view.kpis(filters=span).set_index("kpi")
        labels = view.definitions().set_index("kpi")["label"]
        st.table(
            pd.DataFrame(
                {
                    "All data": [labels[name] for name in COMPARED],
                    "Before": [_cell(before, name) for name in COMPARED],
                    "After": [_cell(after, name) for name in COMPARED],
                }
            ),
            hide_index=True,
            border="horizontal",
        )


def _cell(frame: pd.DataFrame, name: str) -> str:
    return f"{shown(frame.loc[name, 'value'], frame.loc[name, 'unit'])}"


def _staged(path: Path, options: Options, name: str) -> list[Staged]:
    """Staged tables of a file; a file refused as a whole is one with an error."""
    try:
        return session.store().stage(path, options, name)
    except SupportKpiError as error:
        return [Staged(name, "", 0, error=str(error))]


def _publish(ready: list[Staged]) -> None:
    store: Store = session.store()
    user = getattr(st.user, "email", None) or "dashboard"
    try:
        st.session_state["published"] = store.publish_all(ready, by=str(user))
    except SupportKpiError as error:
        st.session_state["publish error"] = str(error)
        return
    _forget()


def _discard() -> None:
    for batch in st.session_state.get("waiting", {}).values():
        _drop(batch)
    _forget()


def _drop(batch: list[Staged]) -> None:
    session.store().discard(*(staged for staged in batch if staged.error is None))


def _forget() -> None:
    for key in st.session_state.pop("waiting", {}):
        path: Path | None = st.session_state.pop(f"path {key}", None)
        if path:
            path.unlink(missing_ok=True)
    st.session_state["uploads published"] = st.session_state.get("uploads published", 0) + 1


def _kept(name: str, content: bytes) -> Path:
    """The upload on disk under a name of ours; its own name is only shown."""
    with tempfile.NamedTemporaryFile(delete=False, suffix=Path(name).suffix[-10:]) as file:
        file.write(content)
    return Path(file.name)


def _announce(result: LoadResult) -> None:
    if result.status == "loaded":
        st.success(
            f"{plain(result.file)} is load {result.load_id}: {result.records_new:,} new, "
            f"{result.records_updated:,} updated, {result.records_unchanged:,} unchanged records.",
            icon=":material/check:",
        )
    elif result.status == "unchanged":
        st.info(f"{plain(result.file)} is loaded already; nothing changed.")
    else:
        st.error(plain(result.error or "refused"))
