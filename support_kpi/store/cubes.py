"""How large the cubes are, and what bounds them: days and dimensions, not tickets."""

from duckdb import DuckDBPyConnection as Connection

from support_kpi.store import layers

BLOCK_BYTES = 262_144
CELLS = (
    "(select count(*) from (select distinct channel, team, tier, priority, source from ticket_day))"
)
DAYS = "(select date_diff('day', first_day, last_day) + 1 from data_extent)"
BINS = "(select max(bin) + 1 + (select count(*) from duration_band) from duration_span)"
CUTS = "(select count(distinct cut) from ticket_cut)"
MOST = {
    "ticket_cut": f"days * cells * {CUTS}",
    "ticket_life": "days * days * cells",
    "hour_cut": f"days * cells * 24 * {CUTS}",
    "escalation_day": "days * cells * 2 * (select count(distinct channel) + 1 from ticket_day)",
    "duration_bin": "days * cells * 2 * bins",
    "duration_span": f"(days // 7 + days // 28 + 4) * cells * 2 * bins * {CUTS}",
}


def described(connection: Connection) -> str:
    """Rows and bytes of the cubes, and the most rows that those of tickets can have."""
    known = [name for name in layers.CUBES if _exists(connection, name)]
    if not known:
        return "none"
    rows = sum(_one(connection, f"select count(*) from {name}") for name in known)
    size = sum(_bytes(connection, name) for name in known)
    most = " + ".join(f"({bound})" for bound in MOST.values())
    days, cells, bins, bound = connection.execute(
        f"""
        with
            size as (
                select
                    coalesce({DAYS}, 0) as days,
                    {CELLS} as cells,
                    coalesce({BINS}, 0) as bins
            )
        select days, cells, bins, {most} from size
        """
    ).fetchall()[0]
    return (
        f"{rows:,} rows, {size / 1e6:,.1f} MB; those of tickets at most {bound:,} rows, however "
        f"many tickets there are: {days:,} days, {cells:,} combinations of channel, team, tier, "
        f"priority and source, {bins:,} bins of durations"
    )


def _bytes(connection: Connection, name: str) -> int:
    """Of the blocks that hold a cube, in the snapshot and in the one that it reads."""
    held = connection.execute(
        """
        select database_name, schema_name from duckdb_tables()
        where table_name = $name and schema_name in ('main', 'since')
        order by all
        """,
        {"name": name},
    ).fetchall()
    blocks = sum(
        _one(
            connection,
            "select count(distinct block_id) from "
            f"pragma_storage_info('\"{database}\".{schema}.{name}') where block_id >= 0",
        )
        for database, schema in held
    )
    return blocks * BLOCK_BYTES


def _exists(connection: Connection, name: str) -> bool:
    found = "select count(*) from information_schema.tables where table_name = $name"
    return bool(connection.execute(found, {"name": name}).fetchall()[0][0])


def _one(connection: Connection, sql: str) -> int:
    return connection.execute(sql).fetchall()[0][0]
