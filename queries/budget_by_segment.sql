-- Plan and actual by category of cost, or by the channel that the budget names.
-- grain: segment, currency
-- params: start_date, end_date, channels, teams, dimension
-- returns: segment, cost_group, currency, plan_amount, actual_amount, plan_to_date_amount,
-- variance_amount, variance_rate, reading, allocation_share
-- note: dimension is category, channel or all; lines without a channel stand as "all channels".
-- Variance is actual less plan, positive is overspent; the plan it compares with ends where the
-- actual lines end. allocation_share is of the actual spend.
select
    case
        $dimension when 'category' then category when 'channel' then channel else 'all'
    end as segment,
    case when $dimension = 'category' then any_value(cost_group) end as cost_group,
    currency,
    sum(plan_amount) as plan_amount,
    sum(actual_amount) as actual_amount,
    sum(plan_to_date_amount) as plan_to_date_amount,
    overspent(actual_amount, plan_to_date_amount) as variance_amount,
    overspent_rate(actual_amount, plan_to_date_amount) as variance_rate,
    variance_reading(overspent(actual_amount, plan_to_date_amount)) as reading,
    sum(actual_amount)
    / nullif(sum(sum(actual_amount)) over (partition by currency), 0) as allocation_share
from budget_by_days($start_date, $end_date)
where passes($channels::varchar[], channel) and passes($teams::varchar[], team)
group by segment, currency
order by sum(actual_amount) desc nulls last, segment, currency
