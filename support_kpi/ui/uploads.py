"""Uploading: each file is read and shown as it would be loaded; publishing is one step."""

import tempfile
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from support_kpi.drafts import Options
from support_kpi.errors import SupportKpiError
from support_kpi.ingest import Staged
from support_kpi.store import LoadResult
from support_kpi.ui import session
from support_kpi.ui.frame import plain
from support_kpi.ui.mapper import mapper, said
from support_kpi.ui.previews import choices, preview
from support_kpi.ui.rehearsals import before_and_after
from support_kpi.ui.view import View
from support_kpi.ui.wording import on_page

KINDS = "CSV, TSV, XLSX, JSON, NDJSON or Parquet, plain, gzipped or in a zip"
OVERVIEW = session.ROOT / "pages" / "explore" / "1_overview.py"
Waiting = dict[str, list[Staged]]


def uploads(view: View) -> None:
    """The uploader, a card for each file that waits to be published, and the publishing."""
    published: list[LoadResult] = st.session_state.pop("published", [])
    for result in published:
        _announce(result)
    if any(result.status == "loaded" for result in published):
        st.page_link(OVERVIEW, label="Look at the numbers", icon=":material/monitoring:")
    if refusal := st.session_state.pop("publish refusal", None):
        st.error(plain(refusal), icon=":material/error:")
    files = st.file_uploader(
        f"Exports: {KINDS}",
        accept_multiple_files=True,
        key=f"uploader {st.session_state.get('uploads published', 0)}",
    )
    waiting = _read(files)
    for file in files:
        with st.container(border=True):
            options = _mapped(file, waiting[file.file_id])
            for place, staged in enumerate(waiting[file.file_id]):
                preview(staged, file.file_id)
                _by_hand(staged, f"{file.file_id} {place}")
            options = choices(waiting[file.file_id], file.file_id) or options
        if options is not None:
            _drop(waiting.pop(file.file_id))
            waiting[file.file_id] = _staged(file, options)
            st.rerun()
    ready = [staged for batch in waiting.values() for staged in batch if staged.error is None]
    if ready:
        before_and_after(view, ready)
    if waiting:
        _decision(ready)


def _read(files: list[UploadedFile]) -> Waiting:
    """The staged tables of every file in the uploader; each file is read once."""
    waiting: Waiting = st.session_state.setdefault("waiting", {})
    for key in waiting.keys() - {file.file_id for file in files}:
        _drop(waiting.pop(key))
    for file in files:
        if file.file_id not in waiting:
            with st.spinner(f"Reading {plain(file.name)} …"):
                waiting[file.file_id] = _staged(file, Options(name=file.name))
    return waiting


def _by_hand(staged: Staged, key: str) -> None:
    """The mapping of a table whose columns no vendor's reader knows."""
    if staged.sample is None or not any(facts.rows for facts in staged.facts):
        return
    if st.toggle("Say which column is which", value=staged.error is not None, key=f"by hand {key}"):
        mapper(staged, key)


def _mapped(file: UploadedFile, batch: list[Staged]) -> Options | None:
    """How to read a file for one of whose tables a mapping was confirmed."""
    for place, staged in enumerate(batch):
        if found := said(f"{file.file_id} {place}"):
            last = _options(file)
            mappings = {**last.mappings, staged.fingerprint: found}
            return replace(last, reader=None, mapping=None, mappings=mappings)
    return None


def _options(file: UploadedFile) -> Options:
    """How a file was read last."""
    known: dict[str, Options] = st.session_state.setdefault("read as", {})
    return known.get(file.file_id, Options(name=file.name, can_ask=True))


def _staged(file: UploadedFile, options: Options) -> list[Staged]:
    """Staged tables of a file; a file refused as a whole is one with an error."""
    options = replace(options, can_ask=True)
    st.session_state.setdefault("read as", {})[file.file_id] = options
    # On disk under a name of ours: its own name is only shown.
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        copy.write(file.getbuffer())
        copy.flush()
        try:
            return session.store().stage(Path(copy.name), options, file.name)
        except SupportKpiError as error:
            return [Staged(file.name, "", 0, error=str(error))]


def _decision(ready: list[Staged]) -> None:
    with st.container(horizontal=True):
        if ready:
            st.button(
                f"Publish {len(ready)} {'table' if len(ready) == 1 else 'tables'}",
                type="primary",
                icon=":material/publish:",
                on_click=_publish,
                args=(ready,),
            )
        st.button("Discard", icon=":material/delete:", on_click=_discard)


def _publish(ready: list[Staged]) -> None:
    """One call without Streamlit in it: neither a click nor a closed tab can halve it."""
    user = str(getattr(st.user, "email", None) or "dashboard")
    try:
        results = session.store().publish_all(ready, by=user)
    except SupportKpiError as error:
        st.session_state["publish refusal"] = str(error)
        return
    st.session_state["published"] = results
    for batch in st.session_state.pop("waiting", {}).values():
        _drop(batch)
    # The history below opens at what was just loaded.
    st.session_state["chosen load"] = max(result.load_id or 0 for result in results)
    _empty_uploader()


def _discard() -> None:
    for batch in st.session_state.pop("waiting", {}).values():
        _drop(batch)
    _empty_uploader()


def _drop(batch: list[Staged]) -> None:
    session.store().discard(*batch)


def _empty_uploader() -> None:
    """An uploader under another key starts empty."""
    st.session_state["uploads published"] = st.session_state.get("uploads published", 0) + 1


def _announce(result: LoadResult) -> None:
    if result.status == "loaded":
        st.success(
            f"{plain(result.file)} is load {result.load_id}: {result.records_new:,} new, "
            f"{result.records_updated:,} updated, {result.records_unchanged:,} unchanged records.",
            icon=":material/check:",
        )
    elif result.status == "unchanged":
        st.info(f"{plain(result.file)} is loaded already; nothing changed.", icon=":material/info:")
    else:
        st.error(plain(on_page(result.error or "refused")), icon=":material/error:")
