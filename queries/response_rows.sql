-- Responses and the rule by which each met its ticket, newest first, with the line of the file.
-- grain: source, response_id, metric
-- params: start_date, end_date, channels, teams, tiers, sources, row_limit, row_offset
-- returns: source, survey, metric, response_id, responded_date, score, label, channel, team,
-- ticket_source, ticket_id, link_rule, unlinked_because, file, source_row, load_id
-- note: answers that met no ticket say why.
select
    response_fact.source,
    response_fact.survey,
    response_fact.metric,
    response_fact.response_id,
    response_fact.responded_date,
    response_fact.score,
    response_fact.label,
    response_fact.channel,
    response_fact.team,
    response_fact.ticket_source,
    response_fact.ticket_id,
    response_fact.link_rule,
    response_fact.unlinked_because,
    load.file,
    response_fact.source_row,
    response_fact.load_id
from response_fact
left join load on response_fact.load_id = load.load_id
where
    response_fact.is_answered
    and response_fact.responded_date >= $start_date
    and response_fact.responded_date < $end_date
    and passes($channels::varchar[], response_fact.channel)
    and passes($teams::varchar[], response_fact.team)
    and passes($tiers::varchar[], response_fact.tier)
    and passes($sources::varchar[], response_fact.source)
order by
    response_fact.responded_date desc,
    response_fact.source,
    response_fact.response_id,
    response_fact.metric
limit $row_limit
offset $row_offset
