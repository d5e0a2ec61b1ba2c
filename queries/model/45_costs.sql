-- Budget lines, and the spend of each channel and team with its part of what names none.
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

-- What a ticket of a channel weighs where its handle time is not exported: the mean of its channel,
-- of channels with fewer than 30 known ones the mean of all. A call that nobody answered weighs
-- nothing.
create table handle_weight as
with
    known as (
        select
            channel,
            sum(handled_tickets) as handled_tickets,
            sum(handle_seconds_sum) as handle_seconds_sum
        from ticket_day
        group by channel
    )
select
    channel,
    handled_tickets >= 30 as is_own,
    case
        when handled_tickets >= 30
        then handle_seconds_sum / handled_tickets
        else sum(handle_seconds_sum) over () / nullif(sum(handled_tickets) over (), 0)
    end as handle_seconds
from known
order by channel
;

-- By what spend is spread that names no channel or team, and how much of it is known.
create table allocation_basis as
select
    case when sum(handled_tickets) > 0 then 'handle time' else 'tickets' end as basis,
    ratio(handled_tickets, tickets_created - coalesce(unhandled_calls, 0)) as handle_known_share
from ticket_day
where tickets_created is not null
;

-- Handle time of a day's tickets, known or by the weight of their channel.
create view workload_day as
select
    ticket_day.*,
    coalesce(handle_seconds_sum, 0)
    + greatest(0, coalesce(tickets_created - handled_tickets - unhandled_calls, 0))
    * coalesce(handle_weight.handle_seconds, 0) as workload_seconds
from ticket_day
left join handle_weight using (channel)
;

-- Spend spread over the cells of the same period that a line covers.
create table cost_cube as
with
    lines as (
        select
            row_number() over (
                order by period_start, period_end, channel, team, cost_group, currency
            ) as line,
            *
        from
            (
                select
                    period_start,
                    period_end,
                    channel,
                    nullif(trim(team), '') as team,
                    coalesce(cost_group, 'other') as cost_group,
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
            workload_day.channel,
            workload_day.team,
            workload_day.tier,
            workload_day.priority,
            workload_day.source,
            case
                when (select basis from allocation_basis) = 'handle time'
                then sum(workload_seconds)
                else coalesce(sum(tickets_created), 0)
            end as weight,
            sum(handled_tickets) as handled_tickets
        from spans
        inner join
            workload_day
            on workload_day.day >= spans.period_start
            and workload_day.day < spans.period_end
        group by all
    ),
    spread as (
        select
            lines.line,
            lines.period_start,
            lines.period_end,
            lines.currency,
            lines.cost_group,
            lines.channel is not null as names_channel,
            lines.team is not null as names_team,
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
    cost_group,
    currency,
    names_channel,
    names_team,
    has_handle_time,
    sum(amount) as amount
from spread
group by all
order by all
;

-- Where the actual lines end: no plan after that day has its counterpart yet.
create table budget_extent as
select
    min(period_start) filter (where scenario = 'actual') as first_date,
    max(period_end) filter (where scenario = 'actual') as closed_date
from budget_line
;

-- Whether the actual lines cover a period and the same dates a year earlier.
create macro has_year_before(start_date, end_date) as (
    start_date::date >= (select first_date + interval 1 year from budget_extent)
    and end_date::date <= (select closed_date from budget_extent)
)
;

-- Each line in the months of a period, with what of it falls on their days. The plan to date ends
-- where the actual lines end.
create macro budget_by_days(start_date, end_date) as table
with
    months as (
        select
            month::date as month,
            greatest(month::date, start_date::date) as first_day,
            least((month + interval 1 month)::date, end_date::date) as end_day
        from
            generate_series(
                date_trunc('month', start_date::date)::timestamp,
                end_date::timestamp - interval 1 day,
                interval 1 month
            ) as series(month)
    ),
    parts as (
        select
            months.month,
            budget_cube.*,
            overlap_share(period_start, period_end, months.first_day, months.end_day) as share,
            overlap_share(
                period_start,
                period_end,
                months.first_day,
                least(months.end_day, (select closed_date from budget_extent))
            ) as share_to_date
        from months
        inner join
            budget_cube
            on budget_cube.period_start < months.end_day
            and budget_cube.period_end > months.first_day
    )
select
    month,
    category,
    cost_group,
    channel,
    team,
    currency,
    case when scenario = 'plan' then amount * share end as plan_amount,
    case when scenario = 'actual' then amount * share end as actual_amount,
    case when scenario = 'plan' then amount * share_to_date end as plan_to_date_amount
from parts
;

-- The days of the data that actual lines cover: what comes on any other has no known cost.
create table spend_day as
with spans as (select distinct period_start, period_end from cost_cube)
select distinct
    unnest(
        generate_series(
            greatest(period_start, first_day)::timestamp,
            least(period_end - 1, last_day)::timestamp,
            interval 1 day
        )
    )::date as day
from spans
cross join data_extent
order by day
;

create macro has_spend(on_day) as on_day in (select day from spend_day)
;

-- The months of each period of a step, cut by the first and last day.
create macro month_spans(start_date, end_date, every) as table
select
    case when every = 'all' then start_date::date else period_of(every, day::date) end as period,
    min(day)::date as first_day,
    max(day)::date + 1 as end_day
from
    generate_series(
        start_date::timestamp, end_date::timestamp - interval 1 day, interval 1 day
    ) as days(day)
group by period, date_trunc('month', day)
;

-- Spend by segment and month; direct is what names the segment itself, handled what went to cells
-- that tell a handle time.
create macro spend_months(
    start_date, end_date, every, dimension, channels, teams, tiers, sources
) as table
with
    parts as (
        select
            segment_of(dimension, channel, team, tier, priority, source) as segment,
            currency,
            spans.period,
            spans.first_day,
            amount * overlap_share(period_start, period_end, first_day, end_day) as amount,
            case
                dimension
                when 'channel'
                then names_channel
                when 'team'
                then names_team
                else dimension = 'all'
            end as is_direct,
            cost_group = 'people' as is_people,
            has_handle_time
        from month_spans(start_date, end_date, every) as spans
        inner join
            cost_cube
            on cost_cube.period_start < spans.end_day
            and cost_cube.period_end > spans.first_day
        where
            passes(channels, channel)
            and passes(teams, team)
            and passes(tiers, tier)
            and passes(sources, source)
    )
select
    segment,
    currency,
    period,
    first_day,
    sum(amount) as spent_amount,
    coalesce(sum(amount) filter (where is_direct), 0) as direct_amount,
    coalesce(sum(amount) filter (where is_direct and is_people), 0) as direct_people_amount,
    coalesce(sum(amount) filter (where has_handle_time), 0) as handled_amount
from parts
group by all
;

-- What was done on the days that spend covers, by segment and month.
create macro work_months(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select
    segment,
    period,
    greatest(start_date::date, period, date_trunc('month', day)::date) as first_day,
    sum(tickets_created) as tickets_created,
    sum(tickets_solved) as tickets_solved,
    minutes(sum(handle_seconds_sum)) as handle_minutes
from
    ticket_days(
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
where has_spend(day)
group by all
;
