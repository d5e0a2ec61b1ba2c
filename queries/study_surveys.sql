-- Own surveys that ask the questions of a study.
-- grain: study, survey
-- params: none
-- returns: study, survey, respondents
-- note: every respondent of a survey counts, whatever the period and the filters.
select study, survey, count(distinct respondent_id) as respondents
from study_answer
group by study, survey
order by study, survey
