create table staff_cube as
select
    staff_month.month as period_start,
    (staff_month.month + interval 1 month)::date as period_end,
    staff_month.team,
    coalesce(team_tier.tier, 'not given') as tier,
    sum(staff_month.headcount) as headcount,
    sum(staff_month.joiners) as joiners,
    sum(staff_month.leavers) as leavers,
    sum(staff_month.training_days) as training_days
from staff_month
left join team_tier on lower(staff_month.team) = lower(team_tier.team)
group by all
order by all
;

-- Budget lines as given, for plan, actual and allocation.
create table budget_cube as
select
    scenario,
    period_start,
    period_end,
    category,
    coalesce(cost_group, 'other') as cost_group,
    coalesce(channel, 'all channels') as channel,
    coalesce(nullif(trim(budget_line.team), ''), 'all teams') as team,
    coalesce(currency, 'not given') as currency,
    sum(amount) as amount
from budget_line
group by all
order by all
;

-- Spend spread over the cells of the same period that a line covers: by handle time
-- where nine of
-- ten tickets have one in every channel, else by tickets created.
create table allocation_basis as
with
    known as (
        select sum(handled_tickets) / nullif(sum(tickets_created), 0) as handle_known_share
        from ticket_day
        group by channel
    )
select case when min(handle_known_share) >= 0.9 then 'handle time' else 'tickets' end as basis
from known
;

create table cost_cube as
with
    lines as (
        select row_number() over (order by period_start, period_end, channel, team, currency) as line, *
        from
            (
                select
                    period_start,
                    period_end,
                    channel,
                    nullif(trim(team), '') as team,
                    coalesce(currency, 'not given') as currency,
                    sum(amount) as amount
                from budget_line
                where scenario = 'actual'
                group by all
            )
    ),
    spans as (select distinct period_start, period_end from lines),
    cells as (
        select
            spans.period_start,
            spans.period_end,
            ticket_day.channel,
            ticket_day.team,
            ticket_day.tier,
            ticket_day.priority,
            ticket_day.source,
            case
                when (select basis from allocation_basis) = 'handle time'
                then sum(handle_seconds_sum)
                else sum(tickets_created)
            end as weight,
            sum(handled_tickets) as handled_tickets
        from spans
        inner join
            ticket_day
            on ticket_day.day >= spans.period_start
            and ticket_day.day < spans.period_end
        group by all
    ),
    spread as (
        select
            lines.line,
            lines.period_start,
            lines.period_end,
            lines.currency,
            coalesce(cells.channel, lines.channel, 'not given') as channel,
            coalesce(cells.team, lines.team, 'not given') as team,
            coalesce(cells.tier, 'not given') as tier,
            coalesce(cells.priority, 'not given') as priority,
            coalesce(cells.source, 'not given') as source,
            lines.amount
            * coalesce(
                cells.weight / nullif(sum(cells.weight) over (partition by lines.line), 0),
                1.0 / count(*) over (partition by lines.line)
            ) as amount,
            coalesce(cells.handled_tickets, 0) > 0 as has_handle_time
        from lines
        left join
            cells
            on lines.period_start = cells.period_start
            and lines.period_end = cells.period_end
            and (lines.channel is null or lines.channel = cells.channel)
            and (lines.team is null or lower(lines.team) = lower(cells.team))
    )
select
    period_start,
    period_end,
    channel,
    team,
    tier,
    priority,
    source,
    currency,
    has_handle_time,
    sum(amount) as amount
from spread
group by all
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
