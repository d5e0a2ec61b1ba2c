-- Cost KPIs: cost per ticket and per handle minute, and budget change on a year
-- earlier.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: kpi, segment, period, value, n, currency
-- note: an amount counts by the days of its period that fall within; months without
-- spend are blank.
with
    spans as (
        select
            case
                when $every = 'all' then $start_date::date else period_of($every, day::date)
            end as period,
            min(day)::date as first_day,
            max(day)::date + 1 as end_day
        from
            generate_series(
                $start_date::timestamp, $end_date::timestamp - interval 1 day, interval 1 day
            ) as days(day)
        group by all
    ),
    passed_cost as (
        select segment_of($dimension, channel, team, tier, priority, source) as segment, cost_cube.*
        from cost_cube
        where
            passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
    ),
    spent as (
        select
            spans.period,
            passed_cost.segment,
            case when count(distinct currency) = 1 then any_value(currency) end as currency,
            sum(amount * overlap_share(period_start, period_end, first_day, end_day)) as amount,
            sum(amount * overlap_share(period_start, period_end, first_day, end_day)) filter (
                where has_handle_time
            ) as handled_amount
        from spans
        inner join
            passed_cost
            on passed_cost.period_start < spans.end_day
            and passed_cost.period_end > spans.first_day
        group by all
    ),
    spent_before as (
        select
            spans.period,
            passed_cost.segment,
            min(spans.first_day) >= (select min(period_start) + interval 1 year from cost_cube)
            and max(spans.end_day) <= (select max(period_end) from cost_cube) as is_whole,
            sum(
                amount * overlap_share(
                    period_start,
                    period_end,
                    (first_day - interval 1 year)::date,
                    (end_day - interval 1 year)::date
                )
            ) as amount
        from spans
        inner join
            passed_cost
            on passed_cost.period_start < spans.end_day - interval 1 year
            and passed_cost.period_end > spans.first_day - interval 1 year
        group by all
    ),
    worked as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            case
                when $every = 'all' then $start_date::date else period_of($every, day)
            end as period,
            sum(tickets_solved) as tickets_solved,
            minutes(sum(handle_seconds_sum)) as handle_minutes
        from ticket_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
            and exists (
                select 1
                from cost_cube
                where day >= cost_cube.period_start and day < cost_cube.period_end
            )
        group by all
    ),
    measured as (
        select
            segment,
            period,
            spent.currency,
            unnest(
                [
                    {
                        'kpi':'cost_per_ticket',
                        'value': (spent.amount / nullif(worked.tickets_solved, 0))::double,
                        'n':worked.tickets_solved::double
                    },
                    {
                        'kpi':'cost_per_minute',
                        'value':spent.handled_amount / nullif(worked.handle_minutes, 0),
                        'n':worked.handle_minutes
                    },
                    {
                        'kpi':'budget_change_rate',
                        'value': case
                            when spent_before.is_whole
                            then spent.amount / nullif(spent_before.amount, 0) - 1
                        end,
                        'n':spent_before.amount
                    }
                ],
                recursive := true
            )
        from spent
        left join worked using (segment, period)
        left join spent_before using (segment, period)
    )
select
    kpi,
    segment,
    period,
    case when currency is not null then value end as value,
    coalesce(n, 0) as n,
    currency
from measured
order by kpi, segment, period
