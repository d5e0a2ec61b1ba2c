-- What is loaded from where: tickets by source, from when until when, and the last load.
-- grain: source
-- params: none
-- returns: source, tickets, counted_tickets, first_created_date, last_created_date, loads,
-- last_loaded_at
-- note: dates are of the reporting zone; counted tickets are those in the KPIs.
select
    ticket_fact.source,
    count(*) as tickets,
    count(*) filter (where is_counted) as counted_tickets,
    min(created_date) as first_created_date,
    max(created_date) as last_created_date,
    count(distinct ticket_fact.load_id) as loads,
    max(load.loaded_at) as last_loaded_at
from ticket_fact
left join load on ticket_fact.load_id = load.load_id
group by ticket_fact.source
order by ticket_fact.source
