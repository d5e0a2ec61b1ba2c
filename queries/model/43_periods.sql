-- The bins of a period, each on its day or, where the whole month is in it, on the first of it.
create macro durations(start_date, end_date, every) as table
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= start_date::date
    and day < least(end_date::date, months_from(start_date::date, end_date::date, every))
union all
select duration, month as day, channel, team, tier, priority, source, bin, band, tickets
from duration_month
where
    month >= months_from(start_date::date, end_date::date, every)
    and month < months_to(end_date::date, every)
union all
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= greatest(
        months_from(start_date::date, end_date::date, every), months_to(end_date::date, every)
    )
    and day < end_date::date
;
