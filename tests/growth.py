"""What a load costs a large store, and its pages: `python -m tests.growth FOLDER MILLIONS`.

Prints seconds of processor time, which other work on the machine does not lengthen, and how many
times as much a question takes that is put to the rows instead of the cubes.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from support_kpi import queries
from support_kpi.filters import Filters, parameters
from support_kpi.store import building, snapshots
from support_kpi.store.records import Segment
from support_kpi.store.settings import DEFAULTS
from support_kpi.store.snapshots import Snapshot

TICKETS = """
    select
        'desk' as source,
        number + 2 as source_row,
        'T' || number as ticket_id,
        created_at,
        created_at + to_seconds(3600 * (1 + $load)) as updated_at,
        if(dice % 10 < 9, created_at + to_seconds(60 * (dice % 9000)), null) as solved_at,
        if(dice % 10 < 9, 'closed', 'open') as status,
        ['email', 'web_form', 'live_chat', 'phone', 'social_media'][1 + dice % 5] as channel,
        'Team ' || (dice // 7 % 8) as team,
        ['low', 'normal', 'high', 'urgent'][1 + dice // 11 % 4] as priority,
        md5((dice % (1 + $rows // 4))::varchar) as requester_id,
        60 * exp(dice // 13 % 1000 / 110) as first_reply_seconds,
        dice % 4 as agent_replies,
        if(dice % 20 = 0, 1, 0) as reopens
    from
        (
            select
                number,
                (hash(number, $load) % 1_000_000_007)::bigint as dice,
                timestamp '2024-01-01' + to_seconds(number * 63072000 // $rows) as created_at
            from range($first, $last) as numbers (number)
        )
"""
RESPONSES = """
    select
        source,
        source_row,
        'R' || ticket_id as response_id,
        'csat' as metric,
        ticket_id,
        created_at + interval 2 days as responded_at,
        1 + source_row % 5 as score,
        1 as scale_low,
        5 as scale_high,
        source_row % 5 > 2 as is_satisfied
    from ({tickets})
    where source_row % 2 = 0
"""
# The same questions put to the rows.
ROWS = {
    "volume_trend": """
        select date_trunc('month', created_date), count(*)
        from ticket_fact where is_counted group by all order by all
    """,
    "channel_mix": """
        select date_trunc('month', created_date), channel, count(*)
        from ticket_fact where is_counted group by all order by all
    """,
    "kpi_percentiles": """
        select quantile_cont(first_reply_seconds, [0.5, 0.9]),
            quantile_cont(resolution_seconds, [0.5, 0.9])
        from ticket_fact where is_counted
    """,
    "hour_of_week": """
        select created_weekday, created_hour, count(*)
        from ticket_fact where is_counted group by all order by all
    """,
    "kpi_responses": """
        select count(*), count(*) filter (where is_satisfied), avg(score)
        from response_fact where is_answered
    """,
}


def main(folder: Path, millions: float) -> None:
    rows = int(millions * 1_000_000)
    (folder / "temporary").mkdir(parents=True, exist_ok=True)
    day = rows // 730
    first = segments(folder, 1, rows, 0, rows)
    more = segments(folder, 2, rows, rows - day // 4, rows + day)
    known = {**DEFAULTS, "value_rules": "[]", "entries": "[]"}

    def build(number: int, held: list[Segment], present: Snapshot | None) -> Snapshot:
        made = Snapshot(number, folder / snapshots.file_name(number))
        base = building.build(made.path, folder, held, [], known, number, present)
        assert (base is None) == (present is None)
        return made

    begun = time.process_time()
    snapshot = build(1, first, None)
    whole = time.process_time() - begun
    begun = time.process_time()
    snapshot = build(2, first + more, snapshot)
    grown = time.process_time() - begun
    print(f"{rows:,} tickets whole {whole:.1f} s; {day:,} more {grown:.1f} s, {grown / whole:.1%}")
    with snapshots.connect(snapshot.path) as connection:
        _compare(connection)


def segments(folder: Path, load: int, rows: int, first: int, last: int) -> list[Segment]:
    tickets = TICKETS
    for name, value in (("load", load), ("rows", rows), ("first", first), ("last", last)):
        tickets = tickets.replace(f"${name}", str(value))
    made: list[Segment] = []
    for table, sql in (("ticket", tickets), ("response", RESPONSES.format(tickets=tickets))):
        file = f"segments/{table}/{load}.parquet"
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(f"copy ({sql}) to '{folder / file}' (format parquet)")
            held = connection.execute(f"select count(*) from '{folder / file}'").fetchall()[0][0]
        made.append(Segment(load, table, file, held, (folder / file).stat().st_size, ""))
    return made


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    values = parameters(Filters(start=date(2024, 1, 1), end=date(2026, 1, 3)))
    values |= {"dimension": "all", "every": "month"}
    for name, sql in ROWS.items():
        query = queries.load(name)
        from_cubes = _seconds(lambda query=query: queries.run(connection, query, values))
        from_rows = _seconds(lambda sql=sql: connection.cursor().execute(sql).fetchall())
        print(
            f"{name}: {from_cubes * 1000:.0f} ms, from rows {from_rows / from_cubes:.1f} times it"
        )


def _seconds(work: Callable[[], object]) -> float:
    spent: list[float] = []
    for _ in range(5):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
