"""Every stored version of every row, with the load and the place that decide which counts."""

from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.scale.engine import Engine
from support_kpi.schema import PROVENANCE, SQL_TYPES, Table
from support_kpi.store import segments
from support_kpi.store.files import quoted

SPARK_TYPES = {"varchar": "string", "timestamp": "timestamp_ntz", "varchar[]": "array<string>"}
LOAD = "cast(regexp_extract(filename, '([0-9]+)[^/]*$', 1) as bigint)"


def columns(table: Table) -> dict[str, str]:
    """The columns of a table with where its rows are from, and their types."""
    return {c.name: SQL_TYPES[c.type] for c in PROVENANCE + table.columns}


def define(
    engine: Engine, home: Connection, table: Table, files: Sequence[Path], scratch: Path
) -> str:
    """Let the engine know the versions in the files; the name that they have there."""
    name = f"{table.name}_version"
    if engine.numbers_rows:
        stored = {c: kind for c, kind in columns(table).items() if c != "load_id"}
        shape = ", ".join(f"`{c}` {SPARK_TYPES.get(kind, kind)}" for c, kind in stored.items())
        engine.segments(f"{table.name}_file", shape, list(files))
        selected = ", ".join(f"`{c}`" for c in stored)
        engine.define(
            name,
            f"select {LOAD} as load_id, file_row as file_row_number, {selected}"
            f" from {table.name}_file",
        )
        return name
    # Sail tells neither file nor place; DuckDB does, and both are on this machine.
    sql, parameters = segments.versions(table, list(files))
    numbered = scratch / name / "0.parquet"
    numbered.parent.mkdir()
    home.execute(f"copy ({sql}) to {quoted(numbered)} (format parquet)", parameters)
    engine.view(name, numbered)
    return name
