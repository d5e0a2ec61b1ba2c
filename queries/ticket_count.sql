-- How many tickets stand behind a number.
-- grain: tickets
-- params: start_date, end_date, channels, teams, tiers, sources, priorities, view, ticket_id
-- returns: tickets
-- note: the same rules as ticket_rows.
select count(*) as tickets
from listed_tickets($view, $start_date, $end_date)
where
    ($ticket_id is null or contains(lower(ticket_id), lower($ticket_id)))
    and passes($priorities::varchar[], priority)
    and passes($channels::varchar[], channel)
    and passes($teams::varchar[], team)
    and passes($tiers::varchar[], tier)
    and passes($sources::varchar[], source)
order by tickets
