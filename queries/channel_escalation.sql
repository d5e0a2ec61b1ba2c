-- Escalation between channels: tickets begun in one channel whose requester went on in another.
-- grain: channel_from, channel_to
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: channel_from, channel_to, tickets, known_tickets, escalation_rate
-- note: as the export says, else the same requester on another channel within 24 hours and before
-- the solve.
with
    passed as (
        select
            ticket_fact.channel as channel_from,
            escalation_fact.channel_to,
            escalation_fact.is_escalated
        from ticket_fact
        inner join escalation_fact using (source, ticket_id)
        where
            escalation_fact.is_known
            and ticket_fact.created_date >= $start_date
            and ticket_fact.created_date < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    ),
    based as (select *, count(*) over (partition by channel_from) as known_tickets from passed)
select
    channel_from,
    coalesce(channel_to, 'not given') as channel_to,
    count(*) as tickets,
    any_value(known_tickets) as known_tickets,
    count(*) / nullif(any_value(known_tickets), 0) as escalation_rate
from based
where is_escalated
group by channel_from, channel_to
order by channel_from, channel_to
