-- Agents of the period: the mean headcount of its days with staff figures.
-- grain: headcount
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: headcount, staffed_days
-- note: staff has no channel or source: with such a filter the headcount is blank.
with
    months as (
        select
            period_start,
            date_diff(
                'day', greatest(period_start, $start_date), least(period_end, $end_date)
            ) as days,
            sum(headcount) as headcount
        from staff_cube
        where
            period_start < $end_date
            and period_end > $start_date
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and $channels::varchar[] is null
            and $sources::varchar[] is null
        group by all
    )
select sum(headcount * days) / nullif(sum(days), 0) as headcount, sum(days) as staffed_days
from months
order by headcount
