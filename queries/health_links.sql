-- How responses meet tickets: share of answers that belong to a known ticket, by rule.
-- grain: source, survey, metric
-- params: none
-- returns: source, survey, metric, answers, linked_answers, linked_rate, by_ticket_id,
-- by_ticket_id_of_only_source, by_requester_and_time, by_requester_last_of_several
-- note: by requester and time is the last ticket of the same requester solved within the days of
-- the setting survey_join_days (14) before the answer; an answer that meets no ticket still counts,
-- with the channel and team that it names itself.
select
    source,
    coalesce(survey, 'not given') as survey,
    metric,
    count(*) as answers,
    count(link_rule) as linked_answers,
    count(link_rule) / nullif(count(*), 0) as linked_rate,
    count(*) filter (where link_rule = 'ticket id') as by_ticket_id,
    count(*) filter (where link_rule = 'ticket id, only source') as by_ticket_id_of_only_source,
    count(*) filter (where link_rule = 'requester and time') as by_requester_and_time,
    count(*) filter (
        where link_rule = 'requester and time, last of several'
    ) as by_requester_last_of_several
from response_fact
where is_answered
group by all
order by source, survey, metric
