-- What the studies count in tickets and no KPI says: patience, peaks, replies within a limit.
-- grain: fact, segment
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: fact, segment, value, unit, part, n
-- note: part of n is a share; hours are local. Inbound hours are the shortest run of hours that
-- holds nine in ten contacts.
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
    escalated as (
        select
            channel as channel_from,
            channel_to,
            sum(tickets) filter (where is_escalated) as part,
            any_value(known_tickets) as n
        from
            (
                select *, sum(tickets) over (partition by channel) as known_tickets
                from escalation_day
                where
                    day >= $start_date
                    and day < $end_date
                    and passes($channels::varchar[], channel)
                    and passes($teams::varchar[], team)
                    and passes($tiers::varchar[], tier)
                    and passes($sources::varchar[], source)
            )
        group by channel, channel_to
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
    hourly as (
        select channel, created_hour as hour, count(*) as tickets
        from passed
        group by channel, created_hour
    ),
    runs as (
        select
            begun.channel,
            begun.hour as hour_from,
            hourly.hour as hour_to,
            sum(hourly.tickets) over (partition by begun.channel, begun.hour order by hourly.hour)
            / sum(hourly.tickets) over (partition by begun.channel, begun.hour) as tail_share,
            sum(hourly.tickets) over (
                partition by begun.channel, begun.hour order by hourly.hour
            ) as tickets
        from hourly as begun
        inner join hourly on hourly.channel = begun.channel and hourly.hour >= begun.hour
    ),
    totals as (select channel, sum(tickets) as tickets from hourly group by channel),
    open_hours as (
        select
            runs.channel,
            arg_min(runs.hour_to, (runs.hour_to - runs.hour_from, runs.hour_from)) + 1 as hour_to,
            arg_min(runs.hour_from, (runs.hour_to - runs.hour_from, runs.hour_from)) as hour_from
        from runs
        inner join totals using (channel)
        where runs.tickets >= 0.9 * totals.tickets
        group by runs.channel
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
        union all
        select
            'replied_within_900_rate',
            'all',
            count(*) filter (where first_reply_seconds <= 900)
            / nullif(count(first_reply_seconds), 0),
            'share',
            count(*) filter (where first_reply_seconds <= 900)::double,
            count(first_reply_seconds)::double
        from passed
        union all
        select
            'replied_within_14400_rate',
            'all',
            count(*) filter (where first_reply_seconds <= 14400)
            / nullif(count(first_reply_seconds), 0),
            'share',
            count(*) filter (where first_reply_seconds <= 14400)::double,
            count(first_reply_seconds)::double
        from passed
        union all
        select
            'first_reply_fastest',
            'all',
            min(first_reply_seconds) / 3600,
            'hours',
            null,
            count(first_reply_seconds)::double
        from passed
        union all
        select
            'first_reply_slowest',
            'all',
            max(first_reply_seconds) / 3600,
            'hours',
            null,
            count(first_reply_seconds)::double
        from passed
        union all
        select
            'peak_hour',
            'channel=' || channel,
            arg_max(hour, (tickets, - hour))::double,
            'hour_of_day',
            null,
            sum(tickets)::double
        from hourly
        group by channel
        union all
        select
            'inbound_hours_from',
            'channel=' || channel,
            hour_from::double,
            'hour_of_day',
            null,
            tickets::double
        from open_hours
        inner join totals using (channel)
        union all
        select
            'inbound_hours_to',
            'channel=' || channel,
            hour_to::double,
            'hour_of_day',
            null,
            tickets::double
        from open_hours
        inner join totals using (channel)
    )
select fact, segment, value, unit, part, n
from facts
where value is not null
order by fact, segment
