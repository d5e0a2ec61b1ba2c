"""A snapshot in memory, built from canonical rows that can be counted by hand."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from support_kpi.schema import TABLES, ddl
from support_kpi.store import snapshots
from support_kpi.store.settings import DEFAULTS

CANONICAL = Path(__file__).parent / "canonical"
MODEL = Path(__file__).parents[1] / "queries" / "model"


def of_folder(folder: Path = CANONICAL, zone: str = "UTC") -> duckdb.DuckDBPyConnection:
    """The model over one CSV per canonical table; a table without a file is empty."""
    return _built(
        zone,
        (
            f"insert into {name} by name"
            " select 1 as load_id, row_number() over () + 1 as source_row, *"
            f" from read_csv('{folder / name}.csv', all_varchar = true, header = true)"
            for name in TABLES
            if (folder / f"{name}.csv").exists()
        ),
    )


def of_rows(*statements: str, zone: str = "UTC") -> duckdb.DuckDBPyConnection:
    """The model over the rows that the statements insert."""
    return _built(zone, statements)


def enter(
    connection: duckdb.DuckDBPyConnection,
    said: Mapping[str, tuple[str, Mapping[str, object]]],
    who: str = "",
) -> None:
    """What people entered: kind and value of each key."""
    entries = [
        {"kind": kind, "key": key, "value": value, "who": who, "made_at": "2026-01-01"}
        for key, (kind, value) in said.items()
    ]
    connection.execute("set variable entries = $said", {"said": json.dumps(entries)})
    connection.execute((MODEL / "60_entries.sql").read_text(encoding="utf-8"))


def _built(zone: str, statements: Iterable[str]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in TABLES.values():
        connection.execute(ddl(table))
    connection.execute(
        "create table load (load_id bigint, file varchar, loaded_at timestamp,"
        ' source varchar, "table" varchar, is_active boolean default true,'
        " is_synthetic boolean default false,"
        " warnings varchar[])"
    )
    connection.execute(
        "create table snapshot as select 1::bigint as number, $zone as reporting_zone",
        {"zone": zone},
    )
    connection.execute(
        "create table reject (load_id bigint, source_row bigint, heading varchar,"
        " column_name varchar, reason varchar, is_row_rejected boolean, record varchar,"
        " mended_by bigint, is_again boolean)"
    )
    connection.execute(
        "insert into load (load_id, file, loaded_at)"
        " values (1, 'canonical.csv', timestamp '2026-03-01')"
    )
    for statement in statements:
        connection.execute(statement)
    for name, value in {**DEFAULTS, "reporting_zone": zone}.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    snapshots.fill_reference(connection)
    for file in sorted(MODEL.glob("*.sql")):
        connection.execute(file.read_text(encoding="utf-8"))
    return connection
