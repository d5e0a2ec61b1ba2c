"""A seeded Zendesk export of any size: two years of tickets, in the order of their creation."""

from datetime import date, timedelta
from pathlib import Path

import duckdb

FIRST_DAY = date(2024, 1, 1)
DAYS = 730
LAST_DAY = FIRST_DAY + timedelta(days=DAYS)
# What the vendor calls each channel.
VIA = {
    "email": "Mail",
    "web_form": "Web form",
    "live_chat": "Chat",
    "phone": "Voice",
    "social_media": "Twitter",
}
TEAMS = tuple(f"Team {number}" for number in range(1, 9))
SQL = """
    copy (
        with
            drawn as (
                select
                    number,
                    $rows as whole,
                    (hash(number, 1) % 1_000_003)::bigint as a,
                    (hash(number, 2) % 1_000_003)::bigint as b,
                    (hash(number, 3) % 1_000_003)::bigint as c
                from range($first, $last) as numbers (number)
            ),
            timed as (
                select
                    *,
                    -- Most tickets of a day come around two in the afternoon.
                    timestamp '2024-01-01'
                    + to_days((number * 730 // whole)::integer)
                    + to_seconds(28_800 * (a / 1_000_003 + b / 1_000_003 + c / 1_000_003))
                    as created_at,
                    round(exp(1 + 6 * (a % 1000) / 1000))::bigint as reply_minutes,
                    round(exp(3 + 7 * (b % 1000) / 1000))::bigint as solve_minutes,
                    c % 100 < 94 as is_solved
                from drawn
            ),
            ended as (
                select
                    *,
                    date_trunc('second', created_at) as created,
                    if(
                        is_solved,
                        date_trunc('second', created_at)
                        + to_minutes(reply_minutes + solve_minutes),
                        null
                    ) as solved
                from timed
            )
        select
            1 as "Summation column",
            100_000 + number as "Id",
            'requester ' || a % 50_000 as "Requester",
            900_000_000 + a % 50_000 as "Requester id",
            'requester' || a % 50_000 || '@example.com' as "Requester email",
            'Agent ' || b % 90 as "Assignee",
            'Team ' || (1 + a % 8) as "Group",
            case
                when c % 100 = 0 then 'Where is my order, please?' || chr(10) || 'It is late.'
                when c % 100 = 1 then 'The "express" parcel is late'
                else 'Question about order ' || c
            end as "Subject",
            ['delivery', 'refund late', 'account', 'invoice'][1 + b % 4] as "Tags",
            if(is_solved, 'Closed', 'Open') as "Status",
            ['Low', 'Normal', 'High', 'Urgent'][1 + b % 4] as "Priority",
            ['Mail', 'Web form', 'Chat', 'Voice', 'Twitter'][1 + c % 5] as "Via",
            'Question' as "Ticket type",
            strftime(created, '%Y-%m-%dT%H:%M:%SZ') as "Created at",
            strftime(coalesce(solved, created), '%Y-%m-%dT%H:%M:%SZ') as "Updated at",
            strftime(solved, '%Y-%m-%dT%H:%M:%SZ') as "Solved at",
            ['Not Offered', 'Not Offered', 'Offered', 'Good', 'Good', 'Bad', 'Offered'][
                if(is_solved, 1 + a % 7, 1)
            ] as "Satisfaction Score",
            1 + b % 3 as "Group stations",
            1 + c % 3 as "Assignee stations",
            case
                when number % $bad_every = 0 then 'twice'
                when is_solved and c % 20 = 0 then '1'
                else '0'
            end as "Reopens",
            1 + a % 4 as "Replies",
            reply_minutes as "First reply time in minutes",
            if(is_solved, reply_minutes + solve_minutes, null)
            as "Full resolution time in minutes"
        from ended
        order by number
    ) to '$file' (header)
"""


def write(
    file: Path, rows: int, *, first: int = 0, last: int | None = None, bad_every: int | None = None
) -> Path:
    """The tickets numbered from `first` to before `last` of an organisation that has `rows`; with
    `bad_every`, one ticket in so many has a cell that is no number."""
    last = rows if last is None else last
    values = {"rows": rows, "first": first, "last": last, "bad_every": bad_every or "null"}
    sql = SQL.replace("$file", str(file).replace("'", "''"))
    for name, value in values.items():
        sql = sql.replace(f"${name}", str(value))
    with duckdb.connect() as connection:
        connection.execute(sql)
    return file


def write_day(file: Path, rows: int) -> Path:
    """One more day: the tickets that come on the day after the last."""
    return write(file, rows, first=rows, last=rows + max(1, rows // DAYS))
