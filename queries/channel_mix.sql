-- Channel mix: how tickets divide between channels, period by period.
-- grain: period, channel
-- params: start_date, end_date, channels, teams, tiers, sources, every
-- returns: period, channel, tickets, ticket_share
-- note: ticket_share is of the tickets of that period that pass the filters.
with
    counted as (
        select period_of($every, day) as period, channel, sum(tickets_created) as tickets
        from ticket_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
        having tickets > 0
    )
select
    period,
    channel,
    tickets::bigint as tickets,
    tickets / sum(tickets) over (partition by period) as ticket_share
from counted
order by period, channel
