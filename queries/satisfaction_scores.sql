-- Distribution of CSAT, NPS and CES answers over the points of their scale.
-- grain: metric, scale, answer
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: metric, scale, position, answer, answers, answer_share
-- note: each scale stands alone; answer_share is of the answers on that scale.
with
    counted as (
        select
            metric,
            case
                when scale_high is null then 'labels' else printf('%g to %g', scale_low, scale_high)
            end as scale,
            score as position,
            coalesce(printf('%g', score), label, 'not given') as answer,
            sum(answers) as answers
        from response_score
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    )
select
    metric,
    scale,
    position,
    answer,
    answers::bigint as answers,
    answers / nullif(sum(answers) over (partition by metric, scale), 0) as answer_share
from counted
order by metric, scale, position, answer
