"""Exports written by hand in a test, read as a load would read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from support_kpi import checks, readers
from support_kpi.conversion import convert
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from support_kpi.ingest.gathering import gathered
from support_kpi.ingest.headings import headed
from support_kpi.ingest.unfolding import unfolded
from support_kpi.parsing import files
from tests.engine import engine

Row = dict[str, Any]
AS_OF = datetime(2027, 1, 1)


@dataclass(frozen=True)
class Export:
    """What became of a file: canonical rows by table, times as text, empty cells left out."""

    reader: str
    tables: dict[str, list[Row]]
    rejects: list[Row]
    warnings: tuple[str, ...]
    counts: tuple[int, int, int]
    zone: str | None
    refusals: tuple[str, ...]

    @property
    def tickets(self) -> list[Row]:
        return self.tables.get("ticket", [])

    @property
    def responses(self) -> list[Row]:
        return self.tables.get("response", [])

    @property
    def ticket(self) -> Row:
        (only,) = self.tickets
        return only

    @property
    def response(self) -> Row:
        (only,) = self.responses
        return only


def read(folder: Path, text: str | bytes, name: str = "export.csv", **said: Any) -> Export:
    """The one table of a file that a reader claims; requesters stay as written."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_path(path, **said)


def read_path(path: Path, **said: Any) -> Export:
    options = Options(name=path.name, **said)
    found: list[Export] = []
    refusals: list[str] = []
    for number, sheet in enumerate(files.sheets(path, path.parent / "sheets")):
        sheet = gathered(headed(sheet, options), path.parent, options)
        sheet = unfolded(sheet, path.parent)
        try:
            name, module = readers.claim(sheet, options)
        except UnknownFormat as error:
            refusals.append(str(error))
            continue
        reading = module.read(sheet, options)
        with engine().cursor() as connection:
            folder = path.parent / f"converted {number}"
            done = convert(connection, sheet, reading, options, b"", folder)
            doubts = checks.check(connection, sheet, reading, done, AS_OF)
            tables = {table: _rows(connection, frame) for table, frame in done.tables.items()}
            rejects = _rows(connection, done.rejects)
        counts = (done.rows_read, done.rows_kept, done.rows_rejected)
        said_of = (*sheet.notes, *done.warnings, *doubts)
        found.append(Export(name, tables, rejects, said_of, counts, done.zone, ()))
    if not found:
        return Export("", {}, [], (), (0, 0, 0), None, tuple(refusals))
    (one,) = found
    return Export(**{**vars(one), "refusals": tuple(refusals)})


def workbook(folder: Path, *rows: Sequence[object], name: str = "export.xlsx") -> Path:
    """A sheet with these rows: times as times, numbers as numbers."""
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Export")
        shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    page.write_datetime(number, column, cell, shown)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                elif cell is not None:
                    page.write(number, column, cell)
    return path


def chosen(rows: Sequence[Row], *names: str) -> list[tuple[Any, ...]]:
    """These columns of every row, None where a cell is empty."""
    return [tuple(row.get(name) for name in names) for row in rows]


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    cursor = connection.execute(
        "select * exclude (source_row) from read_parquet($path) order by source_row",
        {"path": str(path)},
    )
    names = [column[0] for column in cursor.description or ()]
    return [
        {name: _shown(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in cursor.fetchall()
    ]


def _shown(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat() if cell.tzinfo else str(cell)
    return cell
