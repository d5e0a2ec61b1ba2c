-- Actual spend by category against the same dates a year earlier.
-- grain: category, currency
-- params: start_date, end_date, channels, teams
-- returns: category, cost_group, currency, actual_amount, year_before_amount, change_amount,
-- budget_change_rate
-- note: blank where the earlier year has no spend in that category, and everywhere unless the
-- actual
-- lines cover both years as a whole.
with
    summed as (
        select
            category,
            any_value(cost_group) as cost_group,
            currency,
            sum(
                nullif(amount * overlap_share(period_start, period_end, $start_date, $end_date), 0)
            ) as actual_amount,
            sum(
                nullif(
                    amount * overlap_share(
                        period_start,
                        period_end,
                        ($start_date::date - interval 1 year)::date,
                        ($end_date::date - interval 1 year)::date
                    ),
                    0
                )
            ) filter (where has_year_before($start_date, $end_date)) as year_before_amount
        from budget_cube
        where
            scenario = 'actual'
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
        group by category, currency
    )
select
    category,
    cost_group,
    currency,
    actual_amount,
    year_before_amount,
    actual_amount - year_before_amount as change_amount,
    actual_amount / nullif(year_before_amount, 0) - 1 as budget_change_rate
from summed
where actual_amount is not null or year_before_amount is not null
order by actual_amount desc nulls last, category, currency
