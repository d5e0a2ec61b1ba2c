-- What the studies count in tickets and no KPI says: peaks, hours, replies within a limit.
-- grain: fact, segment
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: fact, segment, value, unit, part, n, low, high
-- note: part of n is a share; hours are local. Inbound hours are the median hour, low and high the
-- shortest run of hours that holds nine in ten contacts.
with
    replied as (
        select
            sum(replied_15_minutes_tickets) as within_900,
            sum(replied_4_hours_tickets) as within_14400,
            min(first_reply_seconds_least) as fastest,
            max(first_reply_seconds_most) as slowest,
            sum(replied_tickets) as replied_tickets
        from ticket_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        having sum(replied_tickets) > 0
    ),
    hourly as (
        select channel, hour, sum(tickets) as tickets
        from ticket_hour
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by channel, hour
    ),
    ranked as (
        select
            channel,
            hour,
            sum(tickets) over (partition by channel order by hour) as running,
            sum(tickets) over (partition by channel) as whole
        from hourly
    ),
    middle as (
        select
            channel,
            whole,
            (bin_before(hour, running, whole, 0.5) + bin_after(hour, running, whole, 0.5))
            / 2 as hour
        from ranked
        group by channel, whole
    ),
    runs as (
        select
            begun.channel,
            begun.hour as hour_from,
            hourly.hour as hour_to,
            sum(hourly.tickets) over (
                partition by begun.channel, begun.hour order by hourly.hour
            ) as tickets
        from hourly as begun
        inner join hourly on hourly.channel = begun.channel and hourly.hour >= begun.hour
    ),
    open_hours as (
        select
            runs.channel,
            arg_min(runs.hour_to, (runs.hour_to - runs.hour_from, runs.hour_from)) + 1 as hour_to,
            arg_min(runs.hour_from, (runs.hour_to - runs.hour_from, runs.hour_from)) as hour_from
        from runs
        inner join middle using (channel)
        where runs.tickets >= 0.9 * middle.whole
        group by runs.channel
    ),
    facts as (
        select
            'replied_within_900_rate' as fact,
            'all' as segment,
            within_900 / replied_tickets as value,
            'share' as unit,
            within_900::double as part,
            replied_tickets::double as n
        from replied
        union all
        select
            'replied_within_14400_rate',
            'all',
            within_14400 / replied_tickets,
            'share',
            within_14400::double,
            replied_tickets::double
        from replied
        union all
        select 'first_reply_fastest', 'all', hours(fastest), 'hours', null, replied_tickets::double
        from replied
        union all
        select 'first_reply_slowest', 'all', hours(slowest), 'hours', null, replied_tickets::double
        from replied
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
            'inbound_hours', 'channel=' || channel, hour::double, 'hour_of_day', null, whole::double
        from middle
    )
select
    facts.fact,
    facts.segment,
    facts.value,
    facts.unit,
    facts.part,
    facts.n,
    open_hours.hour_from::double as low,
    open_hours.hour_to::double as high
from facts
left join
    open_hours on facts.fact = 'inbound_hours' and facts.segment = 'channel=' || open_hours.channel
order by facts.fact, facts.segment
