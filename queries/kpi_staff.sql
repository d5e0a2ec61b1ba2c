-- Staff KPIs: tickets per agent and month, turnover and training, of teams with staff
-- figures.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: kpi, segment, period, value, n, part, error, months
-- note: staff has no channel, priority or source: with such a filter or split tickets
-- per agent is blank. Turnover and training are of the teams and months that tell them.
-- Part is the leavers; error is the standard error by the spread of the months.
with
    spans as (
        select
            case
                when $every = 'all' then $start_date::date else period_of($every, day::date)
            end as period,
            min(day)::date as first_day,
            max(day)::date + 1 as end_day
        from
            generate_series(
                $start_date::timestamp, $end_date::timestamp - interval 1 day, interval 1 day
            ) as days(day)
        group by period, date_trunc('month', day)
    ),
    staffed as (
        select
            spans.period,
            spans.first_day,
            segment_of($dimension, null, team, tier, null, null) as segment,
            sum(
                headcount * overlap_share(period_start, period_end, first_day, end_day)
            ) as agent_months,
            sum(leavers * overlap_share(period_start, period_end, first_day, end_day)) as leavers,
            sum(
                leavers_headcount * overlap_share(period_start, period_end, first_day, end_day)
            ) as leavers_agent_months,
            sum(
                training_days * overlap_share(period_start, period_end, first_day, end_day)
            ) as training_days,
            sum(
                training_headcount * overlap_share(period_start, period_end, first_day, end_day)
            ) as training_agent_months
        from spans
        inner join
            staff_cube
            on staff_cube.period_start < spans.end_day
            and staff_cube.period_end > spans.first_day
        where
            passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and $dimension in ('all', 'team', 'tier')
        group by all
    ),
    solved as (
        select
            spans.period,
            spans.first_day,
            segment_of($dimension, null, ticket_day.team, ticket_day.tier, null, null) as segment,
            sum(tickets_solved) as tickets_solved
        from ticket_day
        inner join spans on ticket_day.day >= spans.first_day and ticket_day.day < spans.end_day
        where
            passes($teams::varchar[], ticket_day.team)
            and passes($tiers::varchar[], ticket_day.tier)
            and $channels::varchar[] is null
            and $sources::varchar[] is null
            and exists (
                select 1
                from staff_cube
                where
                    lower(staff_cube.team) = lower(ticket_day.team)
                    and ticket_day.day >= staff_cube.period_start
                    and ticket_day.day < staff_cube.period_end
            )
        group by all
    ),
    summed as (
        select
            segment,
            period,
            count(*) as months,
            sum(agent_months)::double as agent_months,
            sum(leavers)::double as leavers,
            sum(leavers_agent_months)::double as leavers_agent_months,
            ratio(tickets_solved::double, agent_months) as tickets_per_agent,
            ratio_error(
                coalesce(tickets_solved, 0)::double, agent_months::double
            ) as tickets_per_agent_error,
            sum(training_days) as training_days,
            sum(training_agent_months)::double as training_agent_months,
            ratio_error(training_days::double, training_agent_months::double) as training_error
        from staffed
        left join solved using (segment, period, first_day)
        group by segment, period
    ),
    measured as (
        select
            segment,
            period,
            unnest(
                [
                    {
                        'kpi':'tickets_per_agent_month',
                        'value':tickets_per_agent,
                        'n':agent_months,
                        'part':null::double,
                        'error': case
                            when tickets_per_agent is not null then tickets_per_agent_error
                        end,
                        'months':months
                    },
                    {
                        'kpi':'agent_turnover_rate',
                        'value':leavers / nullif(leavers_agent_months / 12, 0),
                        'n':leavers_agent_months / 12,
                        'part':leavers,
                        'error':null::double,
                        'months':months
                    },
                    {
                        'kpi':'training_days_mean',
                        'value':training_days / nullif(training_agent_months / 12, 0),
                        'n':training_agent_months / 12,
                        'part':null::double,
                        'error':12 * training_error,
                        'months':months
                    }
                ],
                recursive := true
            )
        from summed
    )
select kpi, segment, period, value, coalesce(n, 0) as n, part, error, months
from measured
order by kpi, segment, period
