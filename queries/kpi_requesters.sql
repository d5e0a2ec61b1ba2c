-- Channels per requester: how many channels one requester used within the period.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- kpis: channels_per_requester
-- returns: kpi, segment, period, value, n, part, squares
-- note: counts requesters, so it reads the tickets themselves; a requester counts
-- once a segment and period.
with
    used as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            case
                when $every = 'all' then $start_date::date else period_of($every, created_date)
            end as period,
            requester_id,
            count(distinct channel) as channels
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
        group by all
    )
select
    'channels_per_requester' as kpi,
    segment,
    period,
    (sum(channels) / nullif(count(*), 0))::double as value,
    count(*)::double as n,
    sum(channels)::double as part,
    sum(channels * channels)::double as squares
from used
group by segment, period
order by kpi, segment, period
