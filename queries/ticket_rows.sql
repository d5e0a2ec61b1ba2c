-- Tickets behind a number: one page of rows, newest first, with the line of the file they came
-- from.
-- grain: source, ticket_id
-- params: start_date, end_date, channels, teams, tiers, sources, priorities, view, ticket_id,
-- row_limit, row_offset
-- returns: source, ticket_id, created_at, solved_at, channel, team, tier, priority, status,
-- status_detail, first_reply_hours, resolution_hours, handle_minutes, reopens, agent_replies,
-- excluded_because, file, source_row, load_id
-- note: view is created, solved, backlog, unanswered, reopened or excluded, each by its own date.
with
    passed as (
        select *
        from listed_tickets($view, $start_date, $end_date)
        where
            ($ticket_id is null or contains(lower(ticket_id), lower($ticket_id)))
            and passes($priorities::varchar[], priority)
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    )
select
    passed.source,
    passed.ticket_id,
    passed.created_at,
    passed.solved_at,
    passed.channel,
    passed.team,
    passed.tier,
    passed.priority,
    passed.status,
    passed.status_detail,
    hours(passed.first_reply_seconds) as first_reply_hours,
    hours(passed.resolution_seconds) as resolution_hours,
    minutes(passed.handle_seconds) as handle_minutes,
    passed.reopens,
    passed.agent_replies,
    passed.excluded_because,
    load.file,
    passed.source_row,
    passed.load_id
from passed
left join load on passed.load_id = load.load_id
order by passed.created_at desc nulls last, passed.source, passed.ticket_id
limit $row_limit
offset $row_offset
