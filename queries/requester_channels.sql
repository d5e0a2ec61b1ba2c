-- Channels per requester: how many requesters used one channel, two, three and more.
-- grain: channels_used
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: channels_used, requesters, requester_share
-- note: of requesters that the exports identify; a person with two addresses counts twice. Reads
-- the tickets themselves, for a requester counts once in a period.
with
    used as (
        select requester_id, count(distinct channel) as channels_used
        from ticket_fact
        where
            is_counted
            and requester_id is not null
            and created_date >= $start_date
            and created_date < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by requester_id
    )
select channels_used, count(*) as requesters, count(*) / sum(count(*)) over () as requester_share
from used
group by channels_used
order by channels_used
