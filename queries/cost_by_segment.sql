-- Cost per contact, resolution, handle minute and satisfied ticket, indirect spend allocated.
-- grain: segment, currency
-- params: start_date, end_date, channels, teams, tiers, sources, dimension
-- returns: segment, currency, direct_amount, allocated_amount, spent_amount, tickets_created,
-- tickets_solved, handle_minutes, satisfied_answers, csat_answers, cost_per_contact,
-- cost_per_ticket, cost_per_minute, cost_per_satisfied_ticket, allocation_rule
-- note: direct_amount names the segment itself, allocated_amount is its part of the rest;
-- cost_per_ticket divides by tickets solved, cost_per_satisfied_ticket divides that by CSAT;
-- tickets of days without spend are left out; the segment not given is what stays unallocated;
-- costs of a segment with several currencies are blank.
with
    spent as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            currency,
            sum(amount * overlap_share(period_start, period_end, $start_date, $end_date)) filter (
                where
                    case
                        $dimension
                        when 'channel'
                        then names_channel
                        when 'team'
                        then names_team
                        else $dimension = 'all'
                    end
            ) as direct_amount,
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
    -- Of several currencies none is all that was spent.
    priced as (
        select
            *,
            case when count(*) over of_segment = 1 then spent_amount end as whole_amount,
            case when count(*) over of_segment = 1 then handled_amount end as whole_handled_amount
        from spent
        window of_segment as (partition by segment)
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
    ),
    answered as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            sum(satisfied_answers) as satisfied_answers,
            sum(csat_answers) as csat_answers
        from response_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    )
select
    priced.segment,
    priced.currency,
    coalesce(priced.direct_amount, 0) as direct_amount,
    priced.spent_amount - coalesce(priced.direct_amount, 0) as allocated_amount,
    priced.spent_amount,
    worked.tickets_created::bigint as tickets_created,
    worked.tickets_solved::bigint as tickets_solved,
    worked.handle_minutes,
    coalesce(answered.satisfied_answers, 0)::bigint as satisfied_answers,
    coalesce(answered.csat_answers, 0)::bigint as csat_answers,
    priced.whole_amount / nullif(worked.tickets_created, 0) as cost_per_contact,
    priced.whole_amount / nullif(worked.tickets_solved, 0) as cost_per_ticket,
    priced.whole_handled_amount / nullif(worked.handle_minutes, 0) as cost_per_minute,
    case
        when answered.csat_answers >= 5
        then
            priced.whole_amount
            / nullif(worked.tickets_solved, 0)
            / nullif(answered.satisfied_answers / answered.csat_answers, 0)
    end as cost_per_satisfied_ticket,
    (
        select
            case
                when basis = 'handle time'
                then
                    'by handle time: '
                    || printf('%.0f', 100 * handle_known_share)
                    || ' % of the tickets tell it, the others count the mean of their channel, and '
                    || 'where fewer than 30 tell it, the mean of all'
                else 'by tickets, since no ticket tells its handle time'
            end
        from allocation_basis
    ) as allocation_rule
from priced
left join worked using (segment)
left join answered using (segment)
order by priced.spent_amount desc, priced.segment, priced.currency
