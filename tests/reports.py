"""A report of the canonical rows, and its sections and rows."""

from datetime import date

import duckdb

from support_kpi.filters import Filters, sentence
from support_kpi.report import tables
from support_kpi.report.assembly import assembled
from support_kpi.report.contents import Report, Section

PERIOD = Filters(date(2026, 1, 1), date(2026, 3, 1))
ABOUT = f"{sentence(PERIOD)}, data to 9 Feb 2026"


def made(connection: duckdb.DuckDBPyConnection, filters: Filters = PERIOD) -> Report:
    return assembled(connection, filters, about=ABOUT, moved=lambda done, whole, name: None)


def section(one: Report, title: str) -> Section:
    return next(part for part in one.sections if part.title == title)


def rows(one: Section) -> list[list[str]]:
    assert one.table is not None
    return [[cell.text for cell in row] for row in tables.cells(one.table)]
