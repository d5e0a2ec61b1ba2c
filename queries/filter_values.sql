-- Values that the filters offer, with their tickets.
-- grain: dimension, value
-- params: none
-- returns: dimension, value, tickets
-- note: what only responses have is offered too, and teams of the staff list, with no tickets.
with
    named as (
        select 'channel' as dimension, channel as value, sum(tickets_created) as tickets
        from ticket_day
        group by all
        union all
        select 'team', team, sum(tickets_created)
        from ticket_day
        group by all
        union all
        select 'tier', tier, sum(tickets_created)
        from ticket_day
        group by all
        union all
        select 'source', source, sum(tickets_created)
        from ticket_day
        group by all
        union all
        select distinct 'channel', channel, 0
        from response_day
        union all
        select distinct 'team', team, 0
        from response_day
        union all
        select distinct 'tier', tier, 0
        from response_day
        union all
        select distinct 'source', source, 0
        from response_day
        union all
        select distinct 'team', team, 0
        from staff_cube
    )
select dimension, value, coalesce(sum(tickets), 0)::bigint as tickets
from named
where value is not null
group by dimension, value
order by dimension, tickets desc, value
