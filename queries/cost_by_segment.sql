-- Cost per contact, ticket solved, handle minute and satisfied ticket, indirect spend allocated.
-- grain: segment, currency
-- params: start_date, end_date, channels, teams, tiers, sources, dimension
-- returns: segment, currency, direct_amount, allocated_amount, spent_amount, tickets_created,
-- tickets_solved, handle_minutes, satisfied_answers, csat_answers, months, cost_per_contact,
-- cost_per_contact_error, cost_per_ticket, cost_per_ticket_error, cost_per_minute,
-- cost_per_minute_error, cost_per_satisfied_ticket, allocation_rule
-- note: direct_amount names the segment itself, allocated_amount is its part of the rest;
-- cost_per_ticket divides by tickets solved, cost_per_satisfied_ticket divides that by CSAT;
-- tickets of days without spend are left out; the segment not given is what stays unallocated;
-- errors are standard errors by the spread of the months; costs of a segment with several
-- currencies are blank.
with
    spans as (
        select
            greatest(month::date, $start_date::date) as first_day,
            least((month + interval 1 month)::date, $end_date::date) as end_day
        from
            generate_series(
                date_trunc('month', $start_date::date)::timestamp,
                $end_date::timestamp - interval 1 day,
                interval 1 month
            ) as months(month)
    ),
    spent as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            currency,
            spans.first_day,
            sum(amount * overlap_share(period_start, period_end, first_day, end_day)) filter (
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
                amount * overlap_share(period_start, period_end, first_day, end_day)
            ) as spent_amount,
            sum(amount * overlap_share(period_start, period_end, first_day, end_day)) filter (
                where has_handle_time
            ) as handled_amount
        from spans
        inner join
            cost_cube
            on cost_cube.period_start < spans.end_day
            and cost_cube.period_end > spans.first_day
        where
            passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by all
    ),
    worked as (
        select
            segment_of($dimension, channel, team, tier, priority, source) as segment,
            spans.first_day,
            sum(tickets_created) as tickets_created,
            sum(tickets_solved) as tickets_solved,
            minutes(sum(handle_seconds_sum)) as handle_minutes
        from spans
        inner join
            ticket_day on ticket_day.day >= spans.first_day and ticket_day.day < spans.end_day
        where
            passes($channels::varchar[], channel)
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
    -- Of several currencies none is all that was spent.
    known as (
        select segment, currency, count(*) over (partition by segment) = 1 as is_only
        from (select distinct segment, currency from spent)
    ),
    months as (
        select
            known.segment,
            known.currency,
            spent.direct_amount,
            coalesce(spent.spent_amount, 0)::double as spent_amount,
            case when known.is_only then coalesce(spent.spent_amount, 0)::double end as only_amount,
            case
                when known.is_only then coalesce(spent.handled_amount, 0)::double
            end as handled_amount,
            coalesce(worked.tickets_created, 0)::double as tickets_created,
            coalesce(worked.tickets_solved, 0)::double as tickets_solved,
            coalesce(worked.handle_minutes, 0)::double as handle_minutes
        from known
        cross join spans
        left join spent using (segment, currency, first_day)
        left join worked using (segment, first_day)
        where spent.spent_amount is not null or worked.tickets_created is not null
    ),
    summed as (
        select
            segment,
            currency,
            count(*) as months,
            coalesce(sum(direct_amount), 0) as direct_amount,
            sum(spent_amount) as spent_amount,
            sum(tickets_created) as tickets_created,
            sum(tickets_solved) as tickets_solved,
            sum(handle_minutes) as handle_minutes,
            ratio(only_amount, tickets_created) as cost_per_contact,
            ratio_error(only_amount, tickets_created) as cost_per_contact_error,
            ratio(only_amount, tickets_solved) as cost_per_ticket,
            ratio_error(only_amount, tickets_solved) as cost_per_ticket_error,
            ratio(handled_amount, handle_minutes) as cost_per_minute,
            ratio_error(handled_amount, handle_minutes) as cost_per_minute_error
        from months
        group by segment, currency
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
    summed.segment,
    summed.currency,
    direct_amount,
    spent_amount - direct_amount as allocated_amount,
    spent_amount,
    tickets_created::bigint as tickets_created,
    tickets_solved::bigint as tickets_solved,
    handle_minutes,
    coalesce(answered.satisfied_answers, 0)::bigint as satisfied_answers,
    coalesce(answered.csat_answers, 0)::bigint as csat_answers,
    months,
    cost_per_contact,
    cost_per_contact_error,
    cost_per_ticket,
    cost_per_ticket_error,
    cost_per_minute,
    cost_per_minute_error,
    case
        when answered.csat_answers >= least_answers()
        then cost_per_ticket / nullif(answered.satisfied_answers / answered.csat_answers, 0)
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
from summed
left join answered using (segment)
order by spent_amount desc, summed.segment, summed.currency
