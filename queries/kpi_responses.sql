-- Satisfaction KPIs: CSAT, NPS, CES and the response rate by period and segment.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- kpis: csat_rate, csat_score_mean, nps, ces_score_mean, survey_response_rate
-- returns: kpi, segment, period, value, n, part, squares
-- note: of nps, part counts promoters and squares counts detractors.
select
    kpi,
    segment,
    period,
    case
        when kpi = 'nps'
        then nps_points(sums[2], sums[3], sums[1])
        else sums[2] / nullif(sums[1], 0)
    end as value,
    coalesce(sums[1], 0) as n,
    sums[2] as part,
    sums[3] as squares
from
    response_sums(
        $start_date, $end_date, $every, $dimension, $cut, $channels, $teams, $tiers, $sources
    )
order by kpi, segment, period
