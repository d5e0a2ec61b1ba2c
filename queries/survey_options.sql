-- Survey question: its options, with who picked each.
-- grain: option
-- params: survey, question_id
-- returns: option, number, option_position, picked
-- note: of all respondents of the survey, tests left out; option is null for who picked none.
select
    survey_choice.option,
    any_value(survey_choice.number) as number,
    min(survey_choice.option_position) as option_position,
    count(distinct(survey_choice.source, survey_choice.respondent_id)) as picked
from survey_choice
inner join survey_person using (source, survey, respondent_id)
where survey_choice.survey = $survey and survey_choice.question_id = $question_id
group by survey_choice.option
order by option_position, picked desc, option
