-- Cost per contact, per resolution and per handle minute, indirect spend allocated.
-- grain: segment, currency
-- params: start_date, end_date, channels, teams, tiers, sources, dimension
-- returns: segment, currency, spent_amount, tickets_created, tickets_solved, handle_minutes,
-- cost_per_contact, cost_per_ticket, cost_per_minute, allocation_rule
-- note: cost_per_ticket divides by tickets solved; tickets of days without spend are left out.
with
    spent as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            currency,
            sum(
                amount * overlap_share(period_start, period_end, $start_date, $end_date)
            ) as spent_amount,
            sum(amount * overlap_share(period_start, period_end, $start_date, $end_date)) filter (
                where has_handle_time
            ) as handled_amount
        from cost_cube
        where
            period_start < $end_date
            and period_end > $start_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    ),
    worked as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            sum(tickets_created) as tickets_created,
            sum(tickets_solved) as tickets_solved,
            minutes(sum(handle_seconds_sum)) as handle_minutes
        from ticket_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
            and exists (
                select 1
                from cost_cube
                where day >= cost_cube.period_start and day < cost_cube.period_end
            )
        group by all
    )
select
    spent.segment,
    spent.currency,
    spent.spent_amount,
    worked.tickets_created::bigint as tickets_created,
    worked.tickets_solved::bigint as tickets_solved,
    worked.handle_minutes,
    spent.spent_amount / nullif(worked.tickets_created, 0) as cost_per_contact,
    spent.spent_amount / nullif(worked.tickets_solved, 0) as cost_per_ticket,
    spent.handled_amount / nullif(worked.handle_minutes, 0) as cost_per_minute,
    'by ' || (select basis from allocation_basis) as allocation_rule
from spent
left join worked using (segment)
order by spent.spent_amount desc, spent.segment, spent.currency
