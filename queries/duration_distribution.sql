-- Distribution of first reply or resolution times over fixed bands.
-- grain: segment, position
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, duration, cut, span,
-- whole_start, whole_end
-- returns: segment, position, band, tickets, ticket_share, cumulative_share
-- note: duration is first_reply or resolution; a band holds what is above its lower end, its
-- upper end included.
with
    counted as (
        select segment, band as position, sum(tickets) as tickets
        from
            durations(
                $start_date,
                $end_date,
                $whole_start,
                $whole_end,
                $span,
                'all',
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            )
        where duration = $duration
        group by all
    ),
    segments as (select distinct segment from counted),
    filled as (
        select
            segments.segment,
            duration_band.position,
            duration_band.band,
            coalesce(counted.tickets, 0) as tickets
        from segments
        cross join duration_band
        left join counted using (segment, position)
    )
select
    segment,
    position,
    band,
    tickets::bigint as tickets,
    tickets / nullif(sum(tickets) over (partition by segment), 0) as ticket_share,
    sum(tickets) over (partition by segment order by position)
    / nullif(sum(tickets) over (partition by segment), 0) as cumulative_share
from filled
order by segment, position
