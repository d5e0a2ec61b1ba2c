-- Cost per contact, ticket solved, handle minute and satisfied ticket, indirect spend allocated.
-- grain: segment, currency
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, cut
-- returns: segment, currency, direct_amount, allocated_amount, spent_amount, tickets_created,
-- tickets_solved, handle_minutes, satisfied_answers, csat_answers, months, cost_per_contact,
-- cost_per_contact_error, cost_per_ticket, cost_per_ticket_error, cost_per_minute,
-- cost_per_minute_error, cost_per_satisfied_ticket, allocation_rule
-- note: direct_amount names the segment itself, allocated_amount is its part of the rest;
-- cost_per_ticket divides by tickets solved, cost_per_satisfied_ticket divides that by CSAT;
-- tickets and answers of days without spend are left out; the segment not given is what stays
-- unallocated; errors are standard errors by the spread of the months; costs of a segment with
-- several currencies are blank.
with
    spent as (
        select *
        from
            spend_months(
                $start_date,
                $end_date,
                'all',
                $dimension,
                $channels::varchar[],
                $teams::varchar[],
                $tiers::varchar[],
                $sources::varchar[]
            )
    ),
    worked as (
        select *
        from
            work_months(
                $start_date, $end_date, 'all', $dimension, $cut, $channels, $teams, $tiers, $sources
            )
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
        cross join (select distinct first_day from month_spans($start_date, $end_date, 'all'))
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
            segment, sum(satisfied_answers) as satisfied_answers, sum(csat_answers) as csat_answers
        from
            response_days(
                $start_date, $end_date, 'all', $dimension, $cut, $channels, $teams, $tiers, $sources
            )
        where has_spend(day)
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
