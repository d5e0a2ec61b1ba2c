-- Qualtrics: what its other tables say of an answer.
with
    named as (
        select
            id,
            case
                when count(*) over (partition by name) > 1 then name || ' ' || id else name
            end as name
        from surveys
    ),
    ticket as (
        select response_id, min(value) as ticket_id
        from embedded_data
        where
            regexp_full_match(lower(key), '(ticket|case|conversation|incident)[_ ]?(id|number|no)?')
        group by response_id
    ),
    answer as (
        select answers.*, responses.survey_id
        from answers
        left join responses on responses.id = answers.response_id
    )
select
    answer.source_row,
    coalesce(named.name, answer.survey_id, 'Qualtrics survey') as "survey.name",
    coalesce(questions.text, answer.question) as "question.text",
    questions.selector as "question.selector",
    case
        when questions.type = 'MC' and questions.selector in ('MAVR', 'MAHR', 'MACOL', 'MSB')
        then 'multiple'
        when questions.type = 'MC'
        then 'single'
        when questions.type = 'Matrix'
        then 'scale'
        when questions.type in ('Slider', 'CS')
        then 'numeric'
        when questions.type in ('RO', 'PGR')
        then 'rank'
        when questions.type = 'TE'
        then 'open'
    end as "question.kind",
    question_options.text as "option.text",
    coalesce(sub_questions.text, answer.row_text) as "sub_question.text",
    responses.recorded_at as "response.recorded_at",
    responses.status as "response.status",
    responses.email as "response.email",
    ticket.ticket_id as "response.ticket_id",
    named.id is not null as has_surveys,
    responses.id is not null as has_responses,
    questions.id is not null as has_questions,
    question_options.key is not null as has_question_options,
    sub_questions.key is not null as has_sub_questions,
    ticket.ticket_id is not null as has_embedded_data
from answer
left join responses on responses.id = answer.response_id
left join named on named.id = answer.survey_id
left join questions on questions.id = answer.question_id and questions.survey_id = answer.survey_id
left join
    question_options
    on question_options.key = answer.option_key
    and question_options.question_id = answer.question_id
    and question_options.survey_id = answer.survey_id
left join
    sub_questions
    on sub_questions.key = answer.row_key
    and sub_questions.question_id = answer.question_id
    and sub_questions.survey_id = answer.survey_id
left join ticket on ticket.response_id = answer.response_id
order by answer.source_row
