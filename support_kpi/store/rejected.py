"""Rejects in a snapshot: where and why, and which later load brought the row after all."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import TABLES
from support_kpi.store.files import literal

SHAPE = (
    ("source_row", "bigint"),
    ("heading", "varchar"),
    ("column_name", "varchar"),
    ("reason", "varchar"),
    ("is_row_rejected", "boolean"),
    ("record", "varchar"),
)
RECORDS = {"ticket": "ticket_id", "response": "response_id", "respondent": "respondent_id"}
COVERED = 0.9
LOAD = "regexp_extract(filename, '([0-9]+)[^/\\\\]*$', 1)::bigint"
SAID = ("headings", "mapping", "mended")


def about(engine: Connection, path: Path) -> Mapping[str, object]:
    """What a file of rejects says of itself: `headings` of its cells, the `mapping` that they were
    read with if any, the rows of earlier loads that it `mended`."""
    rows = engine.execute(
        "select decode(key), decode(value) from parquet_kv_metadata($file)", {"file": literal(path)}
    ).fetchall()
    return {key: json.loads(value) for key, value in rows if key in SAID}


def told(said: Mapping[str, object]) -> str:
    """The same as an option of `copy`."""
    texts = {key: json.dumps(value, ensure_ascii=False) for key, value in said.items()}
    pairs = [f"{key}: " + "'" + text.replace("'", "''") + "'" for key, text in texts.items()]
    return f", kv_metadata {{{', '.join(pairs)}}}" if pairs else ""


def fill(connection: Connection, files: Sequence[Path]) -> None:
    """The tables `reject`, without the cells themselves, which may hold anything, and `mended`."""
    columns = ", ".join(f"{name} {kind}" for name, kind in SHAPE)
    connection.execute(
        f"create table reject (load_id bigint, {columns}, mended_by bigint, is_again boolean)"
    )
    connection.execute(
        "create table mended (load_id bigint, source_row bigint, by_load bigint, is_read boolean)"
    )
    paths = [literal(file) for file in files]
    if not paths:
        return
    described = connection.execute(
        "describe select * from read_parquet($files, union_by_name = true)", {"files": paths}
    ).fetchall()
    held = [name for name, _ in SHAPE if name in {row[0] for row in described}]
    if held:
        connection.execute(
            f"""
            insert into reject by name
            select {LOAD} as load_id, {", ".join(held)}
            from read_parquet($files, union_by_name = true, filename = true)
            """,
            {"files": paths},
        )
    for file in files:
        _note_mended(connection, int(file.name.partition(".")[0]), about(connection, file))
    if connection.execute("select 1 from reject limit 1").fetchone():
        _settle(connection)


def _note_mended(connection: Connection, load_id: int, said: Mapping[str, object]) -> None:
    mended = said.get("mended")
    if not isinstance(mended, dict):
        return
    rows = [
        (int(of_load), int(row), load_id, is_read)
        for of_load, of_rows in mended.items()
        for row, is_read in of_rows.items()
    ]
    if rows:
        connection.executemany("insert into mended values (?, ?, ?, ?)", rows)


def _settle(connection: Connection) -> None:
    """Rows that came back by themselves, then records of later loads, then whole later exports."""
    connection.execute(
        """
        update reject
        set mended_by = back.by_load, is_again = not back.is_read
        from (
            select
                load_id,
                source_row,
                max(by_load) as by_load,
                arg_max(is_read, by_load) as is_read
            from mended
            group by load_id, source_row
        ) as back
        where reject.load_id = back.load_id and reject.source_row = back.source_row
        """
    )
    for table, identifier in RECORDS.items():
        _settle_records(connection, table, identifier)
    for table in TABLES:
        _settle_exports(connection, table)


def _settle_records(connection: Connection, table: str, identifier: str) -> None:
    """By the id that the row names: its record is of a later load that does not complain of it."""
    survey = "survey" if table == "respondent" else "null::varchar"
    connection.execute(
        f"""
        update reject
        set mended_by = later.load_id, is_again = false
        from (
            select reject.load_id as of_load, reject.source_row, reject.column_name, found.load_id
            from reject
            inner join load using (load_id)
            inner join (
                select source, {identifier} as record, {survey} as survey, load_id from {table}
            ) as found
                on found.record = reject.record
                and found.source = load.source
                and found.load_id > reject.load_id
            left join (
                select load_id, any_value({survey}) as survey from {table} group by load_id
            ) as own
                on own.load_id = reject.load_id
            where
                load."table" = '{table}'
                and reject.mended_by is null
                and coalesce(own.survey = found.survey, true)
                and not exists (
                    select 1
                    from reject as other
                    where
                        other.load_id = found.load_id
                        and other.record = reject.record
                        and other.column_name = reject.column_name
                )
        ) as later
        where
            reject.load_id = later.of_load
            and reject.source_row = later.source_row
            and reject.column_name = later.column_name
            and reject.mended_by is null
        """
    )


def _settle_exports(connection: Connection, table: str) -> None:
    """Rows without an id: a later load that took over nine of ten records is the export anew, and
    lists itself what is still wrong with it."""
    connection.execute(
        f"""
        update reject
        set mended_by = later.by_load, is_again = false
        from (
            select earlier.load_id, max(following.load_id) as by_load
            from load as earlier
            inner join load as following
                on following.load_id > earlier.load_id
                and following.source = earlier.source
                and following.reader = earlier.reader
                and following."table" = earlier."table"
                and following.is_active
            where
                earlier."table" = '{table}'
                and earlier.load_id in (
                    select load_id from reject where record is null and mended_by is null
                )
                and (
                    select count(*) from {table} where {table}.load_id = earlier.load_id
                ) <= (1 - $covered) * earlier.records
                and (earlier.records > 0 or earlier.file = following.file)
                and (
                    following.records_updated + following.records_unchanged
                    >= $covered * earlier.records
                )
            group by earlier.load_id
        ) as later
        where
            reject.load_id = later.load_id
            and reject.record is null
            and reject.mended_by is null
        """,
        {"covered": COVERED},
    )
