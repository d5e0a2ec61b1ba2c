"""Small sheets of text, as parsing hands them on, and what conversion makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Cell, Draft, Options, Reading, Text
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet
from tests.engine import engine

KEY = b"a key of this test"
Row = dict[str, object]


def sheet(folder: Path, *rows: Sequence[str | None], name: str = "") -> Sheet:
    """A sheet whose first row is row 1 of its file; short rows are padded with nulls."""
    width = max(len(row) for row in rows)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    numbers = range(1, len(rows) + 1)
    columns = {"source_row": pa.array(numbers, pa.int64())} | {
        f"c{n}": pa.array([row[n] for row in padded], pa.string()) for n in range(width)
    }
    path = folder / f"sheet{name}.parquet"
    pq.write_table(pa.table(columns), path)
    head = tuple(tuple(cell or "" for cell in row) for row in padded[:HEAD_ROWS])
    return Sheet(name, path, width, head, tuple(numbers)[:HEAD_ROWS], len(rows))


@dataclass(frozen=True)
class Outcome:
    """A conversion with its Parquet files read back."""

    converted: Converted
    rows: dict[str, list[Row]]
    rejects: list[Row]

    def column(self, name: str) -> list[object]:
        """One column of the main table, in the order of the file."""
        return [row[name] for row in next(iter(self.rows.values()))]


def outcome(
    folder: Path,
    table: Sheet,
    *drafts: Draft,
    options: Options | None = None,
    heading_rows: int = 1,
) -> Outcome:
    with engine().cursor() as connection:
        reading = Reading("test", drafts, heading_rows)
        converted = convert(
            connection, table, reading, options or Options(), KEY, folder / "converted"
        )
        rows = {name: _rows(connection, path) for name, path in converted.tables.items()}
        return Outcome(converted, rows, _rows(connection, converted.rejects))


def ticket(**cells: Cell) -> Draft:
    """A draft of tickets known by the heading `Id`."""
    return Draft("ticket", {"ticket_id": Text("Id"), **cells})


def read(
    folder: Path,
    column: str,
    cell: Cell,
    *values: str | None,
    heading: str = "Value",
    options: Options | None = None,
) -> Outcome:
    """One column of tickets, read from these cells under `heading`."""
    rows = [(f"{number}", value) for number, value in enumerate(values, start=1)]
    table = sheet(folder, ("Id", heading), *rows)
    return outcome(folder, table, ticket(**{column: cell}), options=options)


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    cursor = connection.execute(
        "select * from read_parquet($path) order by source_row", {"path": str(path)}
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
