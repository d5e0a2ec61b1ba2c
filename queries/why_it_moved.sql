-- Why a rate moved between two periods: what its segments did, and how their shares shifted.
-- grain: segment
-- params: start_date, end_date, compared_start, compared_end, channels, teams, tiers, sources,
-- dimension, kpi, cut
-- returns: segment, compared_value, value, compared_n, n, compared_base_share, base_share,
-- rate_effect, mix_effect, effect, effect_share, part, squares, compared_part, compared_squares
-- note: effect = rate effect + mix effect, and the effects of all segments add up to the change of
-- the whole. The rate effect is the change within the segment at the mean of its two shares of the
-- base; the mix effect is the change of its share times how far its mean value of both periods
-- lies from that of the whole. A segment of one period only counts as mix. Segments with fewer
-- answers of people in a period than least_answers are taken together. effect share is of all
-- effects without their signs.
with
    told as (
        select *, true as is_now
        from
            period_sums(
                $start_date, $end_date, $dimension, $cut, $channels, $teams, $tiers, $sources
            )
        union all
        select *, false as is_now
        from
            period_sums(
                $compared_start,
                $compared_end,
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            )
    ),
    -- The value of each ticket or answer, added up, and its square.
    measured as (
        select
            segment,
            is_now,
            is_answers,
            sums[1] as n,
            case when kpi = 'nps' then nps_points(sums[2], sums[3], 1) else sums[2] end as part,
            case
                when kpi = 'nps'
                then 100 * nps_points(sums[2], - sums[3], 1)
                else coalesce(sums[3], sums[2])
            end as squares
        from told
        where kpi = $kpi and sums[1] > 0
    ),
    grouped as (
        select
            case
                when is_answers and min(n) over (partition by segment) < least_answers()
                then 'fewer than ' || least_answers() || ' answers'
                else segment
            end as segment,
            is_now,
            is_answers,
            n,
            part,
            squares
        from measured
    ),
    sided as (
        select
            segment,
            bool_or(is_answers) as is_answers,
            coalesce(sum(n) filter (where is_now), 0) as n,
            coalesce(sum(n) filter (where not is_now), 0) as compared_n,
            coalesce(sum(part) filter (where is_now), 0) as part,
            coalesce(sum(part) filter (where not is_now), 0) as compared_part,
            coalesce(sum(squares) filter (where is_now), 0) as squares,
            coalesce(sum(squares) filter (where not is_now), 0) as compared_squares
        from grouped
        group by segment
    ),
    weighed as (
        select
            *,
            part / nullif(n, 0) as value,
            compared_part / nullif(compared_n, 0) as compared_value,
            n / nullif(sum(n) over (), 0) as base_share,
            compared_n / nullif(sum(compared_n) over (), 0) as compared_base_share,
            sum(part) over () / nullif(sum(n) over (), 0) as whole_value,
            sum(compared_part) over () / nullif(sum(compared_n) over (), 0) as compared_whole_value
        from sided
    ),
    split as (
        select
            *,
            rate_effect(value, compared_value, base_share, compared_base_share) as rate_effect,
            mix_effect(
                value,
                compared_value,
                base_share,
                compared_base_share,
                whole_value,
                compared_whole_value
            ) as mix_effect
        from weighed
    )
select
    segment,
    case
        when not is_answers or compared_n >= least_answers() then compared_value
    end as compared_value,
    case when not is_answers or n >= least_answers() then value end as value,
    compared_n,
    n,
    compared_base_share,
    base_share,
    rate_effect,
    mix_effect,
    rate_effect + mix_effect as effect,
    abs(rate_effect + mix_effect)
    / nullif(sum(abs(rate_effect + mix_effect)) over (), 0) as effect_share,
    part,
    squares,
    compared_part,
    compared_squares
from split
order by abs(effect) desc nulls last, segment
