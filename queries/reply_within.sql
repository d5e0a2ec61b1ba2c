-- First replies within 15 minutes and within 4 hours, period by period.
-- grain: segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- returns: segment, period, replied_tickets, within_15_minutes_tickets, within_15_minutes_rate,
-- within_4_hours_tickets, within_4_hours_rate
-- note: of tickets with a first reply; tickets still waiting are in the unanswered rate.
select
    segment,
    period,
    sum(replied_tickets)::bigint as replied_tickets,
    sum(replied_15_minutes_tickets)::bigint as within_15_minutes_tickets,
    ratio(replied_15_minutes_tickets, replied_tickets) as within_15_minutes_rate,
    sum(replied_4_hours_tickets)::bigint as within_4_hours_tickets,
    ratio(replied_4_hours_tickets, replied_tickets) as within_4_hours_rate
from
    ticket_days(
        $start_date, $end_date, $every, $dimension, $cut, $channels, $teams, $tiers, $sources
    )
group by segment, period
having sum(replied_tickets) > 0
order by segment, period
