-- Tickets by day and channel and in all, two roads to one number.
-- grain: counted_tickets
-- params: none
-- returns: counted_tickets, cube_tickets, hour_tickets, solved_tickets, cube_solved_tickets
-- note: the first two pairs must be equal; the tests say so.
select
    (select count(*) from ticket_fact where is_counted) as counted_tickets,
    (select coalesce(sum(tickets_created), 0)::bigint from ticket_day) as cube_tickets,
    (select coalesce(sum(tickets), 0)::bigint from ticket_hour) as hour_tickets,
    (
        select count(*) from ticket_fact where is_counted and solved_date is not null
    ) as solved_tickets,
    (select coalesce(sum(tickets_solved), 0)::bigint from ticket_day) as cube_solved_tickets
order by counted_tickets
