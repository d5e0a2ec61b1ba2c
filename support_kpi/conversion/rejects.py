"""Rejects: every cell that could not be read, with its reason and the row it stood in.

The file also says, as its metadata, under which headings the cells stood, and which rejected rows
of earlier loads are in this one.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import Compiled
from support_kpi.conversion.ids import RECORDS
from support_kpi.conversion.literals import BLANKS, identifier, literal
from support_kpi.conversion.tables import KEPT, DraftTable, words
from support_kpi.conversion.texts import ROWS, texts
from support_kpi.drafts import Reading
from support_kpi.parsing.mending import LOAD, ROW
from support_kpi.parsing.sheet import Sheet

NOTHING = (
    "select null::bigint as source_row, null::integer as position, null::varchar as heading,"
    " null::varchar as column_name, null::varchar as value, null::varchar as reason,"
    " null::boolean as is_row_rejected where false"
)


def write_rejects(
    connection: DuckDBPyConnection,
    sheet: Sheet,
    built: Sequence[DraftTable],
    path: Path,
    reading: Reading,
) -> int:
    """Write the lines; how many cells of kept rows could not be read."""
    lines = "\nunion\n".join((NOTHING, *_lines(connection, sheet, built)))
    width = sheet.width - sheet.joined
    cells = ", ".join(f"c{number}" for number in range(width))
    said = {
        "headings": [row[:width] for row in sheet.head[: reading.heading_rows]],
        "mapping": reading.mapping,
    }
    connection.execute(f"create or replace temp table reject_line as {lines}")
    told = {**said, "mended": _mended(connection, sheet)}
    about = ", ".join(
        f"{name}: {literal(json.dumps(value, ensure_ascii=False))}" for name, value in told.items()
    )
    connection.execute(
        f"""
        copy (
            select
                line.source_row,
                line.heading,
                line.column_name,
                line.value,
                line.reason,
                line.is_row_rejected,
                line.position,
                {_record(built)} as record,
                [{cells}]::varchar[] as cells
            from reject_line as line
            inner join {ROWS} as sheet_row using (source_row)
            {_records(built)}
            order by line.source_row, line.position, line.column_name
        ) to {literal(path)} (
            format parquet,
            compression zstd,
            kv_metadata {{{about}}}
        )
        """
    )
    row = connection.execute(
        "select count(*) filter (not is_row_rejected) from reject_line"
    ).fetchone()
    return row[0] if row else 0


def _record(built: Sequence[DraftTable]) -> str:
    """SQL of the id of the record that a row gives, so that a later export is seen to mend it."""
    known = [f"main_{n}.record" for n, draft in enumerate(built) if _identifier(draft)]
    return f"coalesce({', '.join([*known, 'null::varchar'])})"


def _records(built: Sequence[DraftTable]) -> str:
    return "\n".join(
        f"left join (select source_row, {name}::varchar as record from {draft.name}) as main_{n}"
        f" on line.source_row = main_{n}.source_row"
        for n, draft in enumerate(built)
        if (name := _identifier(draft))
    )


def _identifier(draft: DraftTable) -> str | None:
    """The column that names a record of the main table within its file."""
    names = [name for name in RECORDS if name in draft.filled and draft.is_main]
    return identifier(names[0]) if names and names[0] in draft.table.key else None


def _mended(connection: DuckDBPyConnection, sheet: Sheet) -> dict[str, dict[str, bool]]:
    """Rejected rows of earlier loads that this sheet holds, and whether they were read now."""
    if sheet.marks is None:
        return {}
    row, load = (f"try_cast(c{sheet.marks + mark} as bigint)" for mark in (ROW, LOAD))
    rows = connection.execute(
        f"""
        select {load}, {row}, bool_and(reject_line.source_row is null)
        from {ROWS} as sheet_row
        left join reject_line using (source_row)
        where {load} is not null and {row} is not null
        group by all
        order by all
        """
    ).fetchall()
    found: dict[str, dict[str, bool]] = {}
    for of_load, of_row, is_read in rows:
        found.setdefault(str(of_load), {})[str(of_row)] = is_read
    return found


def _lines(
    connection: DuckDBPyConnection, sheet: Sheet, built: Sequence[DraftTable]
) -> Iterator[str]:
    """One select for each cell that is bad anywhere, and for each empty required one."""
    for draft in built:
        flags = "".join(f', count(*) filter ("bad {n}")' for n in range(len(draft.cells)))
        counts = connection.execute(f"select count(*){flags} from {draft.name}").fetchone() or ()
        for number, (cell, bad) in enumerate(zip(draft.cells, counts[1:], strict=True)):
            if bad:
                yield _line(sheet, draft, cell, f'draft."bad {number}"', cell.reason)
    first = built[0]
    if not _has_rejected(connection, first):
        return
    refused = "kept.source_row is null and draft.refusal is not null"
    yield _line(sheet, first, None, refused, "draft.refusal", is_refusal=True)
    flagged = {cell.column.name: number for number, cell in enumerate(first.cells)}
    for name in first.required:
        cell = next((cell for cell in first.cells if cell.told_name == name), None)
        is_empty = f"kept.source_row is null and draft.{identifier(name)} is null"
        if cell:
            is_empty += f' and not draft."bad {flagged[cell.column.name]}"'
        yield _line(sheet, first, cell, is_empty, _emptiness(first, cell), name)


def _has_rejected(connection: DuckDBPyConnection, draft: DraftTable) -> bool:
    return (
        connection.execute(
            f"select source_row from {draft.name} anti join {KEPT} using (source_row) limit 1"
        ).fetchone()
        is not None
    )


def _emptiness(draft: DraftTable, cell: Compiled | None) -> str:
    need = f"but every {words(draft.table)} needs one"
    if cell is None:
        return literal(f"cannot be derived, {need}")
    original = f"trim(coalesce({cell.original}, ''), {BLANKS})"
    meaning = literal(f'" means none, {need}')
    return (
        f"case when {original} = '' then {literal(f'empty, {need}')}"
        f" else '\"' || left({original}, 60) || {meaning} end"
    )


def _line(
    sheet: Sheet,
    draft: DraftTable,
    cell: Compiled | None,
    condition: str,
    reason: str,
    name: str = "",
    *,
    is_refusal: bool = False,
) -> str:
    original = cell.original if cell else "null"
    if is_refusal and sheet.damaged is not None:
        original = f"c{sheet.damaged}"
    rows = texts(sheet, original, reason)
    return f"""
        select
            draft.source_row,
            {cell.position if cell else -1} as position,
            {literal(cell.heading if cell else "")} as heading,
            {literal(cell.told_name if cell else name)} as column_name,
            {original} as value,
            {reason} as reason,
            kept.source_row is null as is_row_rejected
        from {draft.name} as draft
        inner join {rows} as sheet_row on sheet_row.source_row = draft.source_row
        left join {KEPT} as kept on kept.source_row = draft.source_row
        where {condition}{"" if is_refusal else " and draft.refusal is null"}
    """
