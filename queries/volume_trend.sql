-- Volume: tickets created and solved, period by period, and the net flow into the backlog.
-- grain: period
-- params: start_date, end_date, channels, teams, tiers, sources, every
-- returns: period, tickets_created, tickets_solved, net_flow
-- note: created by day of creation, solved by day of solving; net_flow counts tickets, not calls.
select
    period_of($every, day) as period,
    coalesce(sum(tickets_created), 0)::bigint as tickets_created,
    coalesce(sum(tickets_solved), 0)::bigint as tickets_solved,
    (coalesce(sum(backlog_in), 0) - coalesce(sum(backlog_out), 0))::bigint as net_flow
from ticket_day
where
    day >= $start_date
    and day < $end_date
    and passes($channels::varchar[], channel)
    and passes($teams::varchar[], team)
    and passes($tiers::varchar[], tier)
    and passes($sources::varchar[], source)
group by period
order by period
