-- Plan and actual by category of cost.
-- grain: category, currency
-- params: start_date, end_date, channels, teams
-- returns: category, cost_group, currency, plan_amount, actual_amount, plan_to_date_amount,
-- variance_amount, variance_rate, reading, allocation_share
-- note: variance is actual less plan, positive is overspent; the plan it compares with ends where
-- the actual lines end; allocation_share is of the actual spend.
select
    category,
    any_value(cost_group) as cost_group,
    currency,
    sum(plan_amount) as plan_amount,
    sum(actual_amount) as actual_amount,
    sum(plan_to_date_amount) as plan_to_date_amount,
    variance(actual_amount, plan_to_date_amount) as variance_amount,
    variance_rate(actual_amount, plan_to_date_amount) as variance_rate,
    variance_reading(variance(actual_amount, plan_to_date_amount)) as reading,
    sum(actual_amount)
    / nullif(sum(sum(actual_amount)) over (partition by currency), 0) as allocation_share
from budget_by_days($start_date, $end_date)
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by category, currency
order by sum(actual_amount) desc nulls last, category, currency
