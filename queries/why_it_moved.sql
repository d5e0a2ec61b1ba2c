-- Why a rate moved between two periods: what its segments did, and how their shares shifted.
-- grain: segment
-- params: start_date, end_date, compared_start, compared_end, channels, teams, tiers, sources,
-- dimension, kpi, cut
-- returns: segment, compared_value, value, compared_n, n, compared_base_share, base_share,
-- rate_effect, mix_effect, effect, effect_share, part, squares, compared_part, compared_squares
-- note: effect = rate effect + mix effect, and the effects of all segments add up to the change of
-- the whole. The rate effect is the change within the segment at the mean of its two shares of the
-- base; the mix effect is the change of its share times how far its mean value of both periods
-- lies from that of the whole. A segment of one period only counts as mix. Segments with fewer
-- answers of people in a period than least_answers are taken together. effect share is of all
-- effects without their signs.
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
    -- Of each rate, in the order of their names: n, part and squares.
    tickets as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            is_now,
            unnest(
                [
                    'first_reply_hours_mean',
                    'within_15_minutes_rate',
                    'within_4_hours_rate',
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
                    [
                        sum(replied_tickets),
                        hours(sum(first_reply_seconds_sum)),
                        hours(hours(sum(first_reply_seconds_squares)))
                    ],
                    [
                        sum(replied_tickets),
                        sum(replied_15_minutes_tickets),
                        sum(replied_15_minutes_tickets)
                    ],
                    [
                        sum(replied_tickets),
                        sum(replied_4_hours_tickets),
                        sum(replied_4_hours_tickets)
                    ],
                    [
                        sum(resolved_tickets),
                        hours(sum(resolution_seconds_sum)),
                        hours(hours(sum(resolution_seconds_squares)))
                    ],
                    [sum(one_touch_known_tickets), sum(one_touch_tickets), sum(one_touch_tickets)],
                    [sum(reopen_known_tickets), sum(reopened_tickets), sum(reopened_tickets)],
                    [sum(reply_known_tickets), sum(agent_replies_sum), sum(agent_replies_squares)],
                    [sum(answerable_tickets), sum(unanswered_tickets), sum(unanswered_tickets)],
                    [
                        sum(sla_first_reply_tickets),
                        sum(sla_first_reply_met_tickets),
                        sum(sla_first_reply_met_tickets)
                    ],
                    [
                        sum(sla_resolution_tickets),
                        sum(sla_resolution_met_tickets),
                        sum(sla_resolution_met_tickets)
                    ],
                    [sum(offered_calls), sum(answered_calls), sum(answered_calls)],
                    [sum(offered_calls), sum(abandoned_calls), sum(abandoned_calls)],
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
                    [sum(escalation_known_tickets), sum(escalated_tickets), sum(escalated_tickets)]
                ]::double[][]
            ) as sums
        from ticket_cut
        inner join span on ticket_cut.day >= span.first_day and ticket_cut.day < span.end_day
        where
            cut = $cut
            and passes($channels::varchar[], channel)
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
                ['csat_rate', 'csat_score_mean', 'nps', 'ces_score_mean', 'survey_response_rate']
            ) as kpi,
            unnest(
                [
                    [sum(csat_answers), sum(satisfied_answers), sum(satisfied_answers)],
                    [sum(csat_score_answers), sum(csat_score_sum), sum(csat_score_squares)],
                    [
                        sum(nps_answers),
                        100 * (sum(promoters) - sum(detractors)),
                        10000 * (sum(promoters) + sum(detractors))
                    ],
                    [sum(ces_score_answers), sum(ces_score_sum), sum(ces_score_squares)],
                    [sum(offers), sum(answered_offers), sum(answered_offers)]
                ]::double[][]
            ) as sums
        from response_cut
        inner join span on response_cut.day >= span.first_day and response_cut.day < span.end_day
        where
            cut = $cut
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by segment, is_now
    ),
    measured as (
        select segment, is_now, kpi, sums, false as is_answers
        from tickets
        union all
        select segment, is_now, kpi, sums, true
        from responses
    ),
    grouped as (
        select
            case
                when is_answers and min(sums[1]) over (partition by segment) < least_answers()
                then 'fewer than ' || least_answers() || ' answers'
                else segment
            end as segment,
            is_now,
            is_answers,
            sums[1] as n,
            sums[2] as part,
            sums[3] as squares
        from measured
        where kpi = $kpi and sums[1] > 0
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
