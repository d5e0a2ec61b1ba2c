"""Every table of a file read, converted and checked in this process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from support_kpi import checks, readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options
from support_kpi.errors import ExportError, UnknownFormat
from support_kpi.ingest.limits import Limits
from support_kpi.ingest.staged import Staged
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet

HEAD_ROWS = 20


def read(
    path: Path, folder: Path, work: Path, options: Options, key: bytes, limits: Limits
) -> list[Staged]:
    """Every table of a file, in this process."""
    blank = Staged(options.name or path.name, "", 0)
    try:
        sheets = files.sheets(path, work / "sheets", name=blank.name)
    except ExportError as error:
        return [replace(blank, error=str(error))]
    with _connected(work, limits) as connection:
        staged = [
            _staged(connection, sheet, folder / f"{number}", options, key, blank)
            for number, sheet in enumerate(sheets)
        ]
    return settled(staged)


def _connected(work: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": limits.duckdb_memory,
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )


def _staged(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    folder: Path,
    options: Options,
    key: bytes,
    blank: Staged,
) -> tuple[Staged, bool]:
    """One table and whether a reader claimed it."""
    found = replace(blank, sheet=sheet.name, container=sheet.container, encoding=sheet.encoding)
    try:
        reader, module = readers.claim(sheet, options)
    except UnknownFormat as error:
        return replace(found, error=str(error)), False
    except ExportError as error:
        return replace(found, error=str(error)), True
    found = replace(found, reader=reader, title=module.TITLE)
    try:
        reading = module.read(sheet, options)
        converted = convert(connection, sheet, reading, options, key, folder)
        doubts = checks.check(
            connection, sheet, reading, converted, datetime.now(UTC).replace(tzinfo=None)
        )
    except ExportError as error:
        return replace(found, error=str(error)), True
    table = reading.drafts[0].table
    return replace(
        _filled(found, converted),
        table=table,
        head=_head(connection, converted.tables[table]),
        warnings=(*sheet.notes, *converted.warnings, *doubts),
    ), True


def _filled(found: Staged, converted: Converted) -> Staged:
    return replace(
        found,
        source=converted.source,
        tables=dict(converted.tables),
        rejects=converted.rejects,
        rows_read=converted.rows_read,
        rows_kept=converted.rows_kept,
        rows_rejected=converted.rows_rejected,
        cells_bad=converted.cells_bad,
        records=converted.records,
        repeats=converted.repeats,
        zone=converted.zone,
        date_order=converted.date_order,
        columns=converted.columns,
    )


def _head(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, str | None], ...]:
    """The first canonical rows as text, columns without any value left out."""
    cursor = connection.execute(
        "select columns(*)::varchar from read_parquet($path) order by source_row limit $rows",
        {"path": str(path), "rows": HEAD_ROWS},
    )
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    filled = [i for i in range(len(names)) if any(row[i] is not None for row in rows)]
    return tuple({names[i]: row[i] for i in filled} for row in rows)


def settled(staged: Sequence[tuple[Staged, bool]]) -> list[Staged]:
    """Tables that no reader knows are only a remark where the file has others that one does."""
    claimed = [one for one, is_claimed in staged if is_claimed]
    if not claimed:
        return [one for one, _ in staged]
    left_out = tuple(str(one.error) for one, is_claimed in staged if not is_claimed)
    return [replace(one, warnings=(*one.warnings, *left_out)) for one in claimed]
