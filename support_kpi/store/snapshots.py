"""Snapshots: a DuckDB file derived from the active segments and the model, then only read."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from support_kpi.errors import StoreError
from support_kpi.schema import TABLES, Table, ddl
from support_kpi.store import engines, rejected, segments
from support_kpi.store.files import quoted, written
from support_kpi.store.ledger import REJECTS
from support_kpi.store.records import Load, Segment
from support_kpi.store.settings import OF_MODEL

MODEL = Path(__file__).parents[2] / "queries" / "model"
ENTRIES = "60_entries.sql"
QUERY_MILLISECONDS = 30_000
LOAD_SHAPE = {
    "load_id": "bigint",
    "file": "varchar",
    "sha256": "varchar",
    "size": "bigint",
    "sheet": "varchar",
    "container": "varchar",
    "encoding": "varchar",
    "reader": "varchar",
    "title": "varchar",
    "source": "varchar",
    "table": "varchar",
    "tables": ["varchar"],
    "who": "varchar",
    "loaded_at": "timestamp",
    "zone": "varchar",
    "date_order": "varchar",
    "rows_read": "bigint",
    "rows_kept": "bigint",
    "rows_rejected": "bigint",
    "cells_bad": "bigint",
    "records": "bigint",
    "records_new": "bigint",
    "records_updated": "bigint",
    "records_unchanged": "bigint",
    "warnings": ["varchar"],
    "is_active": "boolean",
    "is_synthetic": "boolean",
}


@dataclass(frozen=True)
class Snapshot:
    """One published state of the store."""

    number: int
    path: Path


def file_name(number: int) -> str:
    return f"snapshots/{number}.duckdb"


def model_files() -> list[Path]:
    return sorted(MODEL.glob("*.sql"))


def reference_files() -> list[Path]:
    """Tables that come with the model, as CSV: one each, named as its file."""
    return sorted((MODEL / "reference").glob("*.csv"))


def model_digest() -> str:
    """Changes whenever the same segments would give another snapshot."""
    texts = [file.read_text(encoding="utf-8") for file in (*model_files(), *reference_files())]
    texts += [ddl(table) for table in TABLES.values()]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def build(
    target: Path,
    folder: Path,
    active: Sequence[Segment],
    loads: Sequence[Load],
    settings: Mapping[str, object],
    number: int | None = None,
) -> None:
    """Write a snapshot of the active segments to `target`, whole or not at all."""
    with (
        written(target) as part,
        duckdb.connect(str(part), config=engines.config(folder, part.stem)) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        for name in OF_MODEL:
            connection.execute(f"set variable {name} = $value", {"value": settings[name]})
        for table in TABLES.values():
            connection.execute(ddl(table))
            _fill(connection, table, segments.paths(folder, list(active), table.name))
        _fill_loads(connection, loads)
        rejected.fill(connection, segments.paths(folder, list(active), REJECTS))
        connection.execute(
            """
            create table snapshot as
            select $number::bigint as number, $zone as reporting_zone
            """,
            {"number": number, "zone": settings["reporting_zone"]},
        )
        fill_reference(connection)
        for file in model_files():
            _run_script(connection, file)
        connection.execute("checkpoint")


def amend(
    present: Path, target: Path, folder: Path, settings: Mapping[str, object], number: int
) -> None:
    """Write a copy of a snapshot with what people entered since, whole or not at all."""
    with written(target) as part:
        shutil.copyfile(present, part)
        with duckdb.connect(str(part), config=engines.config(folder, part.stem)) as connection:
            connection.execute("set variable entries = $value", {"value": settings["entries"]})
            _run_script(connection, MODEL / ENTRIES)
            connection.execute("update snapshot set number = $number", {"number": number})
            connection.execute("checkpoint")


def fill_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the reference files, every column as text."""
    for file in reference_files():
        connection.execute(
            f"create table {file.stem} as from read_csv("
            f"{quoted(file)}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        )


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for reading and nothing else. Query through `.cursor()` only: a connection
    shared by threads mixes their results."""
    config = engines.config(path.parent.parent, path.stem) | {"enable_external_access": False}
    if _knows("max_execution_time"):
        config["max_execution_time"] = QUERY_MILLISECONDS
    connection = duckdb.connect(str(path), read_only=True, config=config)
    # Threads that open one file at once share its settings; who comes second finds them locked.
    with suppress(duckdb.InvalidInputException):
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
    is_locked = "select current_setting('lock_configuration')"
    if not connection.execute(is_locked).fetchall()[0][0]:
        connection.close()
        raise StoreError(f"{path} cannot be opened safely with DuckDB {duckdb.__version__}.")
    return connection


def is_readable(path: Path) -> bool:
    """Whether the file opens and its catalogue can be read."""
    try:
        with connect(path) as connection:
            connection.execute("select number from snapshot").fetchall()
    except duckdb.Error:
        return False
    return True


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of every table of a snapshot, the cubes included."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' order by table_name"
    ).fetchall()
    return {
        name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0]
        for (name,) in names
    }


@cache
def _knows(setting: str) -> bool:
    with duckdb.connect() as connection:
        known = "select count(*) from duckdb_settings() where name = $setting"
        return bool(connection.execute(known, {"setting": setting}).fetchall()[0][0])


def _fill(connection: duckdb.DuckDBPyConnection, table: Table, files: list[Path]) -> None:
    if not files:
        return
    versions, parameters = segments.versions(table, files)
    if table.name == "answer":
        versions = _standing(versions)
    # The winners are found on a few columns only, so that the sort does not carry the wide rows.
    narrow = ", ".join(dict.fromkeys([*segments.key(table), "source_row"]))
    if table.version:
        narrow += f", {table.version}"
    connection.execute(
        f"""
        insert into {table.name} by name
        with version as not materialized ({versions}),
        winner as (
            select load_id, file_row_number from (
                select
                    load_id,
                    file_row_number,
                    row_number() over (
                        partition by {", ".join(segments.key(table))}
                        order by {segments.newest(table)}
                    ) as position
                from (select load_id, file_row_number, {narrow} from version)
            )
            where position = 1
        )
        select version.* exclude (file_row_number)
        from version
        semi join winner using (load_id, file_row_number)
        """,
        parameters,
    )


def _standing(answers: str) -> str:
    """Answers follow their respondent: an option that a later export has no more is gone."""
    person = "source, survey, respondent_id"
    return f"""
        with
            given as ({answers}),
            holding as (select distinct {person}, load_id from given),
            standing as (
                select
                    {person},
                    coalesce(
                        max(holding.load_id) filter (holding.load_id = respondent.load_id),
                        max(holding.load_id)
                    ) as load_id
                from holding
                left join respondent using ({person})
                group by {person}
            )
        select given.* from given semi join standing using ({person}, load_id)
    """


def _fill_loads(connection: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
    records = [{name: getattr(load, name) for name in LOAD_SHAPE} for load in loads]
    rows = json.dumps(records, default=str)
    shape = json.dumps([LOAD_SHAPE])
    connection.execute(
        f"""
        create table load as
        select unnest(from_json($rows::json, '{shape}'), max_depth := 2)
        """,
        {"rows": rows},
    )


def _run_script(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    try:
        statements = connection.extract_statements(file.read_text(encoding="utf-8"))
        for statement in statements:
            connection.execute(statement)
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        # These speak of the script, never of a row.
        raise StoreError(f"{file}: {str(error).splitlines()[0]}") from None
    except duckdb.Error as error:
        raise StoreError(f"{file}: stopped with {type(error).__name__} on these rows.") from None
