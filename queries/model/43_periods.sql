-- The bins of a period: whole weeks or months of the cut, each on its first day, and the days at
-- both ends.
create macro durations(start_date, end_date, every, wanted_cut) as table
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= start_date::date
    and day < least(
        end_date::date, spans_from(start_date::date, end_date::date, span_of(every, wanted_cut))
    )
union all
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_span
where
    cut = wanted_cut
    and span = span_of(every, wanted_cut)
    and day >= spans_from(start_date::date, end_date::date, span_of(every, wanted_cut))
    and day < spans_to(end_date::date, span_of(every, wanted_cut))
union all
select duration, day, channel, team, tier, priority, source, bin, band, tickets
from duration_bin
where
    day >= greatest(
        spans_from(start_date::date, end_date::date, span_of(every, wanted_cut)),
        spans_to(end_date::date, span_of(every, wanted_cut))
    )
    and day < end_date::date
;

-- The tickets of a list: created, solved, backlog, unanswered, reopened or excluded, each by its
-- own
-- date.
create macro listed_tickets(list_name, start_date, end_date) as table
select *
from ticket_fact
where
    (list_name = 'excluded') = (not is_counted)
    and case
        list_name
        when 'created'
        then created_date >= start_date::date and created_date < end_date::date
        when 'solved'
        then solved_date >= start_date::date and solved_date < end_date::date
        when 'backlog'
        then
            not is_call
            and created_date < end_date::date
            and (is_open or solved_date >= end_date::date)
        when 'unanswered'
        then
            is_unanswered
            and created_date >= start_date::date
            and created_date < end_date::date
        when 'reopened'
        then
            reopens > 0 and solved_date >= start_date::date and solved_date < end_date::date
        when 'excluded'
        then
            coalesce(created_date, start_date::date) >= start_date::date
            and coalesce(created_date, start_date::date) < end_date::date
    end
;
