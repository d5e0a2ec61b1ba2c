"""Segments: a load's rows as immutable Parquet, one file a table, in the canonical columns."""

from collections.abc import Mapping
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import PROVENANCE, SQL_TYPES, TABLES, Table
from support_kpi.store.files import copy, digest, literal, quoted, written
from support_kpi.store.ledger import REJECTS
from support_kpi.store.records import Segment


def file_name(load_id: int, table: str, edition: int = 0) -> str:
    """Where a segment lies in the store; a rewritten one gets a new name, never new content."""
    stem = f"{load_id}" if edition == 0 else f"{load_id}.{edition}"
    folder = REJECTS if table == REJECTS else f"segments/{table}"
    return f"{folder}/{stem}.parquet"


def next_edition(segment: Segment) -> str:
    _, _, edition = Path(segment.file).stem.partition(".")
    return file_name(segment.load_id, segment.table, int(edition or 0) + 1)


def write(
    engine: Connection,
    folder: Path,
    load_id: int,
    table: str,
    source: Path,
    changed: Mapping[str, str] | None = None,
) -> Segment:
    """Store a staged Parquet file as the segment of a load, some columns `changed`."""
    file = file_name(load_id, table)
    if table == REJECTS or (not changed and _is_canonical(engine, TABLES[table], source)):
        copy(source, folder / file)
    else:
        rows = canonical(engine, TABLES[table], source, changed)
        with written(folder / file) as part:
            engine.execute(
                f"""
                copy (select * exclude (load_id, file_row_number) from ({rows}))
                to {quoted(part)} (format parquet, compression zstd)
                """
            )
    return described(engine, folder, load_id, table, file)


def described(engine: Connection, folder: Path, load_id: int, table: str, file: str) -> Segment:
    path = folder / file
    rows = engine.execute(
        "select count(*) from read_parquet($file)", {"file": literal(path)}
    ).fetchall()[0][0]
    return Segment(load_id, table, file, rows, path.stat().st_size, digest(path))


def versions(table: Table, paths: list[Path]) -> tuple[str, dict[str, object]]:
    """SQL for every stored version of every row, newest reading last, and its parameter.

    The load is the number that a segment's file name starts with.
    """
    file = f"${table.name}, filename = true, file_row_number = true, union_by_name = true"
    sql = f"""
        select
            cast(regexp_extract(filename, '([0-9]+)[^/\\\\]*$', 1) as bigint) as load_id,
            file_row_number,
            {", ".join(_stored(table))}
        from {whole(table, file)}
    """
    return sql, {table.name: [literal(path) for path in paths]}


def whole(table: Table, file: str) -> str:
    """SQL for stored rows in all columns: those that the schema has gained since are null."""
    shape = ", ".join(f"null::{SQL_TYPES[c.type]} as {_name(c.name)}" for c in table.columns)
    return f"(select {shape} where false union all by name select * from read_parquet({file}))"


def canonical(
    engine: Connection, table: Table, source: Path, changed: Mapping[str, str] | None = None
) -> str:
    """SQL for a staged file in the canonical columns, with its row numbers and no load yet.

    `changed` is SQL for columns that do not hold what the file says.
    """
    file = quoted(Path(literal(source)))
    given = {name: _name(name) for name in columns(engine, source)} | dict(changed or {})
    selected = ", ".join(
        f"cast({given.get(c.name, 'null')} as {SQL_TYPES[c.type]}) as {_name(c.name)}"
        for c in PROVENANCE + table.columns
    )
    return f"""
        select {selected}, file_row_number
        from read_parquet({file}, file_row_number = true)
    """


def _is_canonical(engine: Connection, table: Table, source: Path) -> bool:
    """Whether a staged file has the very columns that a segment keeps."""
    held = engine.execute(
        "describe select * from read_parquet($file)", {"file": literal(source)}
    ).fetchall()
    shape = ", ".join(
        f"null::{SQL_TYPES[c.type]} as {_name(c.name)}"
        for c in PROVENANCE + table.columns
        if c.name != "load_id"
    )
    wanted = engine.execute(f"describe select {shape}").fetchall()
    return [column[:2] for column in held] == [column[:2] for column in wanted]


def columns(engine: Connection, file: Path) -> set[str]:
    rows = engine.execute(
        "select name from parquet_schema($file)", {"file": literal(file)}
    ).fetchall()
    return {name for (name,) in rows}


def newest(table: Table) -> str:
    """Order of versions of a row, the one that counts first: by update time, load, row."""
    version = [f"{table.version} desc nulls last"] if table.version else []
    return ", ".join([*version, "load_id desc", "source_row desc", "file_row_number desc"])


def key(table: Table) -> tuple[str, ...]:
    return tuple(_name(name) for name in ("source", *table.key))


def same(table: Table, left: str, right: str) -> str:
    """Condition that two relations speak of one row."""
    given = {_name(c.name) for c in PROVENANCE + table.columns if c.required}
    # Where nothing is null, an equation lets the engine leave out what cannot match.
    return " and ".join(
        f"{left}.{name} {'=' if name in given else 'is not distinct from'} {right}.{name}"
        for name in key(table)
    )


def paths(folder: Path, segments: list[Segment], table: str) -> list[Path]:
    return [folder / segment.file for segment in segments if segment.table == table]


def orphans(folder: Path, known: list[Segment]) -> list[Path]:
    """Files among the segments that no load names: what a killed writer leaves."""
    named = {folder / segment.file for segment in known}
    held = [*(folder / "segments").glob("*/*"), *(folder / REJECTS).glob("*")]
    return [path for path in held if path not in named]


def missing(folder: Path, known: list[Segment]) -> list[Segment]:
    return [
        segment
        for segment in known
        if not (folder / segment.file).is_file()
        or (folder / segment.file).stat().st_size != segment.size
    ]


def _stored(table: Table) -> list[str]:
    return [f'"{c.name}"' for c in PROVENANCE + table.columns if c.name != "load_id"]


def _name(column: str) -> str:
    return f'"{column}"'
