-- Age of the backlog: open tickets at the end of the period by days since creation.
-- grain: position
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: position, age, tickets, ticket_share
-- note: open means created before end_date and not solved before it; calls are never backlog. A
-- period that ends after the last day of the data has the backlog of that day, one that they do not
-- touch has none that is known.
with
    extent as (
        select least($end_date::date, last_day + 1) as end_day
        from data_extent
        where first_day < $end_date and last_day >= $start_date
    ),
    open_tickets as (
        select date_diff('day', day, end_day) - 1 as days_open, sum(tickets) as tickets
        from ticket_life
        cross join extent
        where
            day < end_day
            and (solved_date is null or solved_date >= end_day)
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by days_open
    )
select
    age_band.position,
    age_band.age,
    case
        when exists (from extent) then coalesce(sum(open_tickets.tickets), 0)::bigint
    end as tickets,
    coalesce(sum(open_tickets.tickets), 0)
    / nullif(sum(sum(open_tickets.tickets)) over (), 0) as ticket_share
from age_band
left join open_tickets on days_open >= age_band.days_from and days_open < age_band.days_below
group by age_band.position, age_band.age
order by age_band.position
