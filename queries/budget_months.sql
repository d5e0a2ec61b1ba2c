-- Plan and actual of every month of the budget, by category or by channel.
-- grain: segment, currency, month
-- params: channels, teams, dimension
-- returns: segment, currency, month, plan_amount, actual_amount
-- note: dimension is category, channel or all; a line of several months counts by their days.
select
    case
        $dimension when 'category' then category when 'channel' then channel else 'all'
    end as segment,
    currency,
    month,
    sum(plan_amount) as plan_amount,
    sum(actual_amount) as actual_amount
from
    budget_by_days(
        (select min(period_start) from budget_cube), (select max(period_end) from budget_cube)
    )
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by all
order by segment, currency, month
