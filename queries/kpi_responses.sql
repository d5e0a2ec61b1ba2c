-- Satisfaction KPIs: CSAT, NPS, CES and the response rate by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: kpi, segment, period, value, n, part, squares
-- note: of nps, part counts promoters and squares counts detractors.
with
    passed as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            case
                when $every = 'all' then $start_date::date else period_of($every, day)
            end as period,
            response_day.*
        from response_day
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
                        'kpi':'csat_rate',
                        'value':ratio(satisfied_answers, csat_answers)::double,
                        'n':sum(csat_answers)::double,
                        'part':sum(satisfied_answers)::double,
                        'squares':null::double
                    },
                    {
                        'kpi':'csat_score_mean',
                        'value':ratio(csat_score_sum, csat_score_answers),
                        'n':sum(csat_score_answers),
                        'part':sum(csat_score_sum),
                        'squares':sum(csat_score_squares)
                    },
                    {
                        'kpi':'nps',
                        'value':nps_points(promoters, detractors, nps_answers),
                        'n':sum(nps_answers),
                        'part':sum(promoters),
                        'squares':sum(detractors)
                    },
                    {
                        'kpi':'ces_score_mean',
                        'value':ratio(ces_score_sum, ces_score_answers),
                        'n':sum(ces_score_answers),
                        'part':sum(ces_score_sum),
                        'squares':sum(ces_score_squares)
                    },
                    {
                        'kpi':'survey_response_rate',
                        'value':ratio(answered_offers, offers),
                        'n':sum(offers),
                        'part':sum(answered_offers),
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
