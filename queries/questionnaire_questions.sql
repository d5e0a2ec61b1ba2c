-- Questionnaire map: every question of the surveys, and the question of a study that it is tied to.
-- grain: survey, question_id
-- params: survey
-- returns: survey, question_id, question, part, kind, position, respondents, study, code, origin
-- note: origin is given, where a person tied it, or same wording; blank where it is tied to
-- nothing.
select
    survey_item.survey,
    survey_item.question_id,
    survey_item.question,
    survey_item.part,
    survey_item.kind,
    survey_item.position,
    survey_item.respondents,
    any_value(survey_question_map.study) as study,
    any_value(survey_question_map.code) as code,
    any_value(survey_question_map.origin) as origin
from survey_item
left join survey_question_map using (survey, question_id)
where survey_item.kind <> 'profile' and ($survey::varchar is null or survey_item.survey = $survey)
group by all
order by survey_item.survey, survey_item.position, survey_item.question_id
