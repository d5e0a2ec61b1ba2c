-- Ticket KPIs: counts, rates and means of tickets by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: kpi, segment, period, value, n, part, squares
-- note: part is the numerator (hits of a rate, sum of a mean); squares is the sum of
-- squares of a mean.
with
    passed as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            case
                when $every = 'all' then $start_date::date else period_of($every, day)
            end as period,
            ticket_day.*
        from ticket_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    ),
    measured as (
        select
            segment,
            period,
            unnest(
                [
                    {
                        'kpi':'tickets_created',
                        'value':coalesce(sum(tickets_created), 0)::double,
                        'n':coalesce(sum(tickets_created), 0)::double,
                        'part':null::double,
                        'squares':null::double
                    },
                    {
                        'kpi':'tickets_solved',
                        'value':coalesce(sum(tickets_solved), 0),
                        'n':coalesce(sum(tickets_solved), 0),
                        'part':null,
                        'squares':null
                    },
                    {
                        'kpi':'first_reply_hours_mean',
                        'value':hours(ratio(first_reply_seconds_sum, replied_tickets)),
                        'n':sum(replied_tickets),
                        'part':hours(sum(first_reply_seconds_sum)),
                        'squares':hours(hours(sum(first_reply_seconds_squares)))
                    },
                    {
                        'kpi':'resolution_hours_mean',
                        'value':hours(ratio(resolution_seconds_sum, resolved_tickets)),
                        'n':sum(resolved_tickets),
                        'part':hours(sum(resolution_seconds_sum)),
                        'squares':hours(hours(sum(resolution_seconds_squares)))
                    },
                    {
                        'kpi':'one_touch_rate',
                        'value':ratio(one_touch_tickets, one_touch_known_tickets),
                        'n':sum(one_touch_known_tickets),
                        'part':sum(one_touch_tickets),
                        'squares':null
                    },
                    {
                        'kpi':'reopen_rate',
                        'value':ratio(reopened_tickets, reopen_known_tickets),
                        'n':sum(reopen_known_tickets),
                        'part':sum(reopened_tickets),
                        'squares':null
                    },
                    {
                        'kpi':'replies_per_ticket',
                        'value':ratio(agent_replies_sum, reply_known_tickets),
                        'n':sum(reply_known_tickets),
                        'part':sum(agent_replies_sum),
                        'squares':sum(agent_replies_squares)
                    },
                    {
                        'kpi':'unanswered_rate',
                        'value':ratio(unanswered_tickets, answerable_tickets),
                        'n':sum(answerable_tickets),
                        'part':sum(unanswered_tickets),
                        'squares':null
                    },
                    {
                        'kpi':'sla_first_reply_rate',
                        'value':ratio(sla_first_reply_met_tickets, sla_first_reply_tickets),
                        'n':sum(sla_first_reply_tickets),
                        'part':sum(sla_first_reply_met_tickets),
                        'squares':null
                    },
                    {
                        'kpi':'sla_resolution_rate',
                        'value':ratio(sla_resolution_met_tickets, sla_resolution_tickets),
                        'n':sum(sla_resolution_tickets),
                        'part':sum(sla_resolution_met_tickets),
                        'squares':null
                    },
                    {
                        'kpi':'answered_rate',
                        'value':ratio(answered_calls, offered_calls),
                        'n':sum(offered_calls),
                        'part':sum(answered_calls),
                        'squares':null
                    },
                    {
                        'kpi':'abandonment_rate',
                        'value':ratio(abandoned_calls, offered_calls),
                        'n':sum(offered_calls),
                        'part':sum(abandoned_calls),
                        'squares':null
                    },
                    {
                        'kpi':'speed_of_answer_seconds_mean',
                        'value':ratio(speed_of_answer_seconds_sum, timed_calls),
                        'n':sum(timed_calls),
                        'part':sum(speed_of_answer_seconds_sum),
                        'squares':sum(speed_of_answer_seconds_squares)
                    },
                    {
                        'kpi':'handle_minutes_mean',
                        'value':minutes(ratio(handle_seconds_sum, handled_tickets)),
                        'n':sum(handled_tickets),
                        'part':minutes(sum(handle_seconds_sum)),
                        'squares':minutes(minutes(sum(handle_seconds_squares)))
                    },
                    {
                        'kpi':'escalation_rate',
                        'value':ratio(escalated_tickets, escalation_known_tickets),
                        'n':sum(escalation_known_tickets),
                        'part':sum(escalated_tickets),
                        'squares':null
                    }
                ],
                recursive := true
            )
        from passed
        group by segment, period
    )
select kpi, segment, period, value, coalesce(n, 0) as n, part, squares
from measured
order by kpi, segment, period
