-- Ticket KPIs: counts, rates and means of tickets by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- returns: kpi, segment, period, value, n, part, squares
-- note: part is the numerator (hits of a rate, sum of a mean); squares is the sum of
-- squares of a mean.
with
    -- Of each KPI, in the order of their names: n, part and squares.
    summed as (
        select
            segment,
            period,
            unnest(
                [
                    'tickets_created',
                    'tickets_solved',
                    'first_reply_hours_mean',
                    'resolution_hours_mean',
                    'one_touch_rate',
                    'reopen_rate',
                    'replies_per_ticket',
                    'unanswered_rate',
                    'sla_first_reply_rate',
                    'sla_resolution_rate',
                    'answered_rate',
                    'abandonment_rate',
                    'speed_of_answer_seconds_mean',
                    'handle_minutes_mean',
                    'escalation_rate'
                ]
            ) as kpi,
            unnest(
                [
                    [sum(tickets_created), null, null],
                    [sum(tickets_solved), null, null],
                    [
                        sum(replied_tickets),
                        hours(sum(first_reply_seconds_sum)),
                        hours(hours(sum(first_reply_seconds_squares)))
                    ],
                    [
                        sum(resolved_tickets),
                        hours(sum(resolution_seconds_sum)),
                        hours(hours(sum(resolution_seconds_squares)))
                    ],
                    [sum(one_touch_known_tickets), sum(one_touch_tickets), null],
                    [sum(reopen_known_tickets), sum(reopened_tickets), null],
                    [sum(reply_known_tickets), sum(agent_replies_sum), sum(agent_replies_squares)],
                    [sum(answerable_tickets), sum(unanswered_tickets), null],
                    [sum(sla_first_reply_tickets), sum(sla_first_reply_met_tickets), null],
                    [sum(sla_resolution_tickets), sum(sla_resolution_met_tickets), null],
                    [sum(offered_calls), sum(answered_calls), null],
                    [sum(offered_calls), sum(abandoned_calls), null],
                    [
                        sum(timed_calls),
                        sum(speed_of_answer_seconds_sum),
                        sum(speed_of_answer_seconds_squares)
                    ],
                    [
                        sum(handled_tickets),
                        minutes(sum(handle_seconds_sum)),
                        minutes(minutes(sum(handle_seconds_squares)))
                    ],
                    [sum(escalation_known_tickets), sum(escalated_tickets), null]
                ]::double[][]
            ) as sums
        from
            ticket_days(
                $start_date,
                $end_date,
                $every,
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            )
        group by segment, period
    ),
    measured as (
        select kpi, segment, period, coalesce(sums[1], 0) as n, sums[2] as part, sums[3] as squares
        from summed
    )
select
    kpi,
    segment,
    period,
    case
        when kpi in ('tickets_created', 'tickets_solved') then n else part / nullif(n, 0)
    end as value,
    n,
    part,
    squares
from measured
order by kpi, segment, period
