-- Responses that meet no ticket, by reason.
-- grain: source, survey, metric, unlinked_because
-- params: none
-- returns: source, survey, metric, unlinked_because, answers, all_answers, answer_rate
-- note: answer_rate is of all answers of the survey; the reason says what would be needed to join
-- them.
with
    counted as (
        select
            source,
            coalesce(survey, 'not given') as survey,
            metric,
            unlinked_because,
            count(*) as answers
        from response_fact
        where is_answered
        group by all
    ),
    whole as (
        select *, sum(answers) over (partition by source, survey, metric)::bigint as all_answers
        from counted
    )
select
    source,
    survey,
    metric,
    unlinked_because,
    answers,
    all_answers,
    answers / nullif(all_answers, 0) as answer_rate
from whole
where unlinked_because is not null
order by source, survey, metric, answers desc, unlinked_because
