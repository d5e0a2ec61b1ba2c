"""Rejected rows: what is left to mend, in which cells and why, and the file to mend it in."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from support_kpi import outputs, rejects
from support_kpi.parsing.mending import BECAUSE, MARKS, ROW
from support_kpi.rejects import Mendable
from support_kpi.store import Load
from support_kpi.ui import addresses, session
from support_kpi.ui.addresses import REJECT_STATES
from support_kpi.ui.figures import definition, table
from support_kpi.ui.frame import plain, subject
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["rejected_rows"]
PAGE = session.ROOT / "pages" / "data" / "4_rejected_rows.py"
PAGE_ROWS = 50
EXPORT_ROWS = 500_000
ROWS_SHOWN = 50
TABLE_HEIGHT, ROWS_WITHOUT_SCROLLING = 500, 12


def rejected_rows(view: View) -> None:
    """Filters, one page of findings, and downloads: as lines, and as rows to mend."""
    known = view.result("health_rejects")
    loads = {load.load_id: load for load in session.store().loads() if load.is_active}
    if known.empty:
        subject(view, 0, "rows and cells to mend, whatever the filters")
        st.info(
            "Every row and every cell of what is loaded was read.",
            title="Nothing to mend",
            icon=":material/check:",
        )
        return
    values = _chosen(known, loads)
    found = view.result("reject_count", **values).iloc[0]
    words = REJECT_STATES[_state()].lower()
    subject(view, found["findings"], f"rows and cells, {words}, whatever the filters")
    if not found["findings"]:
        st.caption("No finding matches. Choose another load, reason or state above.")
        return
    load = loads.get(values["load_id"]) if isinstance(values["load_id"], int) else None
    if load:
        _mending(load, is_all=values["state"] != "open")
    else:
        st.caption("Choose a load to get its rows in the columns of its export, to mend there.")
    _findings(view, values, int(found["findings"]))


def mend_buttons(load: Load, *, is_all: bool = False) -> Mendable | None:
    """The rejected rows of a load in its own columns, to mend and to upload again."""
    path = session.store().rejects(load.load_id)
    mended = [] if is_all else _mended(load)
    rows = rejects.mendable(path, load, mended)
    for suffix, label in (("csv", "Rejects as CSV"), ("xlsx", "Rejects as Excel")):
        about = f"{load.sha256} {load.load_id} {sorted(mended)} {is_all}"
        st.download_button(
            label,
            lambda suffix=suffix: _written(load, rows, suffix),
            file_name=outputs.file_name(f"rejects {load.load_id}", about.encode(), suffix),
            key=f"rejects {load.load_id} {suffix}",
            on_click="ignore",
            icon=":material/download:",
            disabled=rows is not None and not rows.rows,
        )
    return rows


def rejected_link(load: Load) -> None:
    st.page_link(
        PAGE,
        label="Show rejected rows",
        icon=":material/rule:",
        query_params={"load": str(load.load_id)},
    )


def _chosen(known: pd.DataFrame, loads: dict[int, Load]) -> dict[str, object]:
    """What the controls above the list select; the address holds them."""
    unmended = sorted({int(one) for one in known[known["open_cells"] > 0]["load_id"]})
    listed = sorted({int(one) for one in known["load_id"]}, reverse=True)
    reasons = sorted(set(known["reason"]))
    _recall(listed, reasons, default=unmended[0] if len(unmended) == 1 else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        load_id = st.selectbox(
            "Load",
            listed,
            index=None,
            key="load",
            placeholder="All loads",
            format_func=lambda one: f"{one} · {loads[one].file}" if one in loads else str(one),
            width=320,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
        reason = st.selectbox(
            "Reason",
            reasons,
            index=None,
            key="reason",
            placeholder="All reasons",
            width=320,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
        st.selectbox(
            "Show",
            list(REJECT_STATES),
            key="rejects",
            format_func=REJECT_STATES.__getitem__,
            width=200,
            on_change=addresses.record,
            args=(CONTROLS,),
        )
    state = _state()
    return {"load_id": load_id, "complaint": reason, "state": None if state == "all" else state}


def _state() -> str:
    return str(st.session_state.get("rejects") or "open")


def _recall(listed: Sequence[int], reasons: Sequence[str], default: int | None) -> None:
    state, told = st.session_state, addresses.recalled
    if "load" not in st.query_params:
        state.setdefault("load", default)
    else:
        state["load"] = next((one for one in listed if str(one) in told("load")), None)
    if state["load"] not in listed:
        state["load"] = None
    state["reason"] = next((one for one in reasons if one in told("reason")), None)
    shown = (c for c, words in REJECT_STATES.items() if {c, words} & set(told("rejects")))
    state["rejects"] = next(shown, "open")


def _mending(load: Load, *, is_all: bool) -> None:
    with st.container(border=True):
        st.subheader("Mend and load again", anchor=False)
        st.markdown(
            "Download these rows in the columns of their export, mend the cells there and drop the "
            "file on *Upload exports*, or mend the export itself and load it again: only these "
            "rows change. The columns at the end say what they were; they are not loaded."
        )
        with st.container(horizontal=True):
            rows = mend_buttons(load, is_all=is_all)
        if rows and rows.rows:
            frame = _in_own_columns(rows)
            st.dataframe(
                frame,
                hide_index=True,
                alt=f"Rejected rows of {load.file} in the columns of the export",
            )
            if len(rows.rows) > ROWS_SHOWN:
                st.caption(f"The first {ROWS_SHOWN:,} of {len(rows.rows):,} rows.")


def _findings(view: View, values: dict[str, object], findings: int) -> None:
    with st.container(border=True):
        st.subheader("Every finding", anchor=False)
        pages = -(-findings // PAGE_ROWS)
        with st.container(horizontal=True, vertical_alignment="center"):
            page = min(st.pagination(pages, key="page of rejects"), pages)
            definition("reject_rows")
            _downloads(view, values, findings)
        offset = (page - 1) * PAGE_ROWS
        rows = view.result("reject_rows", **values, row_limit=PAGE_ROWS, row_offset=offset)
        table(
            _told(rows),
            alt_text=f"Rejected rows and cells, page {page} of {pages}",
            height=TABLE_HEIGHT if len(rows) > ROWS_WITHOUT_SCROLLING else None,
        )
        st.caption(
            "File and source row name the line of the export as a spreadsheet counts it. Mended by "
            "is the load that brought the row after all."
        )


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """The findings with the cells, which stay in the files of their loads."""
    store = session.store()
    paths = {int(load_id): store.rejects(int(load_id)) for load_id in rows["load_id"].unique()}
    return rejects.told(rows, paths)


def _downloads(view: View, values: dict[str, object], findings: int) -> None:
    def content(suffix: str) -> bytes:
        rows = view.result("reject_rows", **values, row_limit=EXPORT_ROWS, row_offset=0)
        return outputs.to_bytes(_told(rows), suffix, title="Rejected rows", note=str(values))

    about = f"{sorted(values.items(), key=str)} {view.snapshot.number}"
    with st.popover(
        "Download", icon=":material/download:", type="tertiary", help="Download these lines"
    ):
        st.caption(f"All {min(findings, EXPORT_ROWS):,} findings, one a line.")
        for suffix, label in (("csv", "CSV"), ("xlsx", "Excel")):
            st.download_button(
                label,
                lambda suffix=suffix: content(suffix),
                file_name=outputs.file_name("Rejected rows", about.encode(), suffix),
                key=f"download findings {suffix}",
                on_click="ignore",
            )


def _in_own_columns(rows: Mendable) -> pd.DataFrame:
    """The rows under their headings, what is wrong first; a repeated heading is numbered."""
    names: list[str] = []
    for place, heading in enumerate(rows.headings[0], start=1):
        name = " ".join(heading.split()) or f"Column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    frame = pd.DataFrame(rows.rows[:ROWS_SHOWN], columns=names)
    first = [MARKS[ROW], MARKS[BECAUSE]]
    return frame[[*first, *names[: -len(MARKS)]]]


def _mended(load: Load) -> list[int]:
    snapshot = session.store().snapshot()
    found = session.result(snapshot, "reject_mended", {"load_id": load.load_id})
    return found["source_row"].tolist()


def _written(load: Load, rows: Mendable | None, suffix: str) -> bytes:
    if rows is not None:
        content = (*rows.headings, *rows.rows)
        return outputs.rows_to_bytes(content, suffix, heading_rows=len(rows.headings))
    lines = rejects.lines(session.store().rejects(load.load_id))
    note = f"Rejects of load {load.load_id}, {plain(load.file)}: original cells and reasons."
    return outputs.to_bytes(lines, suffix, title="Rejects", note=note)
