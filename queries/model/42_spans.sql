-- The bins of whole weeks and months, added up over the dimensions that a question leaves alone;
-- `cut` says which are kept. So a long period is not added up cell by cell.
create table duration_span as
with
    spans as (
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
            sum(tickets) as tickets
        from duration_bin
        cross join (values ('week'), ('month')) as wanted(span)
        group by all
    )
select
    case
        when grouping(priority) = 0 and grouping(source) = 0
        then 'every'
        when grouping(priority) = 0
        then 'priority'
        when grouping(source) = 0
        then 'source'
        when grouping(channel) = 0 and grouping(team) = 0
        then 'channel and team'
        when grouping(channel) = 0
        then 'channel'
        when grouping(team) = 0
        then 'team'
        when grouping(tier) = 0
        then 'tier'
        else 'none'
    end as cut,
    span,
    duration,
    day,
    channel,
    team,
    tier,
    priority,
    source,
    bin,
    band,
    sum(tickets)::bigint as tickets
from spans
group by
    grouping sets (
        (span, duration, day, bin, band),
        (span, duration, day, bin, band, channel),
        (span, duration, day, bin, band, team, tier),
        (span, duration, day, bin, band, tier),
        (span, duration, day, bin, band, priority),
        (span, duration, day, bin, band, source),
        (span, duration, day, bin, band, channel, team, tier),
        (span, duration, day, bin, band, channel, team, tier, priority, source)
    )
order by all
;
