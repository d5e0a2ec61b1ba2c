-- How responses meet tickets: share of answers that belong to a known ticket, by rule.
-- grain: source, metric
-- params: none
-- returns: source, metric, answers, linked_answers, linked_rate, link_rules
-- note: a response without a ticket still counts, with the channel and team that it names itself.
select
    source,
    metric,
    count(*) as answers,
    count(ticket_id) as linked_answers,
    count(ticket_id) / nullif(count(*), 0) as linked_rate,
    string_agg(distinct link_rule, ', ' order by link_rule) as link_rules
from response_fact
where is_answered
group by source, metric
order by source, metric
