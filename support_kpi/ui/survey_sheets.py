"""A survey table on the page, and its files."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi import crosstabs, outputs
from support_kpi.crosstabs import Sheet
from support_kpi.ui.frame import plain

PIXELS_OF_ROW, MOST_PIXELS = 35, 900
CELL_PIXELS, WIDE = 135, 7


def seen(sheet: Sheet) -> None:
    """The rows of a sheet, with notes and source below."""
    frame = sheet.frame()
    is_wide = len(frame.columns) > WIDE
    columns = {name: st.column_config.Column(width=CELL_PIXELS) for name in frame if is_wide}
    st.dataframe(
        frame,
        hide_index=True,
        alt=f"{sheet.title} {sheet.subtitle}",
        height=min(PIXELS_OF_ROW * (len(frame) + 1) + 3, MOST_PIXELS),
        column_config={
            **columns,
            "Answer": st.column_config.Column(width="medium", pinned=True),
            "Measure": st.column_config.Column(width=CELL_PIXELS),
        },
    )


def said(sheet: Sheet) -> None:
    for text in (*sheet.notes, sheet.source):
        st.caption(plain(text))


def downloads(sheet: Sheet, frames: Mapping[str, pd.DataFrame], key: str) -> None:
    """The sheet as Excel and CSV as seen, and its first frame as plain rows."""
    title = f"{sheet.title} {sheet.subtitle}"
    note = " ".join((*sheet.notes, sheet.source))
    content = f"{sheet.frame().to_json()} {note}".encode()
    rows = next(iter(frames.values()))
    with st.popover(
        "Download", icon=":material/download:", type="tertiary", help="Download this table"
    ):
        st.caption("Exactly as seen, with n, letters, notes and source.")
        for label, suffix, make in (
            ("Excel", "xlsx", lambda: crosstabs.to_xlsx(sheet, frames)),
            ("CSV", "csv", lambda: crosstabs.to_csv(sheet)),
            (
                "CSV, one row a cell",
                "cells.csv",
                lambda: outputs.to_bytes(rows, "csv", title=title, note=note),
            ),
        ):
            st.download_button(
                label,
                make,
                file_name=outputs.file_name(title, content, suffix),
                key=f"download {key} {suffix}",
                on_click="ignore",
                icon=":material/download:",
            )
