-- People, technology and other costs: how the actual spend divides, month by month.
-- grain: month, cost_group, currency
-- params: start_date, end_date, channels, teams
-- returns: month, cost_group, currency, amount, allocation_share
-- note: allocation_share is of the actual spend of that month and currency.
with
    summed as (
        select month, cost_group, currency, sum(actual_amount) as amount
        from budget_by_days($start_date, $end_date)
        where
            actual_amount is not null
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
