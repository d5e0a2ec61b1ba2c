-- Speed percentiles: median and 90th percentile of first reply and resolution, in
-- hours.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut, span,
-- whole_start, whole_end
-- kpis: first_reply_hours_median, first_reply_hours_p90, resolution_hours_median,
-- resolution_hours_p90
-- returns: kpi, segment, period, value, n, low, high
-- note: read from logarithmic bins, at most 1 % off; low and high are a 95 % interval
-- by binomial ranks, blank where the values are too few to have both ends.
with
    counted as (
        select
            duration = 'first_reply' as is_reply,
            segment,
            period,
            bin,
            sum(tickets)::bigint as tickets
        from
            durations(
                $start_date,
                $end_date,
                $whole_start,
                $whole_end,
                $span,
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
    ranked as (
        select
            is_reply,
            segment,
            period,
            bin,
            sum(tickets) over (partition by is_reply, segment, period order by bin)::bigint
            as running,
            sum(tickets) over (partition by is_reply, segment, period)::bigint as whole
        from counted
    ),
    sought as (
        select
            *, binomial_rank(whole, p, -1) as rank_low, binomial_rank(whole, p, 1) + 1 as rank_high
        from ranked
        cross join (values ('median', 0.5::double), ('p90', 0.9)) as wanted(suffix, p)
    ),
    marked as (
        select
            is_reply,
            suffix,
            segment,
            period,
            p,
            whole,
            bin_before(bin, running, whole, p) as bin_before,
            bin_after(bin, running, whole, p) as bin_after,
            min(bin) filter (where rank_low >= 1 and running >= rank_low) as bin_low,
            min(bin) filter (where running >= rank_high) as bin_high
        from sought
        group by all
    )
select
    case when is_reply then 'first_reply_hours_' else 'resolution_hours_' end || suffix as kpi,
    segment,
    period,
    hours(seconds_between(bin_before, bin_after, whole, p)) as value,
    whole::double as n,
    case when bin_high is not null then hours(bin_seconds(bin_low)) end as low,
    case when bin_low is not null then hours(bin_seconds(bin_high)) end as high
from marked
order by kpi, segment, period
