"""A large export, made up from a seed: `python -m tests.large FILE MEGABYTES [SEED]`."""

import sys
from pathlib import Path

import duckdb

ROW_BYTES = 340
TICKETS = """
    with drawn as (
        select
            number,
            list_transform(
                range(1, 13), lambda i: (hash(number, i, $seed) % 10_000)::bigint
            ) as dice
        from range($rows) as numbers (number)
    ),
    timed as (
        select
            number,
            dice,
            timestamp '2024-01-01 08:00:00' + to_seconds(number * 63072000 // $rows) as created_at,
            to_seconds(60 * (dice[1] % 2880)) as reply,
            to_seconds(60 * (dice[2] % 9000)) as work,
            dice[3] < 9_000 as is_solved
        from drawn
    )
    select
        1 as "Summation column",
        100_000 + number as "Id",
        'Person ' || (dice[4] * 7 + dice[5]) as "Requester",
        500_000 + dice[4] * 7 + dice[5] as "Requester id",
        null as "Requester external id",
        'person.' || (dice[4] * 7 + dice[5]) || '@example.org' as "Requester email",
        'example.org' as "Requester domain",
        'Person ' || (dice[4] * 7 + dice[5]) as "Submitter",
        'Agent ' || (dice[6] % 60) as "Assignee",
        ['Billing', 'Orders', 'Technical', 'Returns'][1 + dice[6] % 4] as "Group",
        case dice[7] % 20
            when 0 then 'The invoice says "final", but the café''s address is wrong'
            when 1 then 'Two things:' || chr(10) || '1. no heat' || chr(10) || '2. no refund, still'
            else 'Order ' || dice[7] || ' has not arrived yet'
        end as "Subject",
        ['refund vip', 'late', null, 'invoice'][1 + dice[7] % 4] as "Tags",
        if(is_solved, 'Closed', 'Open') as "Status",
        ['Low', 'Normal', 'High', 'Urgent'][1 + dice[8] % 4] as "Priority",
        ['Mail', 'Web form', 'Chat', 'Phone call (incoming)'][1 + dice[9] % 4] as "Via",
        ['Question', 'Incident', 'Problem', 'Task'][1 + dice[10] % 4] as "Ticket type",
        strftime(created_at, '%Y-%m-%d %H:%M:%S') as "Created at",
        strftime(created_at + work + interval 4 day, '%Y-%m-%d %H:%M:%S') as "Updated at",
        strftime(created_at, '%Y-%m-%d %H:%M:%S') as "Assigned at",
        null as "Organization",
        null as "Due date",
        strftime(created_at, '%Y-%m-%d %H:%M:%S') as "Initially assigned at",
        if(is_solved, strftime(created_at + work, '%Y-%m-%d %H:%M:%S'), null) as "Solved at",
        if(is_solved, round(epoch(work) / 3600, 2), null) as "Resolution time",
        ['Not Offered', 'Offered', 'Good', 'Bad'][1 + dice[11] % 4] as "Satisfaction Score",
        1 + dice[11] % 3 as "Group stations",
        1 + dice[12] % 3 as "Assignee stations",
        if(dice[12] < 500, 1, 0) as "Reopens",
        1 + dice[12] % 4 as "Replies",
        dice[1] % 2880 as "First reply time in minutes",
        dice[1] % 480 as "First reply time in minutes within business hours",
        if(is_solved, dice[2] % 9000, null) as "First resolution time in minutes",
        if(is_solved, dice[2] % 1500, null)
            as "First resolution time in minutes within business hours",
        if(is_solved, dice[2] % 9000, null) as "Full resolution time in minutes",
        if(is_solved, dice[2] % 1500, null)
            as "Full resolution time in minutes within business hours",
        dice[5] % 600 as "Agent wait time in minutes",
        dice[5] % 100 as "Agent wait time in minutes within business hours",
        dice[4] % 600 as "Requester wait time in minutes",
        dice[4] % 100 as "Requester wait time in minutes within business hours",
        0 as "On hold time in minutes",
        0 as "On hold time in minutes within business hours",
        ['Billing', 'Delivery', 'Fault'][1 + dice[3] % 3] as "Ticket Category [list]",
        dice[8] % 2 as "Refund [flag]"
    from timed
    order by number
"""


def write(path: Path, megabytes: float, seed: int = 1) -> int:
    """Write tickets as Zendesk's account export has them; returns how many."""
    rows = int(megabytes * 1_000_000 / ROW_BYTES)
    with duckdb.connect() as connection:
        connection.execute(
            "create view tickets as "
            + TICKETS.replace("$rows", str(rows)).replace("$seed", str(seed))
        )
        connection.execute(f"copy tickets to '{path}' (header, delimiter ',')")
    return rows


if __name__ == "__main__":
    write(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
