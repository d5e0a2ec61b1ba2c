"""A survey table as a file: Excel with numbers where numbers are seen, CSV with the texts."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from support_kpi.crosstabs.sheet import Cell, Sheet
from support_kpi.outputs import defused

FIRST_COLUMNS = (46, 16)


def to_xlsx(sheet: Sheet, frames: Mapping[str, pd.DataFrame]) -> bytes:
    """The table as seen on its first sheet; `frames` are further sheets, plain rows each."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, {**options, "nan_inf_to_errors": False})
    book.set_properties({"title": sheet.title, "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    page = book.add_worksheet("Table")
    for column, width in enumerate(FIRST_COLUMNS):
        page.set_column(column, column, width)
    page.set_column(len(FIRST_COLUMNS), max(len(sheet.headings) - 1, len(FIRST_COLUMNS)), 16)
    page.write_string(0, 0, defused(sheet.title), book.add_format({"bold": True, "font_size": 13}))
    page.write_string(1, 0, defused(sheet.subtitle))
    for column, text in enumerate(sheet.headings):
        page.write_string(3, column, defused(text), bold)
    page.freeze_panes(4, len(FIRST_COLUMNS))
    formats: dict[str, Any] = {}
    for row, found in enumerate(sheet.rows, start=4):
        for column, cell in enumerate(found):
            _write(page, row, column, cell, book, formats)
    below = 5 + len(sheet.rows)
    for row, text in enumerate((*sheet.notes, sheet.source), start=below):
        page.write_string(row, 0, defused(text))
    for name, frame in frames.items():
        _rows(book.add_worksheet(name), frame, bold)
    book.close()
    return target.getvalue()


def to_csv(sheet: Sheet) -> bytes:
    """Title, table, notes and source, with the texts as seen."""
    lines: list[list[str]] = [[sheet.title], [sheet.subtitle], [], list(sheet.headings)]
    lines += [[cell.text for cell in row] for row in sheet.rows]
    lines += [[], *([text] for text in sheet.notes), [sheet.source]]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        [defused(text) for text in line] for line in lines
    )
    return written.getvalue().encode("utf-8-sig")


def _write(
    page: Any, row: int, column: int, cell: Cell, book: Any, formats: dict[str, Any]
) -> None:
    if cell.number is None:
        page.write_string(row, column, defused(cell.text))
        return
    if cell.format not in formats:
        formats[cell.format] = book.add_format({"num_format": cell.format, "align": "right"})
    page.write_number(row, column, cell.number, formats[cell.format])


def _rows(page: Any, frame: pd.DataFrame, bold: Any) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(frame.columns) - 1, 0), 18)
    for column, name in enumerate(frame.columns):
        page.write_string(0, column, str(name), bold)
        for row, value in enumerate(frame[name], start=1):
            if isinstance(value, str):
                page.write_string(row, column, defused(value))
            elif not pd.isna(value):
                page.write(row, column, value if isinstance(value, bool) else float(value))
