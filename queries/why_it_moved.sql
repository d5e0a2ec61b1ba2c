-- Why a rate moved between two periods: what its segments did, and how their shares shifted.
-- grain: segment
-- params: start_date, end_date, compared_start, compared_end, channels, teams, tiers, sources,
-- dimension, kpi
-- returns: segment, compared_value, value, compared_n, n, compared_base_share, base_share,
-- rate_effect, mix_effect, effect, effect_share, part, squares, compared_part, compared_squares
-- note: effect = rate effect + mix effect, and the effects of all segments add up to the change of
-- the whole. The rate effect is the change within the segment at the mean of its two shares of the
-- base; the mix effect is the change of its share times how far its mean value of both periods
-- lies from that of the whole. A segment of one period only counts as mix. Segments with fewer
-- than five answers of people in a period are taken together. effect share is of all effects
-- without their signs.
with
    span as (
        select
            unnest(
                [
                    {'is_now':true, 'first_day':$start_date::date, 'end_day':$end_date::date},
                    {
                        'is_now':false,
                        'first_day':$compared_start::date,
                        'end_day':$compared_end::date
                    }
                ],
                recursive := true
            )
    ),
    tickets as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            is_now,
            unnest(
                [
                    {
                        'kpi':'first_reply_hours_mean',
                        'n':sum(replied_tickets)::double,
                        'part':hours(sum(first_reply_seconds_sum))::double,
                        'squares':hours(hours(sum(first_reply_seconds_squares)))::double
                    },
                    {
                        'kpi':'within_15_minutes_rate',
                        'n':sum(replied_tickets),
                        'part':sum(replied_15_minutes_tickets),
                        'squares':sum(replied_15_minutes_tickets)
                    },
                    {
                        'kpi':'within_4_hours_rate',
                        'n':sum(replied_tickets),
                        'part':sum(replied_4_hours_tickets),
                        'squares':sum(replied_4_hours_tickets)
                    },
                    {
                        'kpi':'resolution_hours_mean',
                        'n':sum(resolved_tickets),
                        'part':hours(sum(resolution_seconds_sum)),
                        'squares':hours(hours(sum(resolution_seconds_squares)))
                    },
                    {
                        'kpi':'one_touch_rate',
                        'n':sum(one_touch_known_tickets),
                        'part':sum(one_touch_tickets),
                        'squares':sum(one_touch_tickets)
                    },
                    {
                        'kpi':'reopen_rate',
                        'n':sum(reopen_known_tickets),
                        'part':sum(reopened_tickets),
                        'squares':sum(reopened_tickets)
                    },
                    {
                        'kpi':'replies_per_ticket',
                        'n':sum(reply_known_tickets),
                        'part':sum(agent_replies_sum),
                        'squares':sum(agent_replies_squares)
                    },
                    {
                        'kpi':'unanswered_rate',
                        'n':sum(answerable_tickets),
                        'part':sum(unanswered_tickets),
                        'squares':sum(unanswered_tickets)
                    },
                    {
                        'kpi':'sla_first_reply_rate',
                        'n':sum(sla_first_reply_tickets),
                        'part':sum(sla_first_reply_met_tickets),
                        'squares':sum(sla_first_reply_met_tickets)
                    },
                    {
                        'kpi':'sla_resolution_rate',
                        'n':sum(sla_resolution_tickets),
                        'part':sum(sla_resolution_met_tickets),
                        'squares':sum(sla_resolution_met_tickets)
                    },
                    {
                        'kpi':'answered_rate',
                        'n':sum(offered_calls),
                        'part':sum(answered_calls),
                        'squares':sum(answered_calls)
                    },
                    {
                        'kpi':'abandonment_rate',
                        'n':sum(offered_calls),
                        'part':sum(abandoned_calls),
                        'squares':sum(abandoned_calls)
                    },
                    {
                        'kpi':'speed_of_answer_seconds_mean',
                        'n':sum(timed_calls),
                        'part':sum(speed_of_answer_seconds_sum),
                        'squares':sum(speed_of_answer_seconds_squares)
                    },
                    {
                        'kpi':'handle_minutes_mean',
                        'n':sum(handled_tickets),
                        'part':minutes(sum(handle_seconds_sum)),
                        'squares':minutes(minutes(sum(handle_seconds_squares)))
                    },
                    {
                        'kpi':'escalation_rate',
                        'n':sum(escalation_known_tickets),
                        'part':sum(escalated_tickets),
                        'squares':sum(escalated_tickets)
                    }
                ],
                recursive := true
            )
        from ticket_day
        inner join span on ticket_day.day >= span.first_day and ticket_day.day < span.end_day
        where
            passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by segment, is_now
    ),
    responses as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            is_now,
            unnest(
                [
                    {
                        'kpi':'csat_rate',
                        'n':sum(csat_answers)::double,
                        'part':sum(satisfied_answers)::double,
                        'squares':sum(satisfied_answers)::double
                    },
                    {
                        'kpi':'csat_score_mean',
                        'n':sum(csat_score_answers),
                        'part':sum(csat_score_sum),
                        'squares':sum(csat_score_squares)
                    },
                    {
                        'kpi':'nps',
                        'n':sum(nps_answers),
                        'part':100 * (sum(promoters) - sum(detractors)),
                        'squares':10000 * (sum(promoters) + sum(detractors))
                    },
                    {
                        'kpi':'ces_score_mean',
                        'n':sum(ces_score_answers),
                        'part':sum(ces_score_sum),
                        'squares':sum(ces_score_squares)
                    },
                    {
                        'kpi':'survey_response_rate',
                        'n':sum(offers),
                        'part':sum(answered_offers),
                        'squares':sum(answered_offers)
                    }
                ],
                recursive := true
            )
        from response_day
        inner join span on response_day.day >= span.first_day and response_day.day < span.end_day
        where
            passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by segment, is_now
    ),
    measured as (
        select *, false as is_answers
        from tickets
        where kpi = $kpi and n > 0
        union all by name
        select *, true as is_answers
        from responses
        where kpi = $kpi and n > 0
    ),
    grouped as (
        select
            case
                when is_answers and min(n) over (partition by segment) < least_answers()
                then 'fewer than ' || least_answers() || ' answers'
                else segment
            end as segment,
            is_now,
            is_answers,
            n,
            part,
            squares
        from measured
    ),
    sided as (
        select
            segment,
            bool_or(is_answers) as is_answers,
            coalesce(sum(n) filter (where is_now), 0) as n,
            coalesce(sum(n) filter (where not is_now), 0) as compared_n,
            coalesce(sum(part) filter (where is_now), 0) as part,
            coalesce(sum(part) filter (where not is_now), 0) as compared_part,
            coalesce(sum(squares) filter (where is_now), 0) as squares,
            coalesce(sum(squares) filter (where not is_now), 0) as compared_squares
        from grouped
        group by segment
    ),
    weighed as (
        select
            *,
            part / nullif(n, 0) as value,
            compared_part / nullif(compared_n, 0) as compared_value,
            n / nullif(sum(n) over (), 0) as base_share,
            compared_n / nullif(sum(compared_n) over (), 0) as compared_base_share,
            sum(part) over () / nullif(sum(n) over (), 0) as whole_value,
            sum(compared_part) over () / nullif(sum(compared_n) over (), 0) as compared_whole_value
        from sided
    ),
    split as (
        select
            *,
            rate_effect(value, compared_value, base_share, compared_base_share) as rate_effect,
            mix_effect(
                value,
                compared_value,
                base_share,
                compared_base_share,
                whole_value,
                compared_whole_value
            ) as mix_effect
        from weighed
    )
select
    segment,
    case
        when not is_answers or compared_n >= least_answers() then compared_value
    end as compared_value,
    case when not is_answers or n >= least_answers() then value end as value,
    compared_n,
    n,
    compared_base_share,
    base_share,
    rate_effect,
    mix_effect,
    rate_effect + mix_effect as effect,
    abs(rate_effect + mix_effect)
    / nullif(sum(abs(rate_effect + mix_effect)) over (), 0) as effect_share,
    part,
    squares,
    compared_part,
    compared_squares
from split
order by abs(effect) desc nulls last, segment
