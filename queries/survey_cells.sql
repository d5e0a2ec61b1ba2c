-- Survey table: who answered, and who chose each row, in each column, as counts and as weights.
-- grain: row_position, column_position
-- params: survey, start_date, end_date, filter_question, filter_options, weight_question,
-- margin_questions, factors, row_question, row_groups, rank_most, column_question, column_groups
-- returns: row_position, column_position, n, weight, weight_squares, mentions, mention_weight,
-- numbers, number_weight, number_weight_squares, number_sum, number_square_sum, number_list,
-- weight_list
-- note: row 0 is the base, who answered the question of the rows; column 0 is everybody of it. A
-- respondent counts once in a row, however many of its options were picked; mentions count each.
-- The lists are of row 0: its numbers and the weights of who gave them, in one order.
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
    answered as (
        select source, respondent_id, option, number
        from survey_choice
        where survey = $survey and question_id = $row_question
    ),
    picked as (
        select
            row_group.position as row_position,
            answered.source,
            answered.respondent_id,
            count(*) as mentions,
            any_value(answered.number) as number,
            $rank_most::double is null or min(answered.number) <= $rank_most::double as is_counted
        from answered
        inner join
            groups_of($row_groups::varchar) as row_group
            on holds(
                row_group.options, row_group.least, row_group.most, answered.option, answered.number
            )
        group by row_group.position, answered.source, answered.respondent_id
        union all
        select 0, source, respondent_id, count(option), any_value(number), true
        from answered
        group by source, respondent_id
    ),
    standing as (
        select 0 as column_position, source, respondent_id
        from people
        union all
        select distinct column_group.position, choice.source, choice.respondent_id
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
    picked.row_position,
    standing.column_position,
    count(*) filter (where picked.is_counted) as n,
    coalesce(sum(people.weight) filter (where picked.is_counted), 0) as weight,
    coalesce(
        sum(people.weight * people.weight) filter (where picked.is_counted), 0
    ) as weight_squares,
    coalesce(sum(picked.mentions) filter (where picked.is_counted), 0)::bigint as mentions,
    coalesce(
        sum(people.weight * picked.mentions) filter (where picked.is_counted), 0
    ) as mention_weight,
    count(picked.number) as numbers,
    coalesce(sum(people.weight) filter (where picked.number is not null), 0) as number_weight,
    coalesce(
        sum(people.weight * people.weight) filter (where picked.number is not null), 0
    ) as number_weight_squares,
    sum(people.weight * picked.number) as number_sum,
    sum(people.weight * picked.number * picked.number) as number_square_sum,
    list(picked.number order by picked.number, people.weight) filter (
        where picked.number is not null and picked.row_position = 0
    ) as number_list,
    list(people.weight order by picked.number, people.weight) filter (
        where picked.number is not null and picked.row_position = 0
    ) as weight_list
from people
inner join picked using (source, respondent_id)
inner join standing using (source, respondent_id)
group by picked.row_position, standing.column_position
order by picked.row_position, standing.column_position
