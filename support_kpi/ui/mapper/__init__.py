"""Mapping by hand: which column of a table is which, with the rows as they would then be read."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from support_kpi import outputs
from support_kpi.errors import MappingError
from support_kpi.ingest import Staged
from support_kpi.ingest.glimpses import Glimpse, glimpse
from support_kpi.mappings.assignments import Assigned, mapping, of_mapping, proposed
from support_kpi.mappings.doubts import missing
from support_kpi.mappings.hints import hints
from support_kpi.mappings.proposals import constants, table_of
from support_kpi.parsing.sheet import Sheet
from support_kpi.ui.columns import configuration, heading
from support_kpi.ui.frame import plain
from support_kpi.ui.mapper.fields import ROWS, Asked, field
from support_kpi.ui.previews import ZONES
from support_kpi.ui.wording import on_page

METRICS = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
ROWS_SHOWN = 20

__all__ = ["mapper", "said"]


def said(key: str) -> Mapping[str, object] | None:
    """The mapping that was confirmed for a table since the last run, once."""
    return st.session_state.pop(f"confirmed {key}", None)


@st.fragment
def mapper(staged: Staged, key: str) -> None:
    """Every column with what it may be, every doubt, and the first rows as they would be read."""
    assert staged.sample is not None
    known = staged.mapping or {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tables = list(ROWS)
        table = st.selectbox(
            "Each row is",
            tables,
            index=tables.index(_table(staged.sample, known)),
            format_func=ROWS.__getitem__,
            key=f"rows {key}",
            width=300,
        )
        source = st.text_input(
            "Name of the source",
            value=str(known.get("source") or "generic"),
            key=f"source {key}",
            help="The system that the rows come from, as it will be named beside the numbers.",
            width=240,
        )
        zone = st.selectbox(
            "Time zone of times without one",
            ZONES,
            index=ZONES.index(str(known["zone"])) if known.get("zone") in ZONES else None,
            placeholder="UTC",
            key=f"its zone {key}",
            width=240,
        )
        same = _constants(staged.sample, table, known, f"{key} {table}")
    assigned = _columns(staged, table, known, f"{key} {table}")
    found = _trouble(staged, table, assigned, same)
    made = mapping(table, source.strip() or "generic", staged.facts, assigned, same, zone)
    shown = None if found else _glimpse(staged, made, key)
    if shown is not None:
        _rows(staged, shown)
    for trouble in found or ([shown.error] if shown and shown.error else []):
        st.error(plain(on_page(trouble).replace("below", "above")), icon=":material/error:")
    text = json.dumps(made, ensure_ascii=False, indent=2)
    with st.container(horizontal=True):
        if st.button(
            "Read with this mapping",
            key=f"confirm {key}",
            type="primary",
            icon=":material/check:",
            disabled=shown is None or shown.error is not None,
            help="Reads the whole file. Once published, the next file with these headings is read "
            "the same way without asking.",
        ):
            st.session_state[f"confirmed {key}"] = made
            st.rerun()
        st.download_button(
            "Mapping as a file",
            text,
            file_name=outputs.file_name("mapping", text.encode(), "json"),
            key=f"mapping file {key}",
            icon=":material/download:",
            on_click="ignore",
            help="For the command line: load FILE --mapping mapping.json",
        )


def _table(sheet: Sheet, known: Mapping[str, object]) -> str:
    said = str(known.get("table") or table_of(sheet))
    return said if said in ROWS else "ticket"


def _constants(sheet: Sheet, table: str, known: Mapping[str, object], key: str) -> dict[str, str]:
    """What is the same in every row: of responses the metric, unless a column tells it."""
    same = known.get("constant")
    told = {k: str(v) for k, v in same.items() if v is not None} if isinstance(same, dict) else {}
    if table != "response":
        return told if known.get("table") == table else {}
    places = {hint.name: hint.position for hint in hints(sheet, table) if not hint.is_guess}
    metric = told.get("metric") or constants(sheet, table, places).get("metric")
    chosen = st.selectbox(
        "The scores are",
        list(METRICS),
        index=list(METRICS).index(metric) if metric in METRICS else None,
        format_func=METRICS.__getitem__,
        placeholder="told by a column",
        key=f"metric {key}",
        width=200,
    )
    return {"metric": chosen} if chosen else {}


def _columns(
    staged: Staged, table: str, known: Mapping[str, object], key: str
) -> tuple[Assigned, ...]:
    """What each column is said to be; those that nothing tells of stand apart."""
    assert staged.sample is not None
    found = {hint.position: hint for hint in hints(staged.sample, table)}
    before = _before(staged, table, known)
    starts = {one.position: one for one in before or proposed(staged.facts, [*found.values()])}
    asked = [
        Asked(table, facts, found.get(facts.position), starts.get(facts.position))
        for facts in staged.facts
        if facts.heading.strip() or facts.filled
    ]
    likely = [one for one in asked if one.hint or one.start or len(asked) <= len(starts) + 5]
    assigned = [field(one, key) for one in likely]
    if rest := [one for one in asked if one not in likely]:
        with st.expander(f"{len(rest):,} further columns, not used so far"):
            assigned += [field(one, key) for one in rest]
    return tuple(one for one in assigned if one is not None)


def _before(staged: Staged, table: str, known: Mapping[str, object]) -> tuple[Assigned, ...]:
    """What the mapping says that the table was read with."""
    if known.get("table") != table or staged.sample is None:
        return ()
    try:
        return of_mapping(staged.sample, known)
    except MappingError:
        return ()


def _trouble(
    staged: Staged, table: str, assigned: Sequence[Assigned], same: Mapping[str, str]
) -> list[str]:
    """What keeps the columns, as they are chosen, from being read."""
    headings: dict[str, list[str]] = {}
    for one in assigned:
        headings.setdefault(one.name, []).append(staged.facts[one.position].heading)
    found = [
        f"{heading(name)} is chosen for {' and for '.join(f'“{one}”' for one in several)}: "
        "choose it once."
        for name, several in headings.items()
        if len(several) > 1
    ]
    if lacking := missing(table, assigned, same):
        names = ", ".join(heading(name) for name in lacking)
        found.append(f"Say which column is: {names}. Without it no row can be kept.")
    return found


def _glimpse(staged: Staged, made: Mapping[str, object], key: str) -> Glimpse:
    """The first rows by this mapping, read once for each."""
    assert staged.sample is not None
    text, shown = st.session_state.get(f"glimpse {key}", ("", None))
    if shown is None or text != json.dumps(made):
        shown = glimpse(staged.sample, made, max((one.rows for one in staged.facts), default=0))
        st.session_state[f"glimpse {key}"] = (json.dumps(made), shown)
    return shown


def _rows(staged: Staged, shown: Glimpse) -> None:
    if shown.error is not None:
        return
    of = "all" if shown.is_whole else "the first"
    st.markdown(
        f"**As it would be read**: of {of} {shown.read:,} rows {shown.kept:,} are kept, "
        f"{shown.rejected:,} rejected, {shown.cells_bad:,} cells not readable."
    )
    head = pd.DataFrame(list(shown.rows)[:ROWS_SHOWN]).dropna(axis="columns", how="all")
    st.dataframe(
        head,
        hide_index=True,
        column_config=configuration(head),
        alt=f"First rows of {staged.name} as this mapping reads them",
    )
    for warning in shown.warnings:
        st.caption(plain(on_page(warning)))
