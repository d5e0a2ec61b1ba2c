-- What budget and staff say of spend and headcount, to set beside how many peers do the same.
-- grain: practice
-- params: start_date, end_date, channels, teams, tiers, compared_start, compared_end
-- returns: practice, value, unit, n
-- note: spend against the same dates a year earlier, where the budget covers both as a whole, in
-- the one currency of the budget; headcount against the compared period, its mean by month. n is
-- the categories, or the agent-months.
with
    spent as (
        select
            category,
            any_value(cost_group) as cost_group,
            regexp_matches(lower(category), 'train|learning|develop') as is_training,
            sum(amount * overlap_share(period_start, period_end, $start_date, $end_date)) as now,
            sum(
                amount * overlap_share(
                    period_start,
                    period_end,
                    ($start_date::date - interval 1 year)::date,
                    ($end_date::date - interval 1 year)::date
                )
            ) filter (where has_year_before($start_date, $end_date)) as before
        from budget_cube
        where
            scenario = 'actual'
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and (select count(distinct currency) from budget_cube) = 1
        group by category
    ),
    ranked as (
        select
            *,
            rank() over (order by now desc) as place,
            rank() over (order by now / nullif(before, 0) desc nulls last) as growth_place,
            count(*) over () as n
        from spent
        where now > 0 or before > 0
    ),
    grouped as (
        select cost_group, sum(now) / nullif(sum(before), 0) - 1 as value, count(*) as n
        from ranked
        group by cost_group
    ),
    monthly as (
        select
            period_start,
            sum(headcount) as headcount,
            overlap_share(period_start, period_end, $start_date, $end_date) as now,
            overlap_share(
                period_start, period_end, $compared_start::date, $compared_end::date
            ) as before
        from staff_cube
        where passes($teams::varchar[], team) and passes($tiers::varchar[], tier)
        group by period_start, period_end
    ),
    staffed as (
        select
            sum(headcount * now) / nullif(sum(now), 0) as now,
            sum(headcount * before) / nullif(sum(before), 0) as before,
            sum(headcount * now) as n
        from monthly
    )
select 'rank_training' as practice, place::double as value, 'rank' as unit, n::double as n
from ranked
where is_training
qualify row_number() over (order by place) = 1
union all
select 'training_change_rank', growth_place::double, 'rank', n::double
from ranked
where is_training and before > 0
qualify row_number() over (order by growth_place) = 1
union all
select
    'largest_is_people', (arg_max(cost_group, now) = 'people')::int::double, 'holds', any_value(n)
from ranked
having count(*) > 0
union all
select cost_group || '_change_rate', value, 'rate', n::double
from grouped
where value is not null and cost_group in ('people', 'technology')
union all
select 'growing_categories', (count(*) filter (where now > before))::double, 'count', any_value(n)
from ranked
where before > 0
having count(*) > 0
union all
select 'headcount_change_rate', now / before - 1, 'rate', n
from staffed
where now > 0 and before > 0
union all
select 'team_size=' || study_option.option, staffed.now, 'agents', staffed.n
from staffed
inner join
    study_option
    on study_option.study = 'aircall2018'
    and study_option.code = 'team_headcount'
    and round(staffed.now)
    between coalesce(study_option.least::double, 0) and coalesce(study_option.most::double, 1e300)
where staffed.now > 0
order by practice
