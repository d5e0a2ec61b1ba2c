"""Current rows: of all stored versions of a row the one that counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection as Connection

from support_kpi.schema import Table, ddl
from support_kpi.store import segments

COUNTED: Mapping[str, tuple[str, ...]] = {
    "ticket": (
        *("channel", "channel_detail", "status", "status_detail", "priority", "priority_detail"),
        *("team", "team_detail", "channel_last", "is_escalated", "requester_id"),
        *("first_reply_at", "first_reply_seconds", "agent_replies"),
    ),
    "response": ("channel", "channel_detail", "team", "team_detail", "is_answered"),
    "ticket_event": (),
}


@dataclass(frozen=True)
class Files:
    """Segments of one table: those that came, those that went, and all that count now."""

    added: Sequence[Path]
    removed: Sequence[Path]
    active: Sequence[Path]


def fill(connection: Connection, table: Table, files: Sequence[Path]) -> None:
    """Create a table and put the current rows of the files into it."""
    connection.execute(ddl(table))
    if not files:
        return
    versions, parameters = segments.versions(table, list(files))
    if table.name == "answer":
        versions = _standing(versions)
    key = ", ".join(segments.key(table))
    distinct = f"select count(distinct ({key})) = count(*) from ({versions})"
    if connection.execute(distinct, parameters).fetchall()[0][0]:
        stored = f"select * exclude (file_row_number) from ({versions})"
        # In the order of the files one thread alone would write.
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"insert into {table.name} by name {stored}", parameters)
        connection.execute("set preserve_insertion_order = true")
        return
    # The winners are found on a few columns only, so that the sort does not carry the wide rows.
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
                        partition by {key}
                        order by {segments.newest(table)}
                    ) as position
                from (select {_narrow(table)} from version)
            )
            where position = 1
        )
        select version.* exclude (file_row_number)
        from version
        semi join winner using (load_id, file_row_number)
        """,
        parameters,
    )


def change(engine: Connection, table: Table, files: Files) -> None:
    """Find the rows that are no longer current, and those that now are.

    Fills `former.<table>` and `fresh.<table>`, and `changed.<table>` with the keys of both. Only
    what came and what went is read, and where something went also the keys of what is left.
    """
    name, keys = table.name, ", ".join(segments.key(table))
    narrow = _narrow(table)
    for made in (f"changed.{name}_candidate", f"changed.{name}_lost"):
        engine.execute(f"create or replace table {made} as {_none(table, narrow)}")
    engine.execute(f"create or replace table changed.{name}_key as {_none(table, keys)}")
    _gather(engine, table, files.added, f"changed.{name}_candidate", narrow)
    _gather(engine, table, files.removed, f"changed.{name}_lost", narrow)
    engine.execute(
        f"""
        insert into changed.{name}_key
        select distinct {keys} from changed.{name}_candidate
        union
        select distinct {keys} from changed.{name}_lost
        """
    )
    engine.execute(
        f"""
        create or replace table changed.{name}_standing as
        select {narrow.replace("file_row_number", "-1 as file_row_number")}
        from home.main.{name} as held
        semi join changed.{name}_key as wanted on {segments.same(table, "held", "wanted")}
        """
    )
    is_lost = f"load_id in (select load_id from changed.{name}_lost)"
    sources = list(files.added)
    if files.removed:
        wanted = f"(select * from changed.{name}_standing where {is_lost})"
        _gather(engine, table, files.active, f"changed.{name}_candidate", narrow, wanted)
        sources = list(dict.fromkeys([*files.added, *files.active]))
    engine.execute(
        f"""
        create or replace table changed.{name}_winner as
        select * from (
            from changed.{name}_candidate
            union all by name
            select * from changed.{name}_standing where not ({is_lost})
        )
        qualify row_number() over (partition by {keys} order by {segments.newest(table)}) = 1
        """
    )
    engine.execute(
        f"""
        create or replace table changed.{name} as
        select {keys} from changed.{name}_key as wanted
        anti join (select * from changed.{name}_winner where file_row_number < 0) as kept
            on {segments.same(table, "wanted", "kept")}
        """
    )
    engine.execute(
        f"""
        create or replace table former.{name} as
        select {_counted(table, "held")} from home.main.{name} as held
        semi join changed.{name} as wanted on {segments.same(table, "held", "wanted")}
        """
    )
    engine.execute(ddl(table).replace(f"create table {name}", f"create table fresh.{name}", 1))
    _fetch(engine, sources, table, f"changed.{name}_winner", f"fresh.{name}")


def as_loaded(engine: Connection, table: Table, active: Sequence[Path]) -> None:
    """Put the rows of `former.<table>` back to what their files say."""
    if not active:
        return
    name = table.name
    engine.execute(
        f"""
        create or replace table changed.{name}_candidate as
        select {_narrow(table).replace("file_row_number", "0 as file_row_number")}
        from former.{name}
        """
    )
    versions, parameters = segments.versions(table, list(active))
    engine.execute(
        f"""
        create or replace table changed.{name}_origin as
        select {_narrow(table, "version")}
        from ({versions}) as version
        semi join changed.{name}_candidate as wanted
            on version.load_id = wanted.load_id
            and version.source_row = wanted.source_row
            and {segments.same(table, "version", "wanted")}
        qualify row_number() over (
            partition by {", ".join(segments.key(table))} order by {segments.newest(table)}
        ) = 1
        """,
        parameters,
    )
    engine.execute(f"delete from former.{name}")
    columns = _counted(table, "version")
    _fetch(engine, active, table, f"changed.{name}_origin", f"former.{name}", columns)


def _gather(
    engine: Connection,
    table: Table,
    files: Sequence[Path],
    into: str,
    narrow: str,
    wanted: str | None = None,
) -> None:
    if not files:
        return
    versions, parameters = segments.versions(table, list(files))
    join = f"semi join {wanted} as wanted on {segments.same(table, 'version', 'wanted')}"
    engine.execute(
        f"""
        insert into {into}
        select {_narrow(table, "version")} from ({versions}) as version
        {join if wanted else ""}
        """,
        parameters,
    )


def _fetch(
    engine: Connection,
    files: Sequence[Path],
    table: Table,
    winner: str,
    into: str,
    columns: str = "version.* exclude (file_row_number)",
) -> None:
    """The rows of the winners, from the files that hold one."""
    loads = {number for (number,) in engine.execute(f"select load_id from {winner}").fetchall()}
    holding = [file for file in files if int(file.name.partition(".")[0]) in loads]
    if not holding:
        return
    versions, parameters = segments.versions(table, holding)
    engine.execute(
        f"""
        insert into {into} by name
        select {columns}
        from ({versions}) as version
        semi join {winner} as winner using (load_id, file_row_number)
        """,
        parameters,
    )


def _counted(table: Table, of: str) -> str:
    """Where a row is from, and its columns that are counted over all rows."""
    names = [*segments.key(table), "load_id", "source_row", *COUNTED[table.name]]
    names += [table.version] if table.version else []
    return ", ".join(f"{of}.{name}" for name in dict.fromkeys(names))


def _none(table: Table, columns: str) -> str:
    rows = f"(select *, 0::bigint as file_row_number from home.main.{table.name})"
    return f"select {columns} from {rows} where false"


def _narrow(table: Table, of: str = "") -> str:
    """The columns that decide which version counts."""
    names = ["load_id", "file_row_number", *segments.key(table), "source_row"]
    names += [table.version] if table.version else []
    return ", ".join(f"{of}.{name}" if of else name for name in dict.fromkeys(names))


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
