create table response_day as
with
    answered as (
        select
            responded_date as day,
            metric,
            channel,
            team,
            tier,
            priority,
            source,
            count(*) as answers,
            count(is_satisfied) as csat_answers,
            count(*) filter (where is_satisfied) as satisfied_answers,
            count(*) filter (where is_nps_score) as nps_answers,
            count(*) filter (where is_nps_score and score >= 9) as promoters,
            count(*) filter (where is_nps_score and score <= 6) as detractors,
            count(*) filter (where is_csat_score) as csat_score_answers,
            sum(score) filter (where is_csat_score) as csat_score_sum,
            sum(score * score) filter (where is_csat_score) as csat_score_squares,
            count(*) filter (where is_ces_score) as ces_score_answers,
            sum(score) filter (where is_ces_score) as ces_score_sum,
            sum(score * score) filter (where is_ces_score) as ces_score_squares
        from response_fact
        where is_answered and responded_date is not null
        group by all
    ),
    offered as (
        select
            offered_date as day,
            metric,
            channel,
            team,
            tier,
            priority,
            source,
            count(*) as offers,
            count(*) filter (where is_answered) as answered_offers,
            count(*) filter (where metric = 'csat') as csat_offers,
            count(is_satisfied) filter (where is_answered) as csat_rated_offers,
            count(*) filter (where is_answered and is_satisfied) as csat_satisfied_offers
        from response_fact
        where tells_offers and offered_date is not null
        group by all
    )
select *
from answered
full outer join offered using (day, metric, channel, team, tier, priority, source)
order by day, metric, channel, team, tier, priority, source
;

create table response_cut as
select
    cut_of(
        grouping(channel), grouping(team), grouping(tier), grouping(priority), grouping(source)
    ) as cut,
    day,
    metric,
    channel,
    team,
    tier,
    priority,
    source,
    sum(columns('answers|offers|promoters|detractors'))::bigint,
    sum(columns('_score_(sum|squares)$'))
from response_day
group by
    grouping sets (
        (day, metric),
        (day, metric, tier),
        (day, metric, team, tier),
        (day, metric, channel),
        (day, metric, channel, team, tier),
        (day, metric, priority),
        (day, metric, source),
        (day, metric, channel, team, tier, priority, source)
    )
order by cut, channel, team, day
;

drop table response_day
;

create view response_day as
select * exclude (cut)
from response_cut
where cut = 'every'
;

create table response_score as
select
    responded_date as day,
    metric,
    channel,
    team,
    tier,
    priority,
    source,
    scale_low,
    scale_high,
    score,
    case when score is null then label end as label,
    count(*) as answers
from response_fact
where is_answered and responded_date is not null
group by all
order by all
;
