-- Staff of which the headcount is known; leavers and training are rates of those who tell them.
create table staff_cube as
select
    staff_month.month as period_start,
    (staff_month.month + interval 1 month)::date as period_end,
    staff_month.team,
    coalesce(team_tier.tier, 'not given') as tier,
    sum(staff_month.headcount) as headcount,
    sum(staff_month.joiners) as joiners,
    sum(staff_month.leavers) as leavers,
    sum(staff_month.headcount) filter (
        where staff_month.leavers is not null
    ) as leavers_headcount,
    sum(staff_month.training_days) as training_days,
    sum(staff_month.headcount) filter (
        where staff_month.training_days is not null
    ) as training_headcount
from staff_month
left join team_tier on lower(staff_month.team) = lower(team_tier.team)
where staff_month.headcount is not null
group by all
order by all
;

-- Teams as tickets name them, in the months of which their staff is known.
create table staffed_team as
select distinct named.team, staff_cube.period_start, staff_cube.period_end
from staff_cube
inner join
    (select distinct team from ticket_day) as named on lower(staff_cube.team) = lower(named.team)
order by all
;

create table data_extent as
with
    days as (
        select day
        from ticket_day
        where day is not null
        union all
        select day
        from response_day
        where day is not null
    )
select min(day) as first_day, max(day) as last_day
from days
;
