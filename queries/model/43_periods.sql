-- The cells of a cube that pass the filters, each with the segment and the period it counts in.
create macro cells(
    cube, start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select
    segment_of(dimension, channel, team, tier, priority, source) as segment,
    case when every = 'all' then start_date::date else period_of(every, day) end as period,
    *
from query_table(cube)
where
    cut = wanted_cut
    and day >= start_date
    and day < end_date
    and passes(channels::varchar[], channel)
    and passes(teams::varchar[], team)
    and passes(tiers::varchar[], tier)
    and passes(sources::varchar[], source)
;

create macro ticket_days(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select *
from
    cells(
        'ticket_cut',
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
;

create macro ticket_hours(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select *
from
    cells(
        'hour_cut',
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
;

create macro response_days(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select *
from
    cells(
        'response_cut',
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
;

-- The same of the bins of durations: whole weeks or months of the cut, each on its first day, and
-- the single days before and after them.
create macro durations(
    start_date,
    end_date,
    whole_start,
    whole_end,
    span_of_whole,
    every,
    dimension,
    wanted_cut,
    channels,
    teams,
    tiers,
    sources
) as table
with
    bins as (
        select duration, day, channel, team, tier, priority, source, bin, band, tickets
        from duration_bin
        where day >= start_date and day < whole_start
        union all
        select duration, day, channel, team, tier, priority, source, bin, band, tickets
        from duration_span
        where
            cut = wanted_cut
            and span = span_of_whole
            and day >= whole_start
            and day < whole_end
        union all
        select duration, day, channel, team, tier, priority, source, bin, band, tickets
        from duration_bin
        where day >= whole_end and day < end_date
    )
select
    duration,
    segment_of(dimension, channel, team, tier, priority, source) as segment,
    case when every = 'all' then start_date::date else period_of(every, day) end as period,
    bin,
    band,
    tickets
from bins
where
    passes(channels::varchar[], channel)
    and passes(teams::varchar[], team)
    and passes(tiers::varchar[], tier)
    and passes(sources::varchar[], source)
;

-- The tickets of a list: created, solved, backlog, unanswered, reopened or excluded, each by its
-- own date.
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
