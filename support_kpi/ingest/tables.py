"""One table: claimed by a reader, converted, checked."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import duckdb

from support_kpi import checks, readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options
from support_kpi.errors import ExportError, MappingError, UnknownFormat
from support_kpi.ingest.staged import Staged
from support_kpi.mappings.files import chosen
from support_kpi.mappings.fingerprints import fingerprint
from support_kpi.parsing.sheet import Sheet
from support_kpi.parsing.workbook import UNSAVED

HEAD_ROWS = 20


def claimed(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    folder: Path,
    options: Options,
    key: bytes,
    blank: Staged,
) -> tuple[Staged, bool]:
    """One table and whether a reader claimed it."""
    found = replace(
        blank,
        sheet=sheet.name,
        container=sheet.container,
        encoding=sheet.encoding,
        fingerprint=fingerprint(sheet.headings),
        mapping=chosen(sheet, options),
        # Any other file without headings looks the same: its mapping is not for the next one.
        is_once=options.is_once or sheet.is_bare,
        headings=sheet.headings,
    )
    if sheet.records <= 1:
        return replace(found, error=_nothing_below(sheet)), False
    try:
        reader, module = readers.claim(sheet, options)
    except (UnknownFormat, MappingError) as error:
        return replace(found, error=" ".join((str(error), *_unsaved(sheet)))), False
    except ExportError as error:
        return replace(found, error=str(error)), True
    found = replace(found, reader=reader, title=module.TITLE)
    return converted(connection, sheet, module, folder, options, key, found), True


def converted(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    module: ModuleType,
    folder: Path,
    options: Options,
    key: bytes,
    found: Staged,
) -> Staged:
    """The table as its reader reads it."""
    try:
        reading = module.read(sheet, options)
        done = convert(connection, sheet, reading, options, key, folder)
        doubts = checks.check(
            connection, sheet, reading, done, datetime.now(UTC).replace(tzinfo=None)
        )
    except ExportError as error:
        return replace(found, error=str(error))
    if done.rows_read == 0:
        return replace(found, error=_nothing_below(sheet))
    table = reading.drafts[0].table
    return replace(
        _filled(found, done),
        table=table,
        head=head(connection, done.tables[table]),
        warnings=(*sheet.notes, *done.warnings, *doubts),
        error=None,
    )


def _unsaved(sheet: Sheet) -> list[str]:
    """What may well be why nobody knows the table."""
    return [f"{note}." for note in sheet.notes if note.endswith(UNSAVED)]


def _nothing_below(sheet: Sheet) -> str:
    named = f'The table "{sheet.name}"' if sheet.name else "The table"
    return (
        f"{named} has headings and no row below them, so there is nothing to load. Export it "
        "again, for a longer period or with fewer filters."
    )


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


def head(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, str | None], ...]:
    """The first canonical rows as text, columns without any value left out."""
    cursor = connection.execute(
        "select columns(*)::varchar from read_parquet($path)"
        " order by source_row::bigint limit $rows",
        {"path": str(path), "rows": HEAD_ROWS},
    )
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    filled = [i for i in range(len(names)) if any(row[i] is not None for row in rows)]
    return tuple({names[i]: row[i] for i in filled} for row in rows)
