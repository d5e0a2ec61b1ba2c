"""A sheet and its reading in, canonical Parquet and rejects out; rows read = kept + rejected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import Compiled, Reader, column_of
from support_kpi.conversion.compilation import compiled
from support_kpi.conversion.orders import decided
from support_kpi.conversion.rejects import write_rejects
from support_kpi.conversion.tables import KEPT, UNFOLDED, DraftTable, build, write_table
from support_kpi.conversion.texts import see
from support_kpi.drafts import DateOrder, Options, Reading
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import TABLES, Column


@dataclass(frozen=True)
class Converted:
    """What became of one sheet: Parquet files, counts, and how each column was read."""

    source: str
    tables: Mapping[str, Path]
    rejects: Path
    rows_read: int
    rows_kept: int
    rows_rejected: int
    cells_bad: int
    records: int
    repeats: int
    zone: str | None
    date_order: DateOrder | None
    columns: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]


def convert(
    connection: DuckDBPyConnection,
    sheet: Sheet,
    reading: Reading,
    options: Options,
    key: bytes,
    folder: Path,
) -> Converted:
    """Read every cell that the drafts declare, keep the rows whose required cells can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute("set TimeZone = 'UTC'")
    see(connection, sheet, reading.heading_rows)
    plain: set[int] = set()
    dates = decided(connection, sheet, reading.drafts, options, plain)
    with TemporaryDirectory(prefix=".drafts-", dir=folder) as work:
        reader = Reader(connection, sheet, options, key, dates, Path(work), plain)
        return _written(reader, reading, folder)


def _written(reader: Reader, reading: Reading, folder: Path) -> Converted:
    connection, sheet = reader.connection, reader.sheet
    built = _build_all(reader, reading)
    main_table = reading.drafts[0].table
    mains = [draft for draft in built if draft.is_main]
    rows_read, rows_kept = _counted(connection, mains)
    rejects = folder / "rejects.parquet"
    cells_bad = write_rejects(connection, sheet, built, rejects, reading)
    tables: dict[str, Path] = {}
    records, repeats, empty = 0, 0, 0
    for name in dict.fromkeys(draft.table.name for draft in built):
        tables[name] = folder / f"{name}.parquet"
        before, keys = write_table(
            connection,
            [draft for draft in built if draft.table.name == name],
            reading.source,
            tables[name],
            standing=None if name == main_table else tables[main_table],
        )
        if name == main_table:
            records, repeats = keys, 0 if name in UNFOLDED else before - keys
            empty = rows_kept - _delivering(connection, mains)
    cells = [cell for draft in built for cell in draft.cells if cell.heading]
    zones = sorted({zone for cell in cells for zone in cell.zones})
    return Converted(
        source=reading.source,
        tables=tables,
        rejects=rejects,
        rows_read=rows_read,
        rows_kept=rows_kept,
        rows_rejected=rows_read - rows_kept,
        cells_bad=cells_bad,
        records=records,
        repeats=repeats,
        zone=", ".join(zones) or None,
        date_order=_date_order([cell.order for cell in cells]),
        columns=tuple(dict.fromkeys((cell.told_name, cell.heading, cell.how) for cell in cells)),
        warnings=(
            *reading.warnings,
            *(column.note for column in reader.dates.values() if column.note),
            *_warnings(built, main_table, repeats, empty),
        ),
    )


def _build_all(reader: Reader, reading: Reading) -> list[DraftTable]:
    """Every draft as a table of typed rows; the drafts of the main table first."""
    connection, main_table = reader.connection, reading.drafts[0].table
    ordered = sorted(reading.drafts, key=lambda draft: draft.table != main_table)
    built: list[DraftTable] = []
    known: dict[tuple[int, Column], Compiled | None] = {}
    has_kept = False
    for draft in ordered:
        table = TABLES[draft.table]
        is_main = draft.table == main_table
        if not is_main and not has_kept:
            _keep(connection, built)
            has_kept = True
        cells: list[Compiled] = []
        for name, cell in draft.cells.items():
            # Drafts of one sheet, such as one for each month, share most of their cells.
            once = (id(cell), column_of(table, name, cell))
            if once not in known:
                known[once] = compiled(reader, once[1], cell, len(known))
            if one := known[once]:
                cells.append(one)
        built.append(build(reader, draft, table, cells, number=len(built), is_main=is_main))
    if not has_kept:
        _keep(connection, built)
    return built


def _keep(connection: DuckDBPyConnection, mains: Sequence[DraftTable]) -> None:
    """The rows that at least one draft of the main table can take or leaves out on purpose."""
    kept = "\nunion\n".join(
        f"select source_row from {draft.name} where is_ok or is_left_out" for draft in mains
    )
    connection.execute(f"create or replace temp table {KEPT} as {kept}")


def _counted(connection: DuckDBPyConnection, mains: Sequence[DraftTable]) -> tuple[int, int]:
    row = connection.execute(
        f"select (select count(*) from {mains[0].name}), (select count(*) from {KEPT})"
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _delivering(connection: DuckDBPyConnection, mains: Sequence[DraftTable]) -> int:
    """How many rows of the file give at least one row of the main table."""
    rows = "\nunion\n".join(
        f"select source_row from {draft.name} where is_ok and is_wanted" for draft in mains
    )
    row = connection.execute(f"select count(*) from ({rows})").fetchone()
    return row[0] if row else 0


def _date_order(orders: Sequence[DateOrder | None]) -> DateOrder | None:
    ambiguous: list[DateOrder] = ["dmy", "mdy", "ymd"]
    return next((order for order in ambiguous if order in orders), None)


def _rule(built: Sequence[DraftTable]) -> str:
    """Which of several rows with one id stands."""
    main = next(draft for draft in built if draft.is_main)
    if main.table.version in main.filled:
        return f"the newest stands, by {main.table.version.replace('_', ' ')}, then by row"
    return "the last row stands, for no column says which is newer"


def _warnings(built: Sequence[DraftTable], main_table: str, repeats: int, empty: int) -> list[str]:
    said: list[str] = []
    words = main_table.replace("_", " ")
    for draft in built:
        said.extend(draft.warnings)
    if any(cell.is_zone_guessed for draft in built for cell in draft.cells):
        said.append("no time zone is named: clock times are read as UTC; --zone says otherwise")
    if repeats:
        said.append(f"rows that repeat a {words} of this file: {repeats:,}; {_rule(built)}")
    if empty:
        said.append(f"rows that give no {words}, being other lines of the export: {empty:,}")
    return list(dict.fromkeys(said))
