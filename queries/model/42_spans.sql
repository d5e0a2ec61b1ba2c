-- The bins of whole weeks and months, added up over the dimensions that a question leaves alone;
-- `cut` says which are kept. So a long period is not added up cell by cell. Priority and source
-- stand alone: together with the others the cells would be as many as those of the days. Each cut
-- is added up from the next finer one, which has far fewer rows than the days.
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
        select
            span,
            duration,
            day,
            channel,
            team,
            tier,
            bin,
            band,
            sum(tickets)::bigint as tickets
        from spanned
        group by all
    ),
    teams as (
        select span, duration, day, team, tier, bin, band, sum(tickets)::bigint as tickets
        from parted
        group by all
    ),
    tiers as (
        select span, duration, day, tier, bin, band, sum(tickets)::bigint as tickets
        from teams
        group by all
    ),
    cuts as (
        select 'channel and team' as cut, *
        from parted
        union all by name
        select 'team' as cut, *
        from teams
        union all by name
        select 'tier' as cut, *
        from tiers
        union all by name
        select 'none' as cut, span, duration, day, bin, band, sum(tickets)::bigint as tickets
        from tiers
        group by all
        union all by name
        select
            'channel' as cut, span, duration, day, channel, bin, band, sum(tickets)::bigint as tickets
        from parted
        group by all
        union all by name
        select
            'priority' as cut, span, duration, day, priority, bin, band, sum(tickets)::bigint as tickets
        from spanned
        group by all
        union all by name
        select
            'source' as cut, span, duration, day, source, bin, band, sum(tickets)::bigint as tickets
        from spanned
        group by all
    )
select cut, span, duration, day, channel, team, tier, priority, source, bin, band, tickets
from cuts
order by cut, span, channel, team, day
;
