-- Speed percentiles: median and 90th percentile of first reply and resolution, in
-- hours.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
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
        from durations($start_date, $end_date, $every, $cut)
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
    marked as (
        select
            ranked.duration || '_hours_' || wanted.suffix as kpi,
            segment,
            period,
            wanted.p,
            whole,
            bin_before(bin, running, whole, wanted.p) as bin_before,
            bin_after(bin, running, whole, wanted.p) as bin_after,
            bin_low(bin, running, whole, wanted.p) as bin_low,
            bin_high(bin, running, whole, wanted.p) as bin_high
        from ranked
        cross join (values ('median', 0.5::double), ('p90', 0.9::double)) as wanted(suffix, p)
        group by all
    )
select
    kpi,
    segment,
    period,
    hours(seconds_between(bin_before, bin_after, whole, p)) as value,
    whole::double as n,
    case when bin_high is not null then hours(bin_seconds(bin_low)) end as low,
    case when bin_low is not null then hours(bin_seconds(bin_high)) end as high
from marked
order by kpi, segment, period
