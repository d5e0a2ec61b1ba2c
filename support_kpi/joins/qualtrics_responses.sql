-- Qualtrics: the name of the survey of a response. Surveys of one name are told apart by their id.
with
    named as (
        select
            id,
            case
                when count(*) over (partition by name) > 1 then name || ' ' || id else name
            end as name
        from surveys
    )
select
    responses.source_row,
    coalesce(named.name, responses.survey_id) as "survey.name",
    named.id is not null as has_surveys
from responses
left join named on named.id = responses.survey_id
order by responses.source_row
