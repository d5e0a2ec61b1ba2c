"""Segments with every kind of row that the model treats apart, made up from their numbers."""

from pathlib import Path

import duckdb

from support_kpi.schema import TABLES, ddl
from support_kpi.store.records import Segment
from support_kpi.store.settings import DEFAULTS

RULES = """[
    {"source": "desk", "field": "channel", "value": "Mail", "meaning": "email"},
    {"source": "desk", "field": "team", "value": "ΟΔΟΣ", "meaning": "Athens"},
    {"source": "surveys", "field": "team", "value": "b", "meaning": "B"}
]"""
SETTINGS = {**DEFAULTS, "reporting_zone": "Europe/Berlin", "value_rules": RULES, "entries": "[]"}

# The second load has some tickets anew, some of them changed; each file has some of them twice.
TICKET = """
    with drawn as (
        select
            number,
            (hash(number) % 1_000_003)::bigint as a,
            (hash(number, 7) % 1_000_033)::bigint as b
        from range($first, $last) as numbers (number)
    )
    select
        ['desk', 'phone', 'app'][1 + number % 3] as source,
        number + 2 as source_row,
        ['', '#', ' 0'][1 + number % 3] || number || ['', '.0', chr(160)][1 + number % 3]
            as ticket_id,
        timestamp '2025-10-20' + to_seconds(a * 17.3 + 0.25) as created_at,
        if(b % 3 > 0, created_at + to_seconds((b % 90_000) - 300), null) as first_reply_at,
        if(b % 4 > 0, created_at + to_seconds(a % 900_000 - 500), null) as solved_at,
        timestamp '2026-01-01' + to_days($load * (number % 2)::integer) as updated_at,
        if(number % 3 = 1, null, ['email', 'Mail', 'live_chat', null][1 + a % 4]) as channel,
        if(a % 4 = 1, 'Mail', null) as channel_detail,
        if(b % 17 = 0, 'phone', null) as channel_last,
        ['solved', 'open', 'closed', null][1 + b % 4] as status,
        ['low', 'normal', 'urgent', null][1 + a % 5] as priority,
        ['A', 'ΟΔΟΣ', chr(160), 'B' || chr(160), 'b', null][1 + b % 6] as team,
        'R' || (a % ($last // 5)) as requester_id,
        if(number % 7 = 0, ['vip', 'late'], null) as tags,
        if(b % 5 = 0, a % 3, null) as reopens,
        if(b % 6 = 0, null, a % 4) as agent_replies,
        if(b % 3 = 0, (a % 80_000) + 0.5, null) as first_reply_seconds,
        if(b % 4 = 0, a % 700_000, null) as resolution_seconds,
        if(b % 2 = 0, a % 3_600, null) as handle_seconds,
        if(a % 11 = 0, b % 2 = 0, null) as is_escalated,
        if(a % 3 = 0, b % 2 = 0, null) as is_sla_first_reply_met,
        if(b % 3 = 0, a % 2 = 0, null) as is_sla_resolution_met,
        a % 97 = 0 as is_spam,
        a % 89 = 0 as is_test,
        a % 23 = 0 as is_agent_created,
        if(number % 3 = 1, if(b % 9 = 0, 'outbound', 'inbound'), null) as direction,
        if(number % 3 = 1, b % 5 > 0, null) as is_answered,
        if(number % 3 = 1, ['abandoned', 'voicemail', 'ivr_only', null][1 + b % 4], null)
            as call_outcome,
        if(number % 3 = 1 and b % 5 > 0, a % 240 + 0.125, null) as speed_of_answer_seconds
    from drawn
"""
TICKETS = f"""
    from ({TICKET})
    union all
    select * replace ('B' as team) from ({TICKET}) where source_row % 41 = 0
"""
RESPONSES = """
    select
        ['desk', 'surveys'][1 + source_row % 2] as source,
        source_row,
        'S' || source_row as response_id,
        ['csat', 'nps', 'ces'][1 + source_row % 3] as metric,
        'survey' as survey,
        if(source_row % 5 < 2, ticket_id, if(source_row % 5 = 2, 'none', null)) as ticket_id,
        if(source_row % 10 = 1, source, null) as ticket_source,
        if(source_row % 11 = 0, null, if(source_row % 13 = 0, 'stranger', requester_id))
            as requester_id,
        created_at + interval 5 days as offered_at,
        if(source_row % 4 > 0, created_at + interval 6 days, null) as responded_at,
        source_row % 4 > 0 as is_answered,
        [1 + source_row % 5, source_row % 11, 1 + source_row % 7][1 + source_row % 3] as score,
        [1, 0, 1][1 + source_row % 3] as scale_low,
        [5, 10, 7][1 + source_row % 3] as scale_high,
        'higher_better' as scale_direction,
        if(source_row % 3 = 0, source_row % 5 > 2, null) as is_satisfied,
        if(source_row % 6 = 0, 'email', null) as channel,
        if(source_row % 7 = 0, 'b', null) as team,
        source_row % 50 = 0 as is_test
    from ({tickets})
    where source_row % 3 < 2
"""
EVENTS = """
    select
        source,
        source_row,
        ticket_id,
        created_at + to_days((1 + step)::integer) as event_at,
        step as position,
        ['reply', 'solve'][1 + step] as event_type
    from ({tickets}), range(2) as steps (step)
"""
PLANS = {
    "team": """
        select 'plan' as source, 1 as source_row, 'a' as team, 'Champion' as maturity_tier,
            date '2025-11-01' as assessed_on
        union all select 'plan', 2, 'Athens', 'Starter', date '2025-11-01'
    """,
    "budget_line": """
        select 'plan' as source, 1 + month as source_row, 'actual' as scenario,
            date '2025-10-01' + to_months(month::integer) as period_start,
            date '2025-11-01' + to_months(month::integer) as period_end,
            'Wages' as category, 1000.5 as amount, 'USD' as currency,
            ['email', null][1 + month % 2] as channel
        from range(6) as months (month)
    """,
    "staff_month": """
        select 'plan' as source, 1 + month as source_row, 'A' as team,
            (date '2025-10-01' + to_months(month::integer))::date as month, 4.5 as headcount,
            3.0 as training_days
        from range(6) as months (month)
    """,
}


def written(folder: Path, tickets: int) -> list[Segment]:
    """Two loads of tickets, responses and events, and one of plans."""
    made: list[Segment] = []
    for load, first, last in ((1, 0, tickets), (12, tickets * 3 // 4, tickets + tickets // 8)):
        sql = TICKETS
        for name, value in (("first", first), ("last", last), ("load", load)):
            sql = sql.replace(f"${name}", str(value))
        made.append(_segment(folder, load, "ticket", sql))
        made.append(_segment(folder, load, "response", RESPONSES.format(tickets=sql)))
        made.append(_segment(folder, load, "ticket_event", EVENTS.format(tickets=sql)))
    made += [_segment(folder, 2, table, sql) for table, sql in PLANS.items()]
    return made


def _segment(folder: Path, load: int, table: str, sql: str) -> Segment:
    file = f"segments/{table}/{load}.parquet"
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(ddl(TABLES[table]))
        connection.execute(f"insert into {table} by name {sql}")
        connection.execute(
            f"copy (select * exclude (load_id) from {table}) to '{path}' (format parquet)"
        )
        rows = connection.execute(f"select count(*) from '{path}'").fetchall()[0][0]
    return Segment(load, table, file, rows, path.stat().st_size, "")


def added(folder: Path, tickets: int) -> list[Segment]:
    """A later load of a few tickets and answers, some of them known before."""
    sql = TICKETS
    for name, value in (("first", 0), ("last", tickets), ("load", 13)):
        sql = sql.replace(f"${name}", str(value))
    return [
        _segment(folder, 13, "ticket", sql),
        _segment(folder, 13, "response", RESPONSES.format(tickets=sql)),
    ]
