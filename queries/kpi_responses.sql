-- Satisfaction KPIs: CSAT, NPS, CES and the response rate by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- returns: kpi, segment, period, value, n, part, squares
-- note: of nps, part counts promoters and squares counts detractors.
with
    -- Of each KPI, in the order of their names: value, n, part and squares.
    summed as (
        select
            segment,
            period,
            unnest(
                ['csat_rate', 'csat_score_mean', 'nps', 'ces_score_mean', 'survey_response_rate']
            ) as kpi,
            unnest(
                [
                    [
                        ratio(satisfied_answers, csat_answers),
                        sum(csat_answers),
                        sum(satisfied_answers),
                        null
                    ],
                    [
                        ratio(csat_score_sum, csat_score_answers),
                        sum(csat_score_answers),
                        sum(csat_score_sum),
                        sum(csat_score_squares)
                    ],
                    [
                        nps_points(promoters, detractors, nps_answers),
                        sum(nps_answers),
                        sum(promoters),
                        sum(detractors)
                    ],
                    [
                        ratio(ces_score_sum, ces_score_answers),
                        sum(ces_score_answers),
                        sum(ces_score_sum),
                        sum(ces_score_squares)
                    ],
                    [ratio(answered_offers, offers), sum(offers), sum(answered_offers), null]
                ]::double[][]
            ) as sums
        from
            response_days(
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
    )
select
    kpi,
    segment,
    period,
    sums[1] as value,
    coalesce(sums[2], 0) as n,
    sums[3] as part,
    sums[4] as squares
from summed
order by kpi, segment, period
