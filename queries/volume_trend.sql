-- Volume: tickets created and solved, period by period, and the net flow into the backlog.
-- grain: period
-- params: start_date, end_date, channels, teams, tiers, sources, every, cut
-- returns: period, tickets_created, tickets_solved, net_flow
-- note: created by day of creation, solved by day of solving; net_flow counts tickets, not calls.
select
    period,
    coalesce(sum(tickets_created), 0)::bigint as tickets_created,
    coalesce(sum(tickets_solved), 0)::bigint as tickets_solved,
    (coalesce(sum(backlog_in), 0) - coalesce(sum(backlog_out), 0))::bigint as net_flow
from ticket_days($start_date, $end_date, $every, 'all', $cut, $channels, $teams, $tiers, $sources)
group by period
order by period
