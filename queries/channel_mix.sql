-- Channel mix: how tickets divide between channels, period by period.
-- grain: period, channel
-- params: start_date, end_date, channels, teams, tiers, sources, every, cut
-- keeps: channel
-- returns: period, channel, tickets, ticket_share
-- note: ticket_share is of the tickets of that period that pass the filters.
with
    counted as (
        select period, channel, sum(tickets_created) as tickets
        from
            ticket_days(
                $start_date, $end_date, $every, 'all', $cut, $channels, $teams, $tiers, $sources
            )
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
