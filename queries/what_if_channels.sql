-- Baseline of a what-if: contacts, work, satisfaction and spend of each channel.
-- grain: channel
-- params: start_date, end_date, channels, teams, tiers, sources
-- returns: channel, contacts, covered_contacts, unhandled_calls, work_hours,
-- handle_minutes, has_own_handle_time, satisfied_answers, csat_answers, least_answers, currency,
-- direct_people_amount, direct_other_amount, indirect_amount
-- note: covered_contacts came on days with spend; work_hours count a ticket without handle time by
-- the mean of its channel, else of all, and calls nobody answered by nothing; blank amounts of
-- several currencies.
with
    worked as (
        select
            channel,
            coalesce(sum(tickets_created), 0) as contacts,
            coalesce(sum(tickets_created) filter (where has_spend(day)), 0) as covered_contacts,
            coalesce(sum(unhandled_calls), 0) as unhandled_calls,
            hours(sum(workload_seconds)) as work_hours
        from workload_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by channel
    ),
    answered as (
        select
            channel, sum(satisfied_answers) as satisfied_answers, sum(csat_answers) as csat_answers
        from response_day
        where
            day >= $start_date
            and day < $end_date
            and passes($channels::varchar[], channel)
            and passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and passes($sources::varchar[], source)
        group by channel
    ),
    amounts as (
        select *
        from
            spend_months(
                $start_date,
                $end_date,
                'all',
                'channel',
                $channels::varchar[],
                $teams::varchar[],
                $tiers::varchar[],
                $sources::varchar[]
            )
    ),
    spent as (
        select
            segment as channel,
            sum(direct_people_amount) as direct_people,
            sum(direct_amount - direct_people_amount) as direct_other,
            sum(spent_amount - direct_amount) as indirect
        from amounts
        where (select count(distinct currency) from amounts) = 1
        group by channel
    )
select
    channel,
    coalesce(worked.contacts, 0)::double as contacts,
    coalesce(worked.covered_contacts, 0)::double as covered_contacts,
    coalesce(worked.unhandled_calls, 0)::double as unhandled_calls,
    nullif(worked.work_hours, 0) as work_hours,
    60
    * nullif(worked.work_hours, 0)
    / nullif(worked.contacts - worked.unhandled_calls, 0) as handle_minutes,
    coalesce(handle_weight.is_own, false) as has_own_handle_time,
    coalesce(answered.satisfied_answers, 0)::double as satisfied_answers,
    coalesce(answered.csat_answers, 0)::double as csat_answers,
    least_answers() as least_answers,
    case
        when spent.channel is not null then (select any_value(currency) from amounts)
    end as currency,
    spent.direct_people as direct_people_amount,
    spent.direct_other as direct_other_amount,
    spent.indirect as indirect_amount
from worked
full outer join spent using (channel)
left join answered using (channel)
left join handle_weight using (channel)
order by contacts desc, channel
