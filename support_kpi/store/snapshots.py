"""Snapshots: a DuckDB file derived from the active segments and the model, then only read."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from support_kpi.errors import StoreError
from support_kpi.schema import TABLES, ddl
from support_kpi.store import engines
from support_kpi.store.files import quoted
from support_kpi.store.records import Load, Segment
from support_kpi.store.settings import OF_MODEL

MODEL = Path(__file__).parents[2] / "queries" / "model"
# Lists of answers stay in memory while they are made.
UNSPILLED = ("50_studies", "52_survey_tables")
QUERY_MILLISECONDS = 30_000
DEFINITION = re.compile(r"(\s|--.*\n)*(create (macro|view)|drop view)\b", re.IGNORECASE)
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


def rows_folder(path: Path) -> Path:
    """Where the rows of a snapshot lie that keeps them as Parquet and not in itself."""
    return path.with_suffix(".rows")


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


@dataclass(frozen=True)
class Origin:
    """What a snapshot was built from: settings, the table of each file and its rows, and, of one
    that holds only changes, the number of the whole snapshot below it."""

    base: int | None
    base_rows: int
    changed_rows: int
    settings: str
    files: Mapping[str, str]
    rows: Mapping[str, int]


def origin(path: Path) -> Origin | None:
    """None where it cannot be read."""
    try:
        with connect(path) as connection:
            base, base_rows, changed_rows, settings = connection.execute(
                "select base, base_rows, changed_rows, settings from snapshot"
            ).fetchall()[0]
            files = connection.execute("select file, table_name, rows from built_from").fetchall()
    except duckdb.Error:
        return None
    return Origin(
        base,
        base_rows,
        changed_rows,
        settings,
        {file: table for file, table, _ in files},
        {file: rows for file, _, rows in files},
    )


def stated(settings: Mapping[str, object]) -> str:
    """What changes the meaning of rows: settings and the model."""
    chosen = {name: settings[name] for name in OF_MODEL if name != "entries"}
    return json.dumps({**chosen, "model": model_digest()})


def set_variables(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, object]) -> None:
    connection.execute("set TimeZone = 'UTC'")
    for name in OF_MODEL:
        connection.execute(f"set variable {name} = $value", {"value": settings[name]})


def fill_origin(
    connection: duckdb.DuckDBPyConnection,
    active: Sequence[Segment],
    settings: Mapping[str, object],
    number: int | None,
    *,
    base: int | None = None,
    base_rows: int | None = None,
    changed_rows: int = 0,
) -> None:
    """The tables `snapshot` and `built_from`."""
    rows = sum(segment.rows for segment in active)
    connection.execute(
        """
        create table snapshot as
        select
            $number::bigint as number,
            $zone as reporting_zone,
            $base::bigint as base,
            $base_rows::bigint as base_rows,
            $changed_rows::bigint as changed_rows,
            $settings as settings
        """,
        {
            "number": number,
            "zone": settings["reporting_zone"],
            "base": base,
            "base_rows": rows if base_rows is None else base_rows,
            "changed_rows": changed_rows,
            "settings": stated(settings),
        },
    )
    connection.execute("create table built_from (file varchar, table_name varchar, rows bigint)")
    if active:
        connection.executemany(
            "insert into built_from values (?, ?, ?)", [(s.file, s.table, s.rows) for s in active]
        )


def fill_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of the reference files: columns as text, and the `place` of each row."""
    for file in reference_files():
        connection.execute(
            f"create table {file.stem} as "
            "select *, row_number() over () as place from read_csv("
            f"{quoted(file)}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        )


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot for reading and nothing else. Query through `.cursor()` only: a connection
    shared by threads mixes their results."""
    config = engines.config(path.parent.parent, path.stem)
    if _knows("max_execution_time"):
        config["max_execution_time"] = QUERY_MILLISECONDS
    connection = duckdb.connect(str(path), read_only=True, config=config)
    try:
        # Threads that open one file at once share its settings and what is attached; who comes
        # second finds it done.
        for prepare in (
            lambda: connection.execute("set global TimeZone = 'UTC'"),
            lambda: attach_base(connection, path),
            lambda: engines.look_at_rows(connection, path.parent.parent),
            lambda: connection.execute("set global enable_external_access = false"),
            lambda: connection.execute("set lock_configuration = true"),
        ):
            with suppress(duckdb.InvalidInputException, duckdb.PermissionException):
                prepare()
        is_locked = "select current_setting('lock_configuration')"
        if not connection.execute(is_locked).fetchall()[0][0]:
            raise StoreError(f"{path} cannot be opened safely with DuckDB {duckdb.__version__}.")
    except BaseException:
        connection.close()
        raise
    return connection


def attach_base(connection: duckdb.DuckDBPyConnection, path: Path, name: str | None = None) -> None:
    """Attach the whole snapshot that the one at `path` reads, if any."""
    of = f"{name}.main." if name else ""
    base = connection.execute(f"select base from {of}snapshot").fetchall()[0][0]
    if base is not None:
        whole = path.parent.parent / file_name(base)
        connection.execute(f"attach if not exists {quoted(whole)} as base (read_only)")


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
        """
        select table_name
        from information_schema.tables
        where table_catalog = current_database() and table_schema = 'main'
        order by table_name
        """
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


def fill_loads(connection: duckdb.DuckDBPyConnection, loads: Sequence[Load]) -> None:
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


def run_script(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run the files of the model of this name, with or without its number."""
    for file in model_files():
        if name in (file.stem, file.stem.partition("_")[2]):
            run_file(connection, file)


def run_definitions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros and views of the model, over tables that are there."""
    for file in model_files():
        run_file(connection, file, DEFINITION)


def run_file(
    connection: duckdb.DuckDBPyConnection, file: Path, only: re.Pattern[str] | None = None
) -> None:
    if file.stem in UNSPILLED:
        engines.allow(connection, engines.MEMORY)
    try:
        statements = connection.extract_statements(file.read_text(encoding="utf-8"))
        for statement in statements:
            if only is None or only.match(statement.query):
                connection.execute(statement)
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        # These speak of the script, never of a row.
        raise StoreError(f"{file}: {str(error).splitlines()[0]}") from None
    except duckdb.Error as error:
        raise StoreError(f"{file}: stopped with {type(error).__name__} on these rows.") from None
