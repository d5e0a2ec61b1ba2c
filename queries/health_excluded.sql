-- Tickets that are kept but counted in no KPI, by reason.
-- grain: source, excluded_because
-- params: none
-- returns: source, excluded_because, tickets, ticket_rate
-- note: ticket_rate is of all tickets of the source.
with totals as (select source, count(*) as tickets from ticket_fact group by source)
select
    ticket_fact.source,
    ticket_fact.excluded_because,
    count(*) as tickets,
    count(*) / nullif(any_value(totals.tickets), 0) as ticket_rate
from ticket_fact
inner join totals using (source)
where ticket_fact.excluded_because is not null
group by ticket_fact.source, ticket_fact.excluded_because
order by ticket_fact.source, ticket_fact.excluded_because
