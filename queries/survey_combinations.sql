-- Survey weighting: how the respondents divide over the questions of the margins at once.
-- grain: combination
-- params: survey, start_date, end_date, filter_question, filter_options, weight_question,
-- margin_questions
-- returns: combination, n, weight, weight_squares
-- note: combination lists an answer to each question in their order; null for none. Weights are
-- those of the export, or 1 each.
select
    standing.combination,
    count(*) as n,
    sum(people.weight) as weight,
    sum(people.weight * people.weight) as weight_squares
from
    survey_people(
        $survey,
        $start_date::date,
        $end_date::date,
        $filter_question::varchar,
        $filter_options::varchar[],
        $weight_question::varchar
    ) as people
inner join
    survey_standing($survey, $margin_questions::varchar[]) as standing using (source, respondent_id)
group by standing.combination
order by standing.combination
