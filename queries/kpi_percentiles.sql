-- Speed percentiles: median and 90th percentile of first reply and resolution, in
-- hours.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: kpi, segment, period, value, n, low, high
-- note: read from logarithmic bins, at most 1 % off; low and high are a 95 % interval
-- by binomial ranks, blank where the values are too few to have both ends.
with
    counted as (
        select
            duration,
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            case
                when $every = 'all' then $start_date::date else period_of($every, day)
            end as period,
            bin,
            sum(tickets) as tickets
        from durations($start_date, $end_date, $every)
        where
            passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    ),
    ranked as (
        select
            duration,
            segment,
            period,
            bin,
            sum(tickets) over (partition by duration, segment, period order by bin) as running,
            sum(tickets) over (partition by duration, segment, period) as whole
        from counted
    ),
    measured as (
        select
            ranked.duration || '_hours_' || wanted.suffix as kpi,
            ranked.segment,
            ranked.period,
            hours(percentile_seconds(bin, running, whole, wanted.p)) as value,
            max(whole)::double as n,
            hours(percentile_low_seconds(bin, running, whole, wanted.p)) as low,
            hours(percentile_high_seconds(bin, running, whole, wanted.p)) as high
        from ranked
        cross join (values ('median', 0.5::double), ('p90', 0.9::double)) as wanted(suffix, p)
        group by ranked.duration, wanted.suffix, ranked.segment, ranked.period, wanted.p
    )
select
    kpi,
    segment,
    period,
    value,
    n,
    case when high is not null then low end as low,
    case when low is not null then high end as high
from measured
order by kpi, segment, period
