-- Survey tables: every answer as a choice that can stand in a row, in a column or in a filter.
-- What is known of the respondents themselves is a question of kind profile.
create table survey_person as
select
    source,
    survey,
    respondent_id,
    timezone(
        getvariable('reporting_zone'), timezone('UTC', coalesce(completed_at, started_at))
    )::date as answered_date,
    weight
from respondent
where is_test is not true
;

create table survey_profile as
with
    told as (
        select
            source,
            survey,
            respondent_id,
            'profile:language' as question_id,
            'Language' as question,
            language as option,
            null as option_position
        from respondent
        union all
        select
            source,
            survey,
            respondent_id,
            'profile:is_complete',
            'Reached the end of the survey',
            if(is_complete, 'Yes', 'No'),
            null
        from respondent
        where is_complete is not null
        union all
        select
            source,
            survey,
            respondent_id,
            'profile:month',
            'Month of answering',
            strftime(answered_date, '%Y-%m'),
            null
        from survey_person
        union all
        select distinct
            respondent.source,
            respondent.survey,
            respondent.respondent_id,
            'profile:' || study_member.study || '.' || study_segment.dimension,
            upper(study_segment.dimension[1])
            || replace(study_segment.dimension[2:], '_', ' ')
            || ' as in '
            || study_member.study,
            replace(study_segment.segment, '_', ' '),
            study_segment.place
        from study_member
        inner join respondent using (survey, respondent_id)
        inner join study_segment
            on study_segment.study = study_member.study
            and study_segment.dimension || '=' || study_segment.segment = study_member.segment
    )
from told
where option is not null
;

create view survey_choice as
select
    source,
    survey,
    respondent_id,
    question_id,
    option,
    -- What somebody typed as 1e257 is no amount, and its square is no number.
    if(abs(number) < 1e15, number, null) as number,
    option_position
from answer
union all
select source, survey, respondent_id, question_id, option, null, option_position
from survey_profile
;

-- Every question of every survey; the rows of a matrix share the ends of their scale.
create table survey_item as
with
    asked as (
        select
            answer.survey,
            answer.question_id,
            any_value(answer.question) as question,
            any_value(answer.part) as part,
            coalesce(mode(answer.kind), 'single') as kind,
            min(answer.question_position) as position,
            count(distinct (answer.source, answer.respondent_id)) as respondents,
            count(distinct answer.option) as options,
            min(answer.number) filter (where abs(answer.number) < 1e15) as least,
            max(answer.number) filter (where abs(answer.number) < 1e15) as most
        from answer
        inner join survey_person using (source, survey, respondent_id)
        group by answer.survey, answer.question_id
        union all
        select
            survey_profile.survey,
            survey_profile.question_id,
            any_value(survey_profile.question),
            null,
            'profile',
            null,
            count(distinct (survey_profile.source, survey_profile.respondent_id)),
            count(distinct survey_profile.option),
            null,
            null
        from survey_profile
        inner join survey_person using (source, survey, respondent_id)
        group by survey_profile.survey, survey_profile.question_id
    )
select
    survey,
    question_id,
    question,
    part,
    kind,
    position,
    respondents,
    options,
    min(least) over same_scale as least,
    max(most) over same_scale as most
from asked
window same_scale as (partition by survey, kind, if(part is null, question_id, question))
;

-- Whether an answer is of a group: one of its options, or a number between its ends.
create macro holds(options, least, most, option, number) as case
    when options is not null
    then list_contains(options, option)
    else number >= coalesce(least, -1e300) and number <= coalesce(most, 1e300)
end
;

create macro groups_of(written) as table
select
    unnest(
        from_json(
            written::json,
            '[{"position":"integer","options":["varchar"],"least":"double","most":"double"}]'
        ),
        max_depth := 2
    )
;

-- The respondents that pass the filters, with their weight; who has none is left out.
create macro survey_people(
    asked_survey, start_date, end_date, filter_question, filter_options, weight_question
) as table
with
    weighing as (
        select source, respondent_id, any_value(number) as number
        from survey_choice
        where survey = asked_survey and question_id = weight_question
        group by source, respondent_id
    ),

    passing as (
        select distinct source, respondent_id
        from survey_choice
        where
            survey = asked_survey
            and question_id = filter_question
            and passes(filter_options::varchar[], option)
    ),

    weighed as (
        select
            survey_person.source,
            survey_person.respondent_id,
            case
                when weight_question is null
                then 1.0
                when weight_question = 'weight'
                then survey_person.weight
                else weighing.number
            end as weight
        from survey_person
        left join weighing using (source, respondent_id)
        where
            survey_person.survey = asked_survey
            and (start_date is null or survey_person.answered_date >= start_date)
            and (end_date is null or survey_person.answered_date < end_date)
            and (
                filter_question is null
                or (survey_person.source, survey_person.respondent_id)
                in (select (source, respondent_id) from passing)
            )
    )
select source, respondent_id, weight
from weighed
where weight >= 0
;

-- The answers of each respondent to the questions of the margins, in their order.
create macro survey_standing(asked_survey, margin_questions) as table
with
    margin as (
        select
            unnest(margin_questions::varchar[]) as question_id,
            generate_subscripts(margin_questions::varchar[], 1) as place
    ),

    chosen as (
        select source, respondent_id, question_id, any_value(option) as option
        from survey_choice
        where survey = asked_survey
        group by source, respondent_id, question_id
    )
select
    survey_person.source,
    survey_person.respondent_id,
    to_json(list(chosen.option order by margin.place))::varchar as combination
from survey_person
cross join margin
left join chosen using (source, respondent_id, question_id)
where survey_person.survey = asked_survey
group by survey_person.source, survey_person.respondent_id
;

-- The same respondents with their weight times the factor that raking gave their combination.
create macro survey_weighted(
    asked_survey,
    start_date,
    end_date,
    filter_question,
    filter_options,
    weight_question,
    margin_questions,
    factors
) as table
with
    factor as (
        select
            unnest(
                from_json(factors::json, '[{"combination":"varchar","factor":"double"}]'),
                max_depth := 2
            )
    )
select people.source, people.respondent_id, people.weight * coalesce(factor.factor, 1) as weight
from
    survey_people(
        asked_survey, start_date, end_date, filter_question, filter_options, weight_question
    ) as people
left join survey_standing(asked_survey, margin_questions) as standing using (source, respondent_id)
left join factor using (combination)
;
