-- Staff KPIs: tickets per agent and month, turnover and training, of teams with staff
-- figures.
-- grain: kpi, segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- kpis: tickets_per_agent_month, agent_turnover_rate, training_days_mean
-- keeps: team
-- returns: kpi, segment, period, value, n, part, error, months
-- note: staff has no channel, priority or source: with such a filter or split tickets
-- per agent is blank. Turnover and training are of the teams and months that tell them.
-- Part is the leavers; error is the standard error by the spread of the months.
with
    parts as (
        select
            spans.period,
            spans.first_day,
            segment_of($dimension, null, team, tier, null, null) as segment,
            overlap_share(period_start, period_end, first_day, end_day) as share,
            staff_cube.*
        from month_spans($start_date, $end_date, $every) as spans
        inner join
            staff_cube
            on staff_cube.period_start < spans.end_day
            and staff_cube.period_end > spans.first_day
        where
            passes($teams::varchar[], team)
            and passes($tiers::varchar[], tier)
            and $dimension in ('all', 'team', 'tier')
    ),
    staffed as (
        select
            period,
            first_day,
            segment,
            sum(headcount * share) as agent_months,
            sum(leavers * share) as leavers,
            sum(leavers_headcount * share) as leavers_agent_months,
            sum(training_days * share) as training_days,
            sum(training_headcount * share) as training_agent_months
        from parts
        group by all
    ),
    solved as (
        select
            period,
            greatest($start_date::date, period, date_trunc('month', day)::date) as first_day,
            segment,
            sum(tickets_solved) as tickets_solved
        from
            ticket_days(
                $start_date,
                $end_date,
                $every,
                $dimension,
                $cut,
                $channels,
                $teams,
                $tiers,
                $sources
            ) as days
        semi join
            staffed_team
            on staffed_team.team = days.team
            and days.day >= staffed_team.period_start
            and days.day < staffed_team.period_end
        where $channels::varchar[] is null and $sources::varchar[] is null
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
    -- Of each KPI, in the order of their names: value, n, part and error.
    measured as (
        select
            segment,
            period,
            months,
            unnest(['tickets_per_agent_month', 'agent_turnover_rate', 'training_days_mean']) as kpi,
            unnest(
                [
                    [
                        tickets_per_agent,
                        agent_months,
                        null,
                        case when tickets_per_agent is not null then tickets_per_agent_error end
                    ],
                    [
                        leavers / nullif(leavers_agent_months / 12, 0),
                        leavers_agent_months / 12,
                        leavers,
                        null
                    ],
                    [
                        training_days / nullif(training_agent_months / 12, 0),
                        training_agent_months / 12,
                        null,
                        12 * training_error
                    ]
                ]::double[][]
            ) as told
        from summed
    )
select
    kpi,
    segment,
    period,
    told[1] as value,
    coalesce(told[2], 0) as n,
    told[3] as part,
    told[4] as error,
    months
from measured
order by kpi, segment, period
