-- Hour-of-week load: tickets by local weekday and hour, and their mean per such weekday.
-- grain: segment, weekday, hour
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, cut
-- returns: segment, weekday, hour, tickets, days, tickets_mean
-- note: a Monday mean divides by the Mondays of the period that lie within the data.
with
    days as (
        select isodow(day) as weekday, count(*) as days
        from
            generate_series(
                $start_date::timestamp, $end_date::timestamp - interval 1 day, interval 1 day
            ) as series(day)
        cross join data_extent
        where day >= first_day and day <= last_day
        group by weekday
    ),
    counted as (
        select segment, weekday, hour, sum(tickets) as tickets
        from
            ticket_hours(
                $start_date, $end_date, 'all', $dimension, $cut, $channels, $teams, $tiers, $sources
            )
        group by all
    ),
    hours as (select unnest(range(0, 24))::integer as hour),
    segments as (select distinct segment from counted)
select
    segments.segment,
    days.weekday::integer as weekday,
    hours.hour,
    coalesce(counted.tickets, 0)::bigint as tickets,
    days.days,
    coalesce(counted.tickets, 0) / nullif(days.days, 0) as tickets_mean
from segments
cross join days
cross join hours
left join counted using (segment, weekday, hour)
order by segment, weekday, hour
