"""The report as a workbook: a sheet for each section, numbers as numbers, tables as tables."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from support_kpi.outputs import defused
from support_kpi.report import tables
from support_kpi.report.contents import Kind, Report, Section, Table
from support_kpi.report.tables import Field

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FORMATS = {
    "share": "0.0%",
    "rate": "0.0%",
    tables.POINTS: "+0.0%;-0.0%;0.0%",
    "nps points": "+0;-0;0",
    "points": "0.00",
    "channels": "0.00",
    "replies": "0.00",
    "hours": '#,##0.00 "h"',
    "minutes": '#,##0.00 "min"',
    "seconds": '#,##0.0 "s"',
    "days": '#,##0.0 "days"',
}
POINTED = ("share", "rate", "points", "nps points")
PERIODS = {"month": "mmm yyyy", "quarter": "mmm yyyy", "year": "yyyy"}
FIRST_ROW = 4
SHEET_NAME = 31
LETTERS = 32_000
NARROWEST, WIDEST = 9, 60


class _Book:
    """A workbook being written, and the formats that it has so far."""

    def __init__(self, path: Path, title: str) -> None:
        self.book = xlsxwriter.Workbook(str(path), OPTIONS)
        self.book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: set[str] = set()

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def sheet(self, title: str) -> Any:
        """A sheet under a name that Excel takes and no other sheet has."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:SHEET_NAME] or "Sheet"
        name, number = plain, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: SHEET_NAME - len(str(number)) - 1]} {number}"
        self.names.add(name.casefold())
        return self.book.add_worksheet(name)


def write(report: Report, target: Path) -> None:
    book = _Book(target, report.title)
    _about(book, report)
    for position, section in enumerate(report.sections, start=1):
        _section(book, report, section, position)
    book.book.close()


def _about(book: _Book, report: Report) -> None:
    sheet = book.sheet("About")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110, book.format(text_wrap=True, valign="top"))
    _text(sheet, 0, 0, report.title, book.format(bold=True, font_size=16))
    lines = [
        ("Selection", report.about),
        ("n", report.base),
        ("Compared", report.against),
        ("Data until", report.last_day),
        ("Snapshot", "" if report.snapshot is None else str(report.snapshot)),
        ("Kind of data", report.badge),
        *((section.title, section.lead) for section in report.sections),
    ]
    for row, (name, text) in enumerate(((a, b) for a, b in lines if b), start=2):
        _text(sheet, row, 0, name, book.format(bold=True, valign="top"))
        _text(sheet, row, 1, text)


def _section(book: _Book, report: Report, section: Section, position: int) -> None:
    sheet = book.sheet(section.title)
    _text(sheet, 0, 0, section.title, book.format(bold=True, font_size=14))
    _text(sheet, 1, 0, " · ".join(filter(None, (report.line, report.badge))))
    _text(sheet, 2, 0, section.lead)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")
    row = FIRST_ROW
    if section.table is not None:
        row = _table(book, sheet, section.table, position) + 1
    for text in (section.note, section.definition):
        if text:
            _text(sheet, row, 0, text, book.format(italic=True))
            row += 1


def _table(book: _Book, sheet: Any, table: Table, position: int) -> int:
    """The row below the table."""
    fields = tables.fields(table)
    headings = _distinct(field.heading for field in fields)
    rows = table.frame.to_dict("records")
    last = FIRST_ROW + len(rows)
    wraps = any(_longest(field, rows) > WIDEST for field in fields)
    sheet.add_table(
        FIRST_ROW,
        0,
        last,
        len(fields) - 1,
        {
            "name": f"section_{position}",
            "style": "Table Style Light 1",
            "columns": [{"header": heading} for heading in headings],
        },
    )
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.repeat_rows(FIRST_ROW)
    for column, (field, heading) in enumerate(zip(fields, headings, strict=True)):
        width = max(_longest(field, rows), len(heading) + 3)
        sheet.set_column(column, column, min(max(width + 1, NARROWEST), WIDEST))
        for row, record in enumerate(rows, start=FIRST_ROW + 1):
            _cell(book, sheet, (row, column), field, record, wraps=wraps)
    return last + 1


def _cell(
    book: _Book,
    sheet: Any,
    place: tuple[int, int],
    field: Field,
    record: dict[Any, Any],
    *,
    wraps: bool,
) -> None:
    value = record[field.name]
    if field.kind == "text":
        wrapped = book.format(text_wrap=True, valign="top") if wraps else None
        _text(sheet, *place, "" if value is None or pd.isna(value) else str(value), wrapped)
    elif field.kind == "period":
        if not pd.isna(value):
            form = PERIODS.get(field.unit, "d mmm yyyy")
            moment = pd.Timestamp(value).to_pydatetime()
            sheet.write_datetime(*place, moment, book.format(num_format=form, align="left"))
    else:
        number = tables.number(value)
        if number is not None and math.isfinite(number):
            unit = field.unit or str(record.get("unit", ""))
            form = _number_format(field.kind, unit, number)
            if form:
                sheet.write_number(*place, number, book.format(num_format=form))


def _number_format(kind: Kind, unit: str, number: float) -> str:
    """How Excel shows it; empty for a relative change where points are what one compares."""
    if kind == "change":
        return "" if unit in POINTED else FORMATS[tables.POINTS]
    if kind == "count" or unit == "tickets":
        return "#,##0" if number == round(number) else "#,##0.0"
    if unit in FORMATS:
        return FORMATS[unit]
    # A currency is text of an export: only letters may stand in a number format.
    return f'#,##0.00 "{unit}"' if re.fullmatch(r"[A-Za-z]{2,5}", unit) else "#,##0.00"


def _text(sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
    sheet.write_string(row, column, defused(text)[:LETTERS], form)


def _longest(field: Field, rows: Sequence[dict[Any, Any]]) -> int:
    if field.kind != "text":
        return 12
    return max((len(str(record[field.name])) for record in rows), default=0)


def _distinct(headings: Iterable[str]) -> list[str]:
    """Headings as a table of Excel needs them: none twice, capitals aside."""
    found: list[str] = []
    for heading in headings:
        name, number = defused(heading)[:250], 1
        while name.casefold() in map(str.casefold, found):
            number += 1
            name = f"{heading} {number}"
        found.append(name)
    return found
