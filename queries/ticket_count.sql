-- How many tickets stand behind a number.
-- grain: tickets
-- params: start_date, end_date, channels, teams, tiers, sources, priorities, view, ticket_id
-- returns: tickets
-- note: the same rules as ticket_rows.
select count(*) as tickets
from ticket_fact
where
    (
        ($view = 'created' and created_date >= $start_date and created_date < $end_date)
        or ($view = 'solved' and solved_date >= $start_date and solved_date < $end_date)
        or (
            $view = 'backlog'
            and not is_call
            and created_date < $end_date
            and (is_open or solved_date >= $end_date)
        )
        or (
            $view = 'unanswered'
            and is_unanswered
            and created_date >= $start_date
            and created_date < $end_date
        )
        or (
            $view = 'reopened'
            and reopens > 0
            and solved_date >= $start_date
            and solved_date < $end_date
        )
        or (
            $view = 'excluded'
            and not is_counted
            and coalesce(created_date, $start_date) >= $start_date
            and coalesce(created_date, $start_date) < $end_date
        )
    )
    and ($view = 'excluded') = (not is_counted)
    and ($ticket_id is null or contains(lower(ticket_id), lower($ticket_id)))
    and passes($priorities::varchar[], priority)
    and passes($channels::varchar[], channel)
    and passes($teams::varchar[], team)
    and passes($tiers::varchar[], tier)
    and passes($sources::varchar[], source)
order by tickets
