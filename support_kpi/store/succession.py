"""Succession: tickets of a file that does not say when they were changed follow those known before.

Each takes over the time of update of the version that it comes after, so that it stands before that
one by the order of loads and behind every version that was changed later.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.ingest import Staged
from support_kpi.schema import TABLES
from support_kpi.store import segments, snapshots
from support_kpi.store.files import literal, quoted

TABLE, UPDATED = "ticket", "updated_at"


@dataclass(frozen=True)
class Succession:
    """How many tickets of a file follow a dated version, and the SQL that says when it was."""

    tickets: int = 0
    sql: str = ""

    def columns(self, table: str, changed: Mapping[str, str]) -> Mapping[str, str]:
        """The changed columns of a staged file, the time of update among them."""
        return {**changed, UPDATED: self.sql} if self.tickets and table == TABLE else changed


def succession(
    engine: Connection,
    snapshot: Path,
    staged: Staged,
    changed: Mapping[str, str],
    *,
    earlier: Sequence[Path] = (),
    replaced: Collection[int] = (),
) -> Succession:
    """Look the undated tickets of a staged file up in the snapshot and in the files of `earlier`
    loads of the same go; what `replaced` loads say is read anew and counts for nothing."""
    if TABLE not in staged.tables:
        return Succession()
    path = staged.tables[TABLE]
    own = UPDATED if UPDATED in segments.columns(engine, path) else "null::timestamp"
    source = changed.get("source", "source")
    engine.execute(
        f"""
        create or replace table undated as
        select distinct {source} as of_source, ticket_id as of_ticket
        from read_parquet($path) where {own} is null
        """,
        {"path": literal(path)},
    )
    engine.execute(f"attach if not exists {quoted(snapshot)} as present (read_only)")
    snapshots.attach_base(engine, snapshot, "present")
    known, parameters = f"select source, ticket_id, {UPDATED}, load_id from present.{TABLE}", {}
    if earlier:
        versions, parameters = segments.versions(TABLES[TABLE], list(earlier))
        known += f" union all select source, ticket_id, {UPDATED}, load_id from ({versions})"
    engine.execute(
        f"""
        create or replace table preceding as
        select of_source, of_ticket, max({UPDATED}) as known_at
        from undated
        inner join ({known}) as known on of_source = source and of_ticket = ticket_id
        where {UPDATED} is not null and not load_id in $replaced
        group by of_source, of_ticket
        """,
        {**parameters, "replaced": [-1, *replaced]},
    )
    ((tickets,),) = engine.execute("select count(*) from preceding").fetchall()
    before = f"""
        select any_value(known_at) from preceding
        where of_ticket = ticket_id and of_source = {source}
    """
    return Succession(tickets, f"coalesce({own}, ({before}))")
