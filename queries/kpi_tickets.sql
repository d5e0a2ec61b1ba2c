-- Ticket KPIs: counts, rates and means of tickets by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- kpis: tickets_created, tickets_solved, first_reply_hours_mean, resolution_hours_mean,
-- one_touch_rate, reopen_rate, replies_per_ticket, unanswered_rate, sla_first_reply_rate,
-- sla_resolution_rate, answered_rate, abandonment_rate, speed_of_answer_seconds_mean,
-- handle_minutes_mean, escalation_rate
-- returns: kpi, segment, period, value, n, part, squares
-- note: part is the numerator (hits of a rate, sum of a mean); squares is the sum of
-- squares of a mean.
select
    kpi,
    segment,
    period,
    case
        when kpi in ('tickets_created', 'tickets_solved')
        then sums[1]
        else sums[2] / nullif(sums[1], 0)
    end as value,
    coalesce(sums[1], 0) as n,
    sums[2] as part,
    sums[3] as squares
from
    ticket_sums(
        $start_date, $end_date, $every, $dimension, $cut, $channels, $teams, $tiers, $sources
    )
where kpi not in ('within_15_minutes_rate', 'within_4_hours_rate')
order by kpi, segment, period
