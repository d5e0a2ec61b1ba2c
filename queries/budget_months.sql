-- Plan and actual of every month of the budget, by category or by channel.
-- grain: segment, currency, month
-- params: channels, teams, dimension
-- returns: segment, currency, month, plan_amount, actual_amount
-- note: dimension is category, channel or all; a line of several months counts by their days.
with
    months as (
        select month::date as month, (month + interval 1 month)::date as month_end
        from
            generate_series(
                (select date_trunc('month', min(period_start)) from budget_cube)::timestamp,
                (select date_trunc('month', max(period_end) - 1) from budget_cube)::timestamp,
                interval 1 month
            ) as series(month)
    )
select
    case
        $dimension when 'category' then category when 'channel' then channel else 'all'
    end as segment,
    currency,
    month,
    sum(amount * overlap_share(period_start, period_end, month, month_end)) filter (
        where scenario = 'plan'
    ) as plan_amount,
    sum(amount * overlap_share(period_start, period_end, month, month_end)) filter (
        where scenario = 'actual'
    ) as actual_amount
from months
inner join
    budget_cube on budget_cube.period_start < months.month_end and budget_cube.period_end > month
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by all
order by segment, currency, month
