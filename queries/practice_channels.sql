-- What the tickets say of channels, to set beside how many peers do the same.
-- grain: practice
-- params: start_date, end_date, teams, tiers, sources, compared_start, compared_end
-- returns: practice, value, unit, n
-- note: of all channels, whatever the filter of channels; n is the tickets counted. Digital is all
-- but phone and in person; messengers are messaging, live chat and the mobile app. The first
-- channel by priority is blank where calls carry no priority.
with
    passed as (
        select channel, priority, day >= $start_date and day < $end_date as is_now, tickets_created
        from ticket_day
        where
            (
                (day >= $start_date and day < $end_date)
                or (day >= $compared_start::date and day < $compared_end::date)
            )
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    ),
    counted as (
        select
            is_now,
            channel,
            sum(tickets_created) as tickets,
            sum(tickets_created) filter (where priority = 'normal') as normal,
            sum(tickets_created) filter (where priority = 'urgent') as urgent,
            sum(tickets_created) filter (
                where priority in ('urgent', 'high', 'normal', 'low')
            ) as prioritised
        from passed
        group by is_now, channel
        having tickets > 0
    ),
    placed as (
        select
            is_now,
            channel,
            tickets,
            rank() over (partition by is_now order by tickets desc) as place,
            sum(tickets) over (partition by is_now) as n
        from counted
    ),
    shared as (
        select
            is_now,
            sum(tickets) as n,
            coalesce(sum(tickets) filter (where channel not in ('phone', 'in_person')), 0)
            / sum(tickets) as digital_share,
            coalesce(
                sum(tickets) filter (where channel in ('messaging', 'live_chat', 'mobile_app')), 0
            )
            / sum(tickets) as messenger_share
        from counted
        group by is_now
    ),
    offered as (
        select
            'tickets_' || named.channel as practice,
            coalesce(any_value(counted.tickets), 0)::double as value,
            'tickets' as unit,
            any_value(shared.n) as n
        from
            (
                select
                    unnest(
                        [
                            'phone',
                            'email',
                            'social_media',
                            'live_chat',
                            'sms',
                            'mobile_app',
                            'chatbot',
                            'self_service'
                        ]
                    ) as channel
            ) as named
        inner join shared on shared.is_now
        left join counted on counted.is_now and counted.channel = named.channel
        group by named.channel
    ),
    firsts as (
        select
            arg_max(channel, normal) as first_normal,
            sum(normal) as normal,
            arg_max(channel, urgent) as first_urgent,
            sum(urgent) as urgent,
            coalesce(
                bool_and(coalesce(prioritised, 0) > 0) filter (where channel = 'phone'), true
            ) as is_told
        from counted
        where is_now
    )
select practice, value, unit, n::double as n
from offered
union all
select
    'rank_' || channel || case when is_now then '_now' else '_before' end,
    place::double,
    'rank',
    n::double
from placed
union all
select
    'messengers_in_top_5',
    (
        count(*) filter (where place <= 5 and channel in ('messaging', 'live_chat', 'mobile_app'))
    )::double,
    'count',
    any_value(n)::double
from placed
where is_now
having count(*) > 0
union all
select 'digital_share', digital_share, 'share', n::double
from shared
where is_now
union all
select 'messenger_share', messenger_share, 'share', n::double
from shared
where is_now
union all
select
    'digital_share_change',
    shared.digital_share - earlier.digital_share,
    'share difference',
    shared.n::double
from shared
inner join shared as earlier on not earlier.is_now
where shared.is_now
union all
select
    'first_normal_email_or_phone',
    (first_normal in ('email', 'phone'))::int::double,
    'holds',
    normal::double
from firsts
where normal > 0 and is_told
union all
select 'first_urgent_phone', (first_urgent = 'phone')::int::double, 'holds', urgent::double
from firsts
where urgent > 0 and is_told
order by practice
