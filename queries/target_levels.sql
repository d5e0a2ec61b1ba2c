-- Target levels: what each KPI is to reach, month by month.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension
-- returns: kpi, segment, period, period_end, target, target_low, target_high, origin, is_own
-- note: of whole channels or all of them, so a filter by team, tier or source, or by several
-- channels, leaves none. By channel, the target of all channels holds where a channel has none of
-- its own, but not for counts. Low and high are the target itself where it has no band.
with
    asked as (
        select *
        from target
        where
            month is not null
            and month >= date_trunc('month', $start_date::date)
            and month < $end_date
            and (target is not null or target_low is not null)
            and $teams::varchar[] is null
            and $tiers::varchar[] is null
            and $sources::varchar[] is null
    ),
    channels as (
        select distinct channel
        from
            (
                select channel
                from ticket_day
                union all
                select channel
                from response_day
            )
        where passes($channels::varchar[], channel)
    ),
    levels as (
        select kpi, 'all' as segment, month, target, target_low, target_high, origin, true as is_own
        from asked
        where
            $dimension = 'all'
            and channel is not distinct from list_extract($channels::varchar[], 1)
            and ($channels::varchar[] is null or len($channels::varchar[]) = 1)
        union all by name
        select
            asked.kpi,
            channels.channel as segment,
            asked.month,
            asked.target,
            asked.target_low,
            asked.target_high,
            asked.origin,
            asked.channel is not null as is_own
        from asked
        inner join kpi using (kpi)
        inner join
            channels
            on asked.channel = channels.channel
            or (asked.channel is null and kpi.kind <> 'count')
        where $dimension = 'channel'
        qualify
            row_number() over (
                partition by asked.kpi, channels.channel, asked.month
                order by asked.channel nulls last
            )
            = 1
    )
select
    kpi,
    segment,
    month as period,
    (month + interval 1 month)::date as period_end,
    target,
    coalesce(target_low, target) as target_low,
    coalesce(target_high, target) as target_high,
    origin,
    is_own
from levels
order by kpi, segment, period
