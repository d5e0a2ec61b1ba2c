-- Survey table: the respondents who stand in two columns at once, as several picks allow.
-- grain: column_position, other_position
-- params: survey, start_date, end_date, filter_question, filter_options, weight_question,
-- margin_questions, factors, row_question, column_question, column_groups
-- returns: column_position, other_position, n, weight_squares
-- note: only of those who answered the question of the rows.
with
    people as (
        from
            survey_weighted(
                $survey,
                $start_date::date,
                $end_date::date,
                $filter_question::varchar,
                $filter_options::varchar[],
                $weight_question::varchar,
                $margin_questions::varchar[],
                $factors::varchar
            )
    ),
    asked as (
        select distinct people.source, people.respondent_id, people.weight
        from people
        inner join survey_choice as answered using (source, respondent_id)
        where answered.survey = $survey and answered.question_id = $row_question
    ),
    standing as (
        select distinct
            column_group.position as column_position, choice.source, choice.respondent_id
        from survey_choice as choice
        inner join
            groups_of($column_groups::varchar) as column_group
            on holds(
                column_group.options,
                column_group.least,
                column_group.most,
                choice.option,
                choice.number
            )
        where choice.survey = $survey and choice.question_id = $column_question
    )
select
    standing.column_position,
    other.column_position as other_position,
    count(*) as n,
    sum(asked.weight * asked.weight) as weight_squares
from asked
inner join standing using (source, respondent_id)
inner join
    standing as other
    on other.source = asked.source
    and other.respondent_id = asked.respondent_id
    and other.column_position > standing.column_position
group by standing.column_position, other.column_position
order by standing.column_position, other.column_position
