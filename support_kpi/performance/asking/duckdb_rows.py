"""The same questions put by DuckDB to the rows of the export, in a table of their own types."""

from pathlib import Path
from typing import Any

import duckdb

from support_kpi.filters import Filters
from support_kpi.performance.questions import Answer, Question
from support_kpi.performance.tickets import VIA

TYPES = {
    "Id": "bigint",
    "Requester id": "bigint",
    "Created at": "timestamp",
    "Updated at": "timestamp",
    "Solved at": "timestamp",
    "Group stations": "integer",
    "Assignee stations": "integer",
    "Reopens": "integer",
    "Replies": "integer",
    "First reply time in minutes": "integer",
    "Full resolution time in minutes": "integer",
}
CHANNELS = {via: channel for channel, via in VIA.items()}
SPLITS = {
    "all": "'all'",
    "week": "date_trunc('week', {time})::date::varchar",
    "channel": '"Via"',
    "team": '"Group"',
}
VOLUME = """
    select {created} as key, count(*) as created, 0 as solved
    from tickets where "Created at" >= $start and "Created at" < $end and {passes} group by all
    union all
    select {solved}, 0, count(*)
    from tickets where "Solved at" >= $start and "Solved at" < $end and {passes} group by all
"""
QUESTIONS = {
    "volume": f"select key, sum(created), sum(solved) from ({VOLUME}) group by key order by key",
    "speed": """
        select
            'first_reply' as duration,
            {created} as key,
            count("First reply time in minutes"),
            quantile_cont("First reply time in minutes", [0.5, 0.9])
        from tickets where "Created at" >= $start and "Created at" < $end and {passes}
        group by all
        union all
        select
            'resolution',
            {solved} as key,
            count(*),
            quantile_cont(date_diff('second', "Created at", "Solved at") / 60, [0.5, 0.9])
        from tickets where "Solved at" >= $start and "Solved at" < $end and {passes}
        group by all
        order by all
    """,
    "mix": """
        select "Via", {created} as key, count(*)
        from tickets where "Created at" >= $start and "Created at" < $end and {passes}
        group by all order by all
    """,
    "csat": """
        select {solved} as key, count(*), avg(("Satisfaction Score" = 'Good')::integer)
        from tickets
        where
            "Solved at" >= $start and "Solved at" < $end
            and "Satisfaction Score" in ('Good', 'Bad') and {passes}
        group by all order by all
    """,
    "hours": """
        select isodow("Created at"), hour("Created at"), count(*)
        from tickets where "Created at" >= $start and "Created at" < $end and {passes}
        group by all order by all
    """,
    "backlog": """
        select key, sum(sum(change)) over (order by key)
        from (
            select date_trunc('week', greatest("Created at", $start))::date as key, 1 as change
            from tickets where "Created at" < $end and {passes}
            union all
            select date_trunc('week', greatest("Solved at", $start))::date, -1
            from tickets where "Solved at" < $end and {passes}
        )
        group by key order by key
    """,
}


def read(database: Path, file: Path) -> None:
    """Read an export into the table `tickets` of a new database."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table tickets as from read_csv($file, header = true, types = $types)",
            {"file": str(file), "types": TYPES},
        )


def read_strictly(database: Path, file: Path) -> tuple[int, int]:
    """The same, without the rows of which a cell does not fit its type; how many rows are kept, and
    how many cells were recorded."""
    with duckdb.connect(str(database)) as connection:
        # It would be drawn among what the contest reads.
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            "create table tickets as"
            " from read_csv($file, header = true, types = $types, store_rejects = true)",
            {"file": str(file), "types": TYPES},
        )
        found = connection.execute(
            "select (select count(*) from tickets), (select count(*) from reject_errors)"
        ).fetchone()
    return found or (0, 0)


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True)


def asked(
    connection: duckdb.DuckDBPyConnection, question: Question, filters: Filters
) -> list[tuple[Any, ...]]:
    split = SPLITS[question.by]
    sql = QUESTIONS[question.subject].format(
        created=split.format(time='"Created at"'),
        solved=split.format(time='"Solved at"'),
        passes=_passes(filters),
    )
    values = {"start": filters.start, "end": filters.end}
    return connection.cursor().execute(sql, values).fetchall()


def told(question: Question, rows: list[tuple[Any, ...]]) -> Answer:
    """Rows of keys and numbers as an answer: channels by their names here, minutes as hours."""
    keys = {"speed": 2, "mix": 2, "hours": 2}.get(question.subject, 1)
    found: Answer = {}
    for row in rows:
        key = tuple(CHANNELS.get(str(part), str(part)) for part in row[:keys])
        numbers = [
            float(number)
            for part in row[keys:]
            for number in (part if isinstance(part, (list, tuple)) else [part])
        ]
        if question.subject == "speed":
            numbers[1:] = [number / 60 for number in numbers[1:]]
        found[key] = tuple(numbers)
    return found


def _passes(filters: Filters) -> str:
    parts = ["true"]
    for column, values in (
        ("Via", [VIA[channel] for channel in filters.channels]),
        ("Group", filters.teams),
    ):
        if values:
            listed = ", ".join(f"'{value}'" for value in values)
            parts.append(f'"{column}" in ({listed})')
    return " and ".join(parts)
