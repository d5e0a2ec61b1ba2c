-- Cost KPIs: cost per ticket and per handle minute, and budget change on a year
-- earlier.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- kpis: cost_per_ticket, cost_per_minute, budget_change_rate
-- returns: kpi, segment, period, value, n, error, months, currency
-- note: an amount counts by the days of its period that fall within; months without
-- spend are blank; error is the standard error by the spread of the months.
with
    spans as (select * from month_spans($start_date, $end_date, $every)),
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
            segment,
            period,
            first_day,
            min(currency) as least_currency,
            max(currency) as most_currency,
            sum(spent_amount) as amount,
            sum(handled_amount) as handled_amount
        from
            spend_months(
                $start_date,
                $end_date,
                $every,
                $dimension,
                $channels::varchar[],
                $teams::varchar[],
                $tiers::varchar[],
                $sources::varchar[]
            )
        group by all
    ),
    spent_before as (
        select
            spans.period,
            passed_cost.segment,
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
    covered as (
        select period, has_year_before(min(first_day), max(end_day)) as has_year_before
        from spans
        group by period
    ),
    worked as (
        select *
        from
            work_months(
                $start_date,
                $end_date,
                $every,
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            )
    ),
    months as (
        select
            segment,
            period,
            spent.least_currency,
            spent.most_currency,
            coalesce(spent.amount, 0)::double as amount,
            coalesce(spent.handled_amount, 0)::double as handled_amount,
            coalesce(worked.tickets_solved, 0)::double as tickets_solved,
            coalesce(worked.handle_minutes, 0)::double as handle_minutes
        from spent
        full outer join worked using (segment, period, first_day)
    ),
    summed as (
        select
            segment,
            period,
            case
                when min(least_currency) = max(most_currency) then min(least_currency)
            end as currency,
            count(*) as months,
            sum(amount) as amount,
            sum(tickets_solved) as tickets_solved,
            sum(handle_minutes) as handle_minutes,
            ratio(amount, tickets_solved) as cost_per_ticket,
            ratio_error(amount, tickets_solved) as cost_per_ticket_error,
            ratio(handled_amount, handle_minutes) as cost_per_minute,
            ratio_error(handled_amount, handle_minutes) as cost_per_minute_error
        from months
        group by segment, period
        having count(least_currency) > 0
    ),
    -- Of each KPI, in the order of their names: value, n and error.
    measured as (
        select
            segment,
            period,
            summed.currency,
            summed.months,
            unnest(['cost_per_ticket', 'cost_per_minute', 'budget_change_rate']) as kpi,
            unnest(
                [
                    [cost_per_ticket, tickets_solved, cost_per_ticket_error],
                    [cost_per_minute, handle_minutes, cost_per_minute_error],
                    [
                        case
                            when covered.has_year_before
                            then summed.amount / nullif(spent_before.amount, 0) - 1
                        end,
                        spent_before.amount,
                        null
                    ]
                ]::double[][]
            ) as told
        from summed
        left join spent_before using (segment, period)
        left join covered using (period)
    )
select
    kpi,
    segment,
    period,
    case when currency is not null then told[1] end as value,
    coalesce(told[2], 0) as n,
    case when currency is not null then told[3] end as error,
    months,
    currency
from measured
order by kpi, segment, period
