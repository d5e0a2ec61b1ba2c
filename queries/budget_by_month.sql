-- Plan and actual month by month.
-- grain: month, currency
-- params: start_date, end_date, channels, teams
-- returns: month, currency, plan_amount, actual_amount
-- note: by the first day of the budget line's period.
select
    date_trunc('month', period_start)::date as month,
    currency,
    sum(amount) filter (where scenario = 'plan') as plan_amount,
    sum(amount) filter (where scenario = 'actual') as actual_amount
from budget_cube
where
    period_start >= $start_date
    and period_start < $end_date
    and passes($channels::varchar[], channel)
    and passes($teams::varchar[], team)
group by all
order by month, currency
