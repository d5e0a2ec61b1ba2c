-- What the tickets of a team say of its work, by day and before its tier is known: `tickets` counts
-- all that were created, excluded ones too; the rest is of those that count.
create table team_day as
with
    created as (
        select
            created_local::date as day,
            team_name as team,
            source,
            count(*) as tickets,
            count(*) filter (where excluded_because is null) as counted_tickets,
            count(*) filter (where excluded_because is null and not is_call) as work,
            count(*) filter (
                where excluded_because is null and not is_call and not is_solved
            ) as waiting
        from ticket_state
        where created_local is not null
        group by all
    ),
    solved as (
        select
            solved_local::date as day,
            team_name as team,
            source,
            count(*) as solved_tickets,
            count(*) filter (where not is_call) as work_solved
        from ticket_state
        where excluded_because is null and is_solved and solved_local is not null
        group by all
    )
select *
from created
full outer join solved using (day, team, source)
order by day, team, source
;
