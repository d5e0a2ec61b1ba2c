"""A file that waits to be published: how it is read, and what is left to choose."""

import json
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from support_kpi import readers, rejects
from support_kpi.drafts import DateOrder, Options
from support_kpi.errors import SupportKpiError
from support_kpi.formats import DASH
from support_kpi.ingest import Staged
from support_kpi.parsing.codepages import NAMES
from support_kpi.ui import session
from support_kpi.ui.columns import configuration
from support_kpi.ui.frame import plain
from support_kpi.ui.wording import on_page

ORDERS: dict[DateOrder, str] = {
    "dmy": "day first, 31/12/2026",
    "mdy": "month first, 12/31/2026",
    "ymd": "year first",
}
ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", **NAMES}
COMMON_ZONES = ("UTC", "Europe/London", "Europe/Berlin", "America/New_York", "Asia/Taipei")
ZONES = [*COMMON_ZONES, *sorted(available_timezones() - set(COMMON_ZONES))]
REJECTS_SHOWN = 500
ANY_TABLE = "generic_table"
PROPOSAL = " Say which column is which in a mapping file (--mapping), starting from: "


def preview(staged: Staged, key: str) -> None:
    """What was recognised, what it would change, its first rows, columns and rejects."""
    name = f"{staged.name} · {staged.sheet}" if staged.sheet else staged.name
    st.subheader(plain(name), anchor=False)
    if staged.error:
        st.error(plain(on_page(_refusal(staged.error))), icon=":material/error:")
        return
    known = "by its headings" if staged.reader == ANY_TABLE else f"as {staged.title}"
    st.markdown(
        f"Read **{plain(known)}** into the table "
        f"{plain(staged.table.replace('_', ' '))}: {staged.rows_read:,} rows read, "
        f"{staged.rows_kept:,} kept, {staged.rows_rejected:,} rejected, "
        f"{staged.cells_bad:,} cells not readable."
    )
    st.markdown(_effect(staged, key))
    for warning in staged.warnings:
        st.warning(plain(on_page(warning)), icon=":material/info:")
    _how_read(staged)


def choices(batch: list[Staged], key: str) -> Options | None:
    """Zone, date order, format, encoding, mapping; the options when it is to be read again."""
    staged = batch[0]
    is_refused = any(part.error for part in batch)
    with st.expander("Zone, date order, format, encoding, mapping", expanded=is_refused):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            zone = st.selectbox(
                "Time zone of times without one",
                ZONES,
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
                placeholder=_order(staged) or "as found in the file",
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
            encoding = st.selectbox(
                "Encoding of text",
                list(ENCODINGS),
                index=None,
                format_func=ENCODINGS.__getitem__,
                placeholder=staged.encoding or "as found in the file",
                key=f"encoding {key}",
                width=240,
            )
        text = st.text_area(
            "Mapping, as JSON, for a table that no format fits",
            value=_proposal(batch),
            key=f"mapping {key}",
            height=240 if is_refused else 120,
            help="Which heading fills which column; docs/mapping.md shows every key.",
        )
        if not st.button("Read again", key=f"again {key}", icon=":material/refresh:"):
            return None
        try:
            mapping = json.loads(text) if text.strip() else None
        except json.JSONDecodeError as error:
            st.error(
                f"The mapping is no JSON: see its line {error.lineno}, column {error.colno}.",
                icon=":material/error:",
            )
            return None
        if not isinstance(mapping, dict | None):
            st.error("The mapping must be a JSON object, in braces.", icon=":material/error:")
            return None
        return Options(
            zone=zone,
            date_order=order,
            reader=reader,
            mapping=mapping,
            name=staged.name,
            encoding=encoding,
        )


def _effect(staged: Staged, key: str) -> str:
    """What publishing would change; counted once a reading."""
    counted: dict[str, str] = st.session_state.setdefault("effects", {})
    place = f"{key} {sorted(map(str, staged.tables.values()))}"
    if place not in counted:
        try:
            result = session.store().assess(staged)
        except SupportKpiError as error:
            return plain(str(error))
        remarks = [one for one in result.warnings if one not in staged.warnings]
        effect = (
            "The same file is loaded already; publishing it changes nothing."
            if result.status == "unchanged"
            else f"Publishing adds {result.records_new:,} records and updates "
            f"{result.records_updated:,}; {result.records_unchanged:,} stay as they are."
        )
        counted[place] = " ".join([effect, *map(plain, map(on_page, remarks))])
    return counted[place]


def _how_read(staged: Staged) -> None:
    first, columns, findings = st.tabs(["First rows as read", "Columns", "Rejects"])
    with first:
        head = pd.DataFrame(list(staged.head)).dropna(axis="columns", how="all")
        st.dataframe(
            head,
            hide_index=True,
            column_config=configuration(head),
            alt=f"First rows of {staged.name} as read",
            placeholder=DASH,
        )
    with columns:
        read = pd.DataFrame(list(staged.columns), columns=["Column", "Heading", "Read as"])
        st.dataframe(
            read,
            hide_index=True,
            alt="Which heading fills which column, and how",
            placeholder=DASH,
        )
    with findings:
        lines = rejects.lines(staged.rejects) if staged.rejects else pd.DataFrame()
        if lines.empty:
            st.caption("Every row and every cell was read.")
            return
        if len(lines) > REJECTS_SHOWN:
            st.caption(f"The first {REJECTS_SHOWN:,} of {len(lines):,}.")
        st.dataframe(
            lines.head(REJECTS_SHOWN),
            hide_index=True,
            column_config=configuration(lines),
            alt="Rejected rows and cells that could not be read, with reasons",
            placeholder=DASH,
        )


def _order(staged: Staged) -> str | None:
    return next((text for code, text in ORDERS.items() if code == staged.date_order), None)


def _refusal(error: str) -> str:
    """The refusal without the mapping that it proposes, which stands in the field below."""
    text, proposed, _ = error.partition(PROPOSAL)
    if not proposed:
        return error
    return f"{text} Say below which column is which, then read it again."


def _proposal(batch: list[Staged]) -> str:
    """The mapping that a refusal proposes, spread over lines."""
    for staged in batch:
        _, _, rest = (staged.error or "").partition(PROPOSAL)
        if rest:
            mapping, _ = json.JSONDecoder().raw_decode(rest)
            return json.dumps(mapping, indent=2, ensure_ascii=False)
    return ""
