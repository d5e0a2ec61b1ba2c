-- The bins of a period: whole weeks or months of the cut, each on its first day, and the days at
-- both ends.
create macro durations(start_date, end_date, every, wanted_cut) as table
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= start_date::date
    and day < least(end_date::date, spans_from(start_date::date, end_date::date, every))
union all
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_span
where
    cut = wanted_cut
    and span = span_of(every)
    and day >= spans_from(start_date::date, end_date::date, every)
    and day < spans_to(end_date::date, every)
union all
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= greatest(
        spans_from(start_date::date, end_date::date, every), spans_to(end_date::date, every)
    )
    and day < end_date::date
;
