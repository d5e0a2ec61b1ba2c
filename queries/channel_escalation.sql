-- Escalation between channels: tickets begun in one channel whose requester went on in another.
-- grain: channel_from, channel_to
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: channel_from, channel_to, tickets, known_tickets, escalation_rate
-- note: as the export says, else the same requester on another channel within 24 hours and before
-- the solve.
with
    passed as (
        select channel as channel_from, channel_to, is_escalated, sum(tickets) as tickets
        from escalation_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    ),
    based as (select *, sum(tickets) over (partition by channel_from) as known_tickets from passed)
select
    channel_from,
    coalesce(channel_to, 'not given') as channel_to,
    sum(tickets)::bigint as tickets,
    any_value(known_tickets)::bigint as known_tickets,
    sum(tickets) / nullif(any_value(known_tickets), 0) as escalation_rate
from based
where is_escalated
group by channel_from, based.channel_to
order by channel_from, channel_to
