-- Surveys: every loaded survey of respondents, with when it was answered and the study it asks.
-- grain: survey
-- params: none
-- returns: survey, respondents, weighted, first_date, last_date, undated, questions, studies,
-- tied
-- note: tests are left out; tied counts the questions that are tied to a question of a study.
with
    tied as (
        select
            survey,
            string_agg(distinct study, ', ' order by study) as studies,
            count(distinct question_id) as tied
        from survey_question_map
        group by survey
    ),
    asked as (
        select survey, count(*) as questions
        from survey_item
        where kind <> 'profile'
        group by survey
    )
select
    survey_person.survey,
    count(*) as respondents,
    count(survey_person.weight) as weighted,
    min(survey_person.answered_date) as first_date,
    max(survey_person.answered_date) as last_date,
    count(*) - count(survey_person.answered_date) as undated,
    any_value(asked.questions) as questions,
    any_value(tied.studies) as studies,
    coalesce(any_value(tied.tied), 0) as tied
from survey_person
inner join asked using (survey)
left join tied using (survey)
group by survey_person.survey
order by survey_person.survey
