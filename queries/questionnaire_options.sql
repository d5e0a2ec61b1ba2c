-- Questionnaire map: every answer to a tied question, and the option of the study that it means.
-- grain: survey, question_id, answered
-- params: survey
-- returns: survey, question_id, study, code, answered, picked, meaning
-- note: meaning is null for an answer that the study does not know; it counts in the base only.
-- Numbers fall into the study's bands.
select
    answer.survey,
    answer.question_id,
    survey_question_map.study,
    survey_question_map.code,
    answer.option as answered,
    count(distinct(answer.source, answer.respondent_id)) as picked,
    any_value(study_answer.option) as meaning
from answer
inner join survey_person using (source, survey, respondent_id)
inner join survey_question_map using (survey, question_id)
left join
    study_answer
    on study_answer.survey = answer.survey
    and study_answer.study = survey_question_map.study
    and study_answer.code = survey_question_map.code
    and study_answer.respondent_id = answer.respondent_id
    and study_answer.answered = answer.option
where answer.option is not null and ($survey::varchar is null or answer.survey = $survey)
group by
    answer.survey,
    answer.question_id,
    survey_question_map.study,
    survey_question_map.code,
    answer.option
order by answer.survey, answer.question_id, picked desc, answered
