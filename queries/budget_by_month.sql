-- Plan and actual month by month.
-- grain: month, currency
-- params: start_date, end_date, channels, teams
-- returns: month, currency, plan_amount, actual_amount
-- note: a line counts by its days of the month that fall within the period.
select
    month,
    currency,
    sum(amount) filter (where scenario = 'plan') as plan_amount,
    sum(amount) filter (where scenario = 'actual') as actual_amount
from budget_by_days($start_date, $end_date)
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by all
order by month, currency
