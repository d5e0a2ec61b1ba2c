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
