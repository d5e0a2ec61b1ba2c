-- People, technology and other costs: how the actual spend divides, month by month.
-- grain: month, cost_group, currency
-- params: start_date, end_date, channels, teams
-- returns: month, cost_group, currency, amount, allocation_share
-- note: allocation_share is of the actual spend of that month and currency.
with
    summed as (
        select
            date_trunc('month', period_start)::date as month,
            cost_group,
            currency,
            sum(amount) as amount
        from budget_cube
        where
            scenario = 'actual'
            and period_start >= $start_date
            and period_start < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
        group by all
    )
select
    month,
    cost_group,
    currency,
    amount,
    amount / nullif(sum(amount) over (partition by month, currency), 0) as allocation_share
from summed
order by month, cost_group, currency
