"""What a load changes: its records counted as new, updated or unchanged against current rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import TABLES, Table
from support_kpi.store import segments, snapshots
from support_kpi.store.files import quoted


@dataclass(frozen=True)
class Changes:
    """Distinct keys of a load's main table."""

    records: int
    new: int
    updated: int
    unchanged: int


def count(
    engine: Connection,
    snapshot: Path,
    table_name: str,
    arriving: Path,
    *,
    earlier: Sequence[Path] = (),
    replaced: Collection[int] = (),
    changed: Mapping[str, str] | None = None,
) -> Changes:
    """Compare a staged file with the snapshot and the segments published `earlier` in the same go.

    A record is updated when its row becomes the current one and differs in any canonical column.
    Rows of `replaced` loads never outrank the arriving ones.
    """
    engine.execute(f"attach if not exists {quoted(snapshot)} as present (read_only)")
    snapshots.attach_base(engine, snapshot, "present")
    table = TABLES[table_name]
    engine.execute(
        "create or replace table replaced as select unnest($replaced::bigint[]) as load_id",
        {"replaced": sorted(replaced)},
    )
    arrived = segments.canonical(engine, table, arriving, changed)
    keys = ", ".join(segments.key(table))
    ((records, is_known),) = engine.execute(
        f"""
        select
            (select count(distinct ({keys})) from ({arrived})),
            exists (
                from present.{table.name}
                where source in (select distinct source from ({arrived}))
            )
        """
    ).fetchall()
    if not is_known and not earlier:
        return Changes(records, records, 0, 0)
    engine.execute(f"create or replace table arrived as {_latest(table, arrived)}")
    same_key = segments.same(table, "arrived", "existing")
    existing = f"""
        select -1 as file_row_number, existing.* from present.{table.name} as existing
        semi join arrived on {same_key}
    """
    parameters: dict[str, object] = {}
    if earlier:
        versions, parameters = segments.versions(table, list(earlier))
        existing += f"union all by name ({versions})"
    first = "load_id in (from replaced), "
    engine.execute(
        f"create or replace table existing as {_latest(table, existing, first)}", parameters
    )
    wins = "true"
    if table.version:
        wins = f"""
            existing.load_id in (from replaced)
            or existing.{table.version} is null
            or arrived.{table.version} >= existing.{table.version}
        """
    records, new, updated = engine.execute(
        f"""
        select
            count(*),
            count(*) filter (where existing.source is null),
            count(*) filter (
                where existing.source is not null
                and ({wins})
                and arrived.content <> existing.content
            )
        from arrived
        left join existing on {same_key}
        """
    ).fetchall()[0]
    return Changes(records, new, updated, records - new - updated)


def _latest(table: Table, versions: str, first: str = "") -> str:
    """The current version of each key, its content as a hash: wide rows would fill the memory."""
    kept = ["load_id", "source_row", "file_row_number", *segments.key(table)]
    kept += [table.version] if table.version else []
    content = ", ".join(f'"{name}"' for name in table.column_names)
    return f"""
        select * from (
            select {", ".join(kept)}, hash(row({content})) as content from ({versions})
        )
        qualify row_number() over (
            partition by {", ".join(segments.key(table))}
            order by {first}{segments.newest(table)}
        ) = 1
    """
