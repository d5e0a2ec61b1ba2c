-- Age of the backlog: open tickets at the end of the period by days since creation.
-- grain: position
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: position, age, tickets, ticket_share
-- note: open means created before end_date and not solved before it; calls are never backlog.
with
    open_tickets as (
        select date_diff('day', created_date, $end_date::date) as days_open
        from ticket_fact
        where
            is_counted
            and not is_call
            and created_date < $end_date
            and $start_date is not null
            and (is_open or solved_date >= $end_date)
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    )
select
    age_band.position,
    age_band.age,
    count(open_tickets.days_open) as tickets,
    count(open_tickets.days_open)
    / nullif(sum(count(open_tickets.days_open)) over (), 0) as ticket_share
from age_band
left join
    open_tickets on days_open - 1 >= age_band.days_from and days_open - 1 < age_band.days_below
group by age_band.position, age_band.age
order by age_band.position
