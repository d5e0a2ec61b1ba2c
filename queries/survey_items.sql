-- Survey questions: every question of a survey, and what is known of its respondents.
-- grain: survey, question_id
-- params: survey
-- returns: survey, question_id, question, part, kind, position, respondents, options, least, most
-- note: respondents who answered it, tests left out; a profile is no question but a fact.
select survey, question_id, question, part, kind, position, respondents, options, least, most
from survey_item
where $survey is null or survey = $survey
order by survey, kind = 'profile', position, question_id
