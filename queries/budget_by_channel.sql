-- Plan and actual by the channel that the budget names.
-- grain: channel, currency
-- params: start_date, end_date, channels, teams
-- returns: channel, currency, plan_amount, actual_amount, plan_to_date_amount,
-- variance_amount, variance_rate, reading, allocation_share
-- note: lines without a channel stand as "all channels"; variance is actual less plan, positive
-- is overspent; the plan it compares with ends where
-- the actual lines end; allocation_share is of the actual spend.
with
    summed as (
        select
            channel,
            currency,
            sum(amount * overlap_share(period_start, period_end, $start_date, $end_date)) filter (
                where scenario = 'plan'
            ) as plan_amount,
            sum(amount * overlap_share(period_start, period_end, $start_date, $end_date)) filter (
                where scenario = 'actual'
            ) as actual_amount,
            sum(
                amount * overlap_share(
                    period_start,
                    period_end,
                    $start_date,
                    least($end_date, (select closed_date from budget_extent))
                )
            ) filter (where scenario = 'plan') as plan_to_date_amount
        from budget_cube
        where
            period_start < $end_date
            and period_end > $start_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
        group by channel, currency
    )
select
    channel,
    currency,
    plan_amount,
    actual_amount,
    plan_to_date_amount,
    actual_amount - plan_to_date_amount as variance_amount,
    (actual_amount - plan_to_date_amount) / nullif(plan_to_date_amount, 0) as variance_rate,
    variance_reading(actual_amount - plan_to_date_amount) as reading,
    actual_amount / nullif(sum(actual_amount) over (partition by currency), 0) as allocation_share
from summed
order by actual_amount desc, channel, currency
