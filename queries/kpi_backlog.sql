-- Backlog: tickets created and not yet solved at the end of each period.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- kpis: backlog
-- returns: kpi, segment, period, value, n
-- note: counts from the first day of the data, so it does not depend on start_date. Periods before
-- that day or after the last one have no row.
with
    flow as (
        select
            segment,
            case
                when $every = 'all' or day < $start_date
                then $start_date::date
                else greatest(period, $start_date::date)
            end as bucket,
            sum(backlog_in) as tickets_in,
            sum(backlog_out) as tickets_out
        from
            ticket_days(
                date '-infinity',
                $end_date,
                $every,
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            )
        group by all
    ),
    buckets as (
        select distinct
            greatest(period_of($every, day::date), $start_date::date) as bucket,
            case
                when $every = 'all' then $start_date::date else period_of($every, day::date)
            end as period
        from
            generate_series(
                $start_date::timestamp, $end_date::timestamp - interval 1 day, interval 1 day
            ) as days(day)
        cross join data_extent
        where day >= first_day and day <= last_day
    ),
    segments as (select distinct segment from flow),
    filled as (
        select
            segments.segment,
            buckets.period,
            coalesce(flow.tickets_in, 0) - coalesce(flow.tickets_out, 0) as change
        from segments
        cross join buckets
        left join flow using (segment, bucket)
    )
select
    'backlog' as kpi,
    segment,
    period,
    (sum(change) over (partition by segment order by period))::double as value,
    value as n
from filled
order by kpi, segment, period
