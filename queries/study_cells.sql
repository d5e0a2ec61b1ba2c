-- Own surveys by question of a study: every option in every subgroup.
-- grain: study, code, segment, option
-- params: none
-- returns: study, code, segment, option, n, picked
-- note: n counts the members of the subgroup who answered the question.
select study, code, segment, option, n, picked from study_cell order by study, code, segment, option
