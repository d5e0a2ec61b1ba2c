-- What the studies count in requesters: channels of one, patience, escalations between two
-- channels.
-- grain: fact, segment
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: fact, segment, value, unit, part, n, low, high
-- note: part of n is a share. Reads the tickets themselves, for a requester counts once in a
-- period. An escalation between two channels is told where some requester is known on both.
with
    passed as (
        select *
        from ticket_fact
        where
            is_counted
            and created_date >= $start_date
            and created_date < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    ),
    used as (
        select requester_id, count(distinct channel) as channels
        from passed
        where requester_id is not null
        group by requester_id
    ),
    traced as (
        select passed.channel, passed.requester_id, escalation_fact.channel_to
        from passed
        inner join escalation_fact using (source, ticket_id)
        where escalation_fact.is_known
    ),
    known as (select channel, count(*) as tickets from traced group by channel),
    met as (
        select distinct traced.channel, writer.channel as channel_to
        from traced
        inner join
            (select distinct requester_id, channel from traced) as writer using (requester_id)
        where writer.channel <> traced.channel
        union
        select channel, channel_to
        from traced
        where channel_to is not null
    ),
    escalated as (
        select
            met.channel as channel_from,
            met.channel_to,
            count(traced.channel) as part,
            any_value(known.tickets) as n
        from met
        inner join known using (channel)
        left join traced on traced.channel = met.channel and traced.channel_to = met.channel_to
        group by met.channel, met.channel_to
    ),
    waited as (
        select channel, next_created_at - created_at <= interval 60 minutes as is_impatient
        from
            (
                select
                    channel,
                    created_at,
                    lead(created_at) over requester_contacts as next_created_at,
                    lead(channel) over requester_contacts as next_channel
                from passed
                where requester_id is not null
                window
                    requester_contacts as (
                        partition by requester_id order by created_at, source, ticket_id
                    )
            )
        where next_channel <> channel and next_created_at <= created_at + interval 24 hours
    ),
    facts as (
        select
            'requesters_with_3_to_5_channels_rate' as fact,
            'all' as segment,
            count(*) filter (where channels between 3 and 5) / nullif(count(*), 0) as value,
            'share' as unit,
            count(*) filter (where channels between 3 and 5)::double as part,
            count(*)::double as n
        from used
        union all
        select
            'escalation_rate',
            'channel=' || channel_from || ';channel=' || channel_to,
            part / nullif(n, 0),
            'share',
            part::double,
            n::double
        from escalated
        where channel_to is not null
        union all
        select
            'patience_60_minutes_rate',
            'all',
            1 - count(*) filter (where is_impatient) / nullif(count(*), 0),
            'share',
            count(*) filter (where not is_impatient)::double,
            count(*)::double
        from waited
    )
select fact, segment, value, unit, part, n, null::double as low, null::double as high
from facts
where value is not null
order by fact, segment
