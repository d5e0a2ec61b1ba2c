-- The bins of whole weeks and months, added up over the dimensions that a question leaves alone;
-- `cut` says which are kept. So a long period is not added up cell by cell. Priority and source
-- stand alone: together with the others the cells would be as many as those of the days.
create table duration_span as
with
    spanned as (
        select
            wanted.span,
            duration,
            date_trunc(wanted.span, day)::date as day,
            channel,
            team,
            tier,
            priority,
            source,
            bin,
            band,
            tickets
        from duration_bin
        cross join (values ('week'), ('month')) as wanted(span)
    ),
    parted as (
        select span, duration, day, channel, team, tier, bin, band, sum(tickets) as tickets
        from spanned
        group by all
    )
select
    cut_of(grouping(channel), grouping(team), grouping(tier), 1, 1) as cut,
    span,
    duration,
    day,
    channel,
    team,
    tier,
    null::varchar as priority,
    null::varchar as source,
    bin,
    band,
    sum(tickets)::bigint as tickets
from parted
group by
    grouping sets (
        (span, duration, day, bin, band),
        (span, duration, day, bin, band, channel),
        (span, duration, day, bin, band, team, tier),
        (span, duration, day, bin, band, tier),
        (span, duration, day, bin, band, channel, team, tier)
    )
union all by name
select 'priority' as cut, span, duration, day, priority, bin, band, sum(tickets)::bigint as tickets
from spanned
group by all
union all by name
select 'source' as cut, span, duration, day, source, bin, band, sum(tickets)::bigint as tickets
from spanned
group by all
order by cut, span, channel, team, day
;
