-- Own surveys in the terms of the studies: which question of which study a question
-- asks, which of its options an answer picks, and which subgroups a respondent is in.
create table survey_question as
select survey, question_id, question, part, any_value(kind) as kind, count(*) as answers
from answer
group by all
;

-- A person's own map, from the setting questionnaire_map, wins over the same wording; a code that
-- is blank ties the question to nothing. Without a part it holds for every row of a matrix.
create table survey_question_map as
with
    given as (
        select line.survey, line.question, line.part, line.study, line.code
        from
            (
                select unnest(
                    from_json(
                        getvariable('questionnaire_map')::json,
                        '[{"survey":"varchar","question":"varchar","part":"varchar",'
                        || '"study":"varchar","code":"varchar"}]'
                    )
                ) as line
            )
    ),

    alike as (
        select
            survey_question.survey,
            survey_question.question_id,
            survey_question.part,
            study_question.study,
            study_question.code
        from survey_question
        inner join study_question
            on plain_words(study_question.question) = plain_words(survey_question.question)
            or study_question.study || '.' || study_question.code = survey_question.question
    ),

    counted as (
        select survey, study, count(distinct code) as questions
        from alike
        group by survey, study
    ),

    chosen as (
        select survey, arg_max(study, (questions, study)) as study
        from counted
        group by survey
    ),

    mapped as (
        select
            survey_question.survey,
            survey_question.question_id,
            survey_question.part,
            given.study,
            given.code,
            'given' as origin
        from survey_question
        inner join given
            on given.survey = survey_question.survey
            and given.question in (survey_question.question, survey_question.question_id)
            and coalesce(nullif(given.part, ''), survey_question.part)
            is not distinct from survey_question.part
    ),

    worded as (
        select
            alike.survey,
            alike.question_id,
            alike.part,
            alike.study,
            alike.code,
            'same wording' as origin
        from alike
        inner join chosen using (survey, study)
        anti join
            mapped
            on mapped.survey = alike.survey
            and mapped.question_id = alike.question_id
    )
from mapped
where code <> ''
union all
from worded
;

create table study_answer as
with
    given as (
        select line.survey, line.code, line.option, line.meaning
        from
            (
                select unnest(
                    from_json(
                        getvariable('option_map')::json,
                        '[{"survey":"varchar","code":"varchar","option":"varchar",'
                        || '"meaning":"varchar"}]'
                    )
                ) as line
            )
    )
select distinct
    survey_question_map.study,
    survey_question_map.survey,
    survey_question_map.code,
    answer.respondent_id,
    answer.option as answered,
    case
        when given.survey is null then study_option.option else nullif(given.meaning, '')
    end as option,
    answer.number
from answer
inner join survey_question_map using (survey, question_id)
inner join respondent using (survey, respondent_id)
left join given
    on given.survey = answer.survey
    and given.code = survey_question_map.code
    and given.option = answer.option
left join study_option
    on study_option.study = survey_question_map.study
    and study_option.code = survey_question_map.code
    and (
        plain_words(study_option.label) = plain_words(answer.option)
        or study_option.option = answer.option
        or (
            answer.number is not null
            and (study_option.least is not null or study_option.most is not null)
            and answer.number >= coalesce(study_option.least::double, -1e300)
            and answer.number <= coalesce(study_option.most::double, 1e300)
        )
    )
where respondent.is_test is not true
;

-- Every respondent is in the segment `all`; others follow from the answers to profile questions.
create table study_member as
select distinct study, survey, respondent_id, 'all' as segment
from study_answer
union all
select distinct
    study_answer.study,
    study_answer.survey,
    study_answer.respondent_id,
    study_segment.dimension || '=' || study_segment.segment as segment
from study_answer
inner join study_segment
    on study_segment.study = study_answer.study
    and study_segment.code = study_answer.code
    and list_contains(string_split(study_segment.options, ';'), study_answer.option)
;

-- The two groups that a figure may need: its own segment, and the one it is set against.
create table measure_group as
with
    sides as (
        select figure_id, 'own' as side, coalesce(segment, 'all') as segments
        from study_measure
        union all
        select figure_id, 'against' as side, against as segments
        from study_measure
        where against = 'all' or against like '%=%'
    )
select
    figure_id,
    side,
    string_split(figure_id, '.')[1] as study,
    unnest(string_split(segments, ';')) as segment,
    len(string_split(segments, ';')) as segments
from sides
;

-- Who is asked: the respondents of each group who answered the question of the figure.
create table measure_base as
with
    asked as (
        select distinct study_measure.figure_id, study_answer.survey, study_answer.respondent_id
        from study_measure
        inner join study_answer
            on study_answer.study = string_split(study_measure.figure_id, '.')[1]
            and study_answer.code = study_measure.code
    )
select asked.figure_id, measure_group.side, asked.survey, asked.respondent_id
from asked
inner join measure_group using (figure_id)
inner join study_member
    on study_member.study = measure_group.study
    and study_member.segment = measure_group.segment
    and study_member.survey = asked.survey
    and study_member.respondent_id = asked.respondent_id
group by all
having count(distinct measure_group.segment) = any_value(measure_group.segments)
;

-- How many chose each option, and (option null) any of those that the figure counts.
create table measure_count as
with
    bases as (
        select figure_id, side, count(*) as n
        from measure_base
        group by figure_id, side
    ),

    picks as (
        select
            measure_base.figure_id,
            measure_base.side,
            measure_base.survey,
            measure_base.respondent_id,
            study_answer.option,
            case
                when study_measure.options = '*' then study_answer.option <> 'none'
                else list_contains(string_split(study_measure.options, ';'), study_answer.option)
            end as is_counted
        from measure_base
        inner join study_measure using (figure_id)
        inner join study_answer
            on study_answer.study = string_split(measure_base.figure_id, '.')[1]
            and study_answer.code = study_measure.code
            and study_answer.survey = measure_base.survey
            and study_answer.respondent_id = measure_base.respondent_id
    ),

    counted as (
        select figure_id, side, option, count(distinct (survey, respondent_id)) as picked
        from picks
        where option is not null
        group by figure_id, side, option
        union all
        select
            figure_id,
            side,
            null as option,
            count(distinct (survey, respondent_id)) filter (where is_counted) as picked
        from picks
        group by figure_id, side
    )
select counted.figure_id, counted.side, counted.option, bases.n, counted.picked
from counted
inner join bases using (figure_id, side)
;

-- A second question put to the same people, for figures that set two questions side by side.
insert into measure_count
select
    measure_base.figure_id,
    'other' as side,
    null as option,
    count(distinct (measure_base.survey, measure_base.respondent_id)) as n,
    count(distinct (measure_base.survey, measure_base.respondent_id)) filter (
        where study_answer.option = string_split(study_measure.against, '=')[2]
    ) as picked
from study_measure
inner join measure_base using (figure_id)
inner join study_answer
    on study_answer.study = string_split(study_measure.figure_id, '.')[1]
    and study_answer.code = string_split(study_measure.against, '=')[1]
    and study_answer.survey = measure_base.survey
    and study_answer.respondent_id = measure_base.respondent_id
where study_measure.measure like '%_of_questions' and measure_base.side = 'own'
group by measure_base.figure_id
;

-- Every option of every question in every subgroup.
create table study_cell as
with
    asked as (select distinct study, survey, code, respondent_id from study_answer),

    bases as (
        select asked.study, asked.code, study_member.segment, count(*) as n
        from asked
        inner join study_member using (study, survey, respondent_id)
        group by all
    )
select
    study_answer.study,
    study_answer.code,
    study_member.segment,
    study_answer.option,
    any_value(bases.n) as n,
    count(distinct (study_answer.survey, study_answer.respondent_id)) as picked
from study_answer
inner join study_member using (study, survey, respondent_id)
inner join bases
    on bases.study = study_answer.study
    and bases.code = study_answer.code
    and bases.segment = study_member.segment
where study_answer.option is not null
group by study_answer.study, study_answer.code, study_member.segment, study_answer.option
;
