-- Own answers of one survey in the rows and columns of a study: every answer in every subgroup.
-- grain: code, options, segment
-- params: survey, study
-- returns: position, code, question, better, row_position, options, answer, segment_position,
-- segment, n, picked, figure_id
-- note: n counts the members of the subgroup who answered the question; an answer of several
-- options counts who picked any, once. A star is any option but none of them.
with
    member as (
        select distinct study, survey, respondent_id, segment
        from study_member
        where survey = $survey and study = $study
    ),
    answered as (
        select distinct code, respondent_id, option
        from study_answer
        where survey = $survey and study = $study
    ),
    printed as (
        select
            study_measure.code,
            study_measure.options,
            coalesce(study_measure.segment, 'all') as segment,
            string_agg(study_measure.figure_id, ';' order by study_measure.figure_id) as figure_id
        from study_measure
        inner join published_figure using (figure_id)
        where
            study_measure.measure = 'share'
            and published_figure.study = $study
            and study_measure.code is not null
        group by all
    ),
    row_set as (
        select code, option as options, any_value(label) as answer, min(place) as row_position
        from study_option
        where study = $study
        group by code, option
        union all
        select
            code,
            options,
            if(
                options = '*',
                'Any of them',
                'Any of: ' || replace(replace(options, ';', ', '), '_', ' ')
            ),
            1000000
        from printed
        where options = '*' or options like '%;%'
        group by code, options
    ),
    column_set as (
        select 'all' as segment, -1 as segment_position
        union all
        select dimension || '=' || segment, min(place)
        from study_segment
        where study = $study
        group by dimension, segment
        union all
        select segment, 1000000
        from printed
        where segment like '%;%'
        group by segment
    ),
    standing as (
        select column_set.segment, column_set.segment_position, member.respondent_id
        from column_set
        inner join member on list_contains(string_split(column_set.segment, ';'), member.segment)
        group by all
        having count(*) = len(string_split(column_set.segment, ';'))
    ),
    bases as (
        select asked.code, standing.segment, standing.segment_position, count(*) as n
        from (select distinct code, respondent_id from answered) as asked
        inner join standing using (respondent_id)
        group by all
    ),
    picks as (
        select
            row_set.code,
            row_set.options,
            standing.segment,
            count(distinct answered.respondent_id) as picked
        from row_set
        inner join
            answered
            on answered.code = row_set.code
            and if(
                row_set.options = '*',
                answered.option <> 'none',
                list_contains(string_split(row_set.options, ';'), answered.option)
            )
        inner join standing using (respondent_id)
        group by row_set.code, row_set.options, standing.segment
    )
select
    study_question.place as position,
    row_set.code,
    study_question.question,
    study_question.better,
    row_set.row_position,
    row_set.options,
    row_set.answer,
    bases.segment_position,
    bases.segment,
    bases.n,
    coalesce(picks.picked, 0) as picked,
    printed.figure_id
from row_set
inner join study_question on study_question.study = $study and study_question.code = row_set.code
inner join bases on bases.code = row_set.code
left join
    picks
    on picks.code = row_set.code
    and picks.options = row_set.options
    and picks.segment = bases.segment
left join
    printed
    on printed.code = row_set.code
    and printed.options = row_set.options
    and printed.segment = bases.segment
order by position, row_set.row_position, row_set.options, bases.segment_position, bases.segment
