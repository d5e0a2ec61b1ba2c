-- Questionnaire map: every answer to choose, and the option of a study that it means.
-- grain: survey, question_id, answered
-- params: survey
-- returns: survey, question_id, study, code, answered, picked, meaning
-- note: meaning is null for an answer that the study does not know; it counts in the base only.
-- Texts and numbers are left out: numbers fall into the study's bands.
with
    tied as (
        select survey, question_id, any_value(study) as study, any_value(code) as code
        from survey_question_map
        group by survey, question_id
    ),
    meant as (
        select survey, study, code, answered, any_value(option) as meaning
        from study_answer
        group by survey, study, code, answered
    )
select
    answer.survey,
    answer.question_id,
    any_value(tied.study) as study,
    any_value(tied.code) as code,
    answer.option as answered,
    count(distinct(answer.source, answer.respondent_id)) as picked,
    any_value(meant.meaning) as meaning
from answer
inner join survey_person using (source, survey, respondent_id)
left join tied on tied.survey = answer.survey and tied.question_id = answer.question_id
left join
    meant
    on meant.survey = answer.survey
    and meant.study = tied.study
    and meant.code = tied.code
    and meant.answered = answer.option
where
    answer.option is not null
    and answer.kind not in ('open', 'numeric')
    and ($survey::varchar is null or answer.survey = $survey)
group by answer.survey, answer.question_id, answer.option
order by answer.survey, answer.question_id, picked desc, answered
