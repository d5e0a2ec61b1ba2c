-- Change of the channel mix between the period and the one it is compared with.
-- grain: channel
-- params: start_date, end_date, channels, teams, tiers, sources, compared_start, compared_end
-- returns: channel, tickets, period_tickets, ticket_share, compared_tickets,
-- compared_period_tickets, compared_share
-- note: shares are of all tickets of their own period that pass the filters.
with
    counted as (
        select
            channel,
            coalesce(
                sum(tickets_created) filter (where day >= $start_date and day < $end_date), 0
            ) as tickets,
            coalesce(
                sum(tickets_created) filter (where day >= $compared_start and day < $compared_end),
                0
            ) as compared_tickets
        from ticket_day
        where
            day is not null
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by channel
    )
select
    channel,
    tickets::bigint as tickets,
    (sum(tickets) over ())::bigint as period_tickets,
    tickets / nullif(sum(tickets) over (), 0) as ticket_share,
    compared_tickets::bigint as compared_tickets,
    (sum(compared_tickets) over ())::bigint as compared_period_tickets,
    compared_tickets / nullif(sum(compared_tickets) over (), 0) as compared_share
from counted
where tickets > 0 or compared_tickets > 0
order by tickets desc, channel
