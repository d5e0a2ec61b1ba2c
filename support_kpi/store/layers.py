"""Layers: a snapshot that holds what changed since a whole one, and reads the rest there.

Of a layered table, `gone` has the keys that no longer count in the whole snapshot, `since` the
rows in their place; its name is a view of what stands. Every other table is either a view of the
whole snapshot or, once it has changed, a table of its own.
"""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import TICKET_EVENT

TICKET = ("source", "ticket_id")
RESPONSE = ("source", "response_id", "metric")
NEVER_NULL = {*TICKET, *RESPONSE}
CUBES: Mapping[str, tuple[str, ...]] = {
    "team_day": ("day",),
    "ticket_cut": ("day",),
    "ticket_life": ("day",),
    "hour_cut": ("day",),
    "escalation_day": ("day",),
    "duration_bin": ("day",),
    "duration_span": ("span", "day"),
    "response_cut": ("day",),
    "response_score": ("day",),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "ticket": TICKET,
    "ticket_fact": TICKET,
    "escalation_fact": TICKET,
    "ticket_event": ("source", *TICKET_EVENT.key),
    "response": RESPONSE,
    "response_link": RESPONSE,
    "response_fact": RESPONSE,
    **CUBES,
}


def lay(engine: Connection) -> None:
    """Make the empty database `home` a snapshot that reads everything in `base`."""
    engine.execute("create schema home.gone")
    engine.execute("create schema home.since")
    # A view keeps the names as they are written here, and finds them in the file it is in.
    engine.execute("use home")
    for name in sorted({*tables(engine, "base"), *_viewed(engine)}):
        if name in KEYS:
            keys = ", ".join(KEYS[name])
            engine.execute(
                f"create table gone.{name} as select {keys} from base.main.{name} limit 0"
            )
            engine.execute(f"create table since.{name} as select * from base.main.{name} limit 0")
            engine.execute(
                f"""
                create view {name} as
                select held.* from base.main.{name} as held
                anti join gone.{name} as gone on {_same(name, "held", "gone")}
                union all by name
                select * from since.{name}
                """
            )
        else:
            engine.execute(f'create view "{name}" as select * from base.main."{name}"')


def put(engine: Connection, name: str, changed: str) -> None:
    """Give a layered table what `fresh.<name>` has of the keys in `changed`, and nothing else."""
    keys = ", ".join(KEYS[name])
    engine.execute(
        f"""
        delete from home.since.{name} as held
        using (select distinct {keys} from {changed}) as wanted
        where {_same(name, "held", "wanted")}
        """
    )
    engine.execute(
        f"""
        insert into home.gone.{name}
        select distinct {keys} from {changed} as wanted
        anti join home.gone.{name} as gone on {_same(name, "wanted", "gone")}
        """
    )
    engine.execute(
        f"""
        insert into home.since.{name} by name
        select held.* from fresh.{name} as held
        semi join {changed} as wanted on {_same(name, "held", "wanted")}
        """
    )


def replace(engine: Connection, name: str) -> None:
    """Give the snapshot the table `fresh.<name>` in place of what it had under that name."""
    kind = "table" if name in tables(engine, "home") else "view"
    engine.execute(f'drop {kind} if exists home.main."{name}"')
    engine.execute(f'create table home.main."{name}" as from fresh."{name}"')


def replace_all(engine: Connection) -> None:
    """The same for every table of `fresh`, which is empty afterwards."""
    for name in tables(engine, "memory", "fresh"):
        replace(engine, name)
    clear(engine)


def clear(engine: Connection) -> None:
    views = engine.execute(
        """
        select view_name from duckdb_views()
        where database_name = 'memory' and schema_name = 'fresh'
        order by view_name
        """
    ).fetchall()
    for (name,) in views:
        engine.execute(f'drop view fresh."{name}"')
    for name in tables(engine, "memory", "fresh"):
        engine.execute(f'drop table fresh."{name}"')


def _viewed(engine: Connection) -> list[str]:
    """Layered tables whose rows lie as Parquet beside the whole snapshot."""
    rows = engine.execute(
        """
        select view_name from duckdb_views()
        where database_name = 'base' and schema_name = 'main' and not internal
        order by view_name
        """
    ).fetchall()
    return [name for (name,) in rows if name in KEYS]


def tables(engine: Connection, database: str, schema: str = "main") -> list[str]:
    rows = engine.execute(
        """
        select table_name from duckdb_tables()
        where database_name = $database and schema_name = $schema
        order by table_name
        """,
        {"database": database, "schema": schema},
    ).fetchall()
    return [name for (name,) in rows]


def _same(name: str, left: str, right: str) -> str:
    return " and ".join(
        f"{left}.{key} {'=' if key in NEVER_NULL else 'is not distinct from'} {right}.{key}"
        for key in KEYS[name]
    )
