-- Questions of the studies, with the options that their figures speak of.
-- grain: study, code, option
-- params: study
-- returns: study, code, question, kind, option, label, least, most
-- note: least and most are the ends of a band of numbers. A question without options is open.
select
    study_question.study,
    study_question.code,
    study_question.question,
    study_question.kind,
    study_option.option,
    study_option.label,
    study_option.least::double as least,
    study_option.most::double as most
from study_question
left join study_option using (study, code)
where $study::varchar is null or study_question.study = $study
order by study_question.study, study_question.place, study_option.place
