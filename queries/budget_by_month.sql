-- Plan and actual month by month.
-- grain: month, currency
-- params: start_date, end_date, channels, teams
-- returns: month, currency, plan_amount, actual_amount, variance_amount, variance_rate
-- note: a line counts by its days of the month that fall within the period; variance is actual less
-- plan, which ends where the actual lines end.
select
    month,
    currency,
    sum(plan_amount) as plan_amount,
    sum(actual_amount) as actual_amount,
    variance(actual_amount, plan_to_date_amount) as variance_amount,
    variance_rate(actual_amount, plan_to_date_amount) as variance_rate
from budget_by_days($start_date, $end_date)
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by month, currency
order by month, currency
