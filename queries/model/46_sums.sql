-- What is added up for each KPI, in the order of the names: its base (n), its part (hits of a rate,
-- the sum of a mean) and, of a mean, the sum of squares. Of a count n is the count itself; of the
-- net promoter score part counts promoters and squares detractors.
create macro ticket_sums(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select
    segment,
    period,
    unnest(
        [
            'tickets_created',
            'tickets_solved',
            'first_reply_hours_mean',
            'resolution_hours_mean',
            'one_touch_rate',
            'reopen_rate',
            'replies_per_ticket',
            'unanswered_rate',
            'sla_first_reply_rate',
            'sla_resolution_rate',
            'answered_rate',
            'abandonment_rate',
            'speed_of_answer_seconds_mean',
            'handle_minutes_mean',
            'escalation_rate',
            'within_15_minutes_rate',
            'within_4_hours_rate'
        ]
    ) as kpi,
    unnest(
        [
            [sum(tickets_created), null, null],
            [sum(tickets_solved), null, null],
            [
                sum(replied_tickets),
                hours(sum(first_reply_seconds_sum)),
                hours(hours(sum(first_reply_seconds_squares)))
            ],
            [
                sum(resolved_tickets),
                hours(sum(resolution_seconds_sum)),
                hours(hours(sum(resolution_seconds_squares)))
            ],
            [sum(one_touch_known_tickets), sum(one_touch_tickets), null],
            [sum(reopen_known_tickets), sum(reopened_tickets), null],
            [sum(reply_known_tickets), sum(agent_replies_sum), sum(agent_replies_squares)],
            [sum(answerable_tickets), sum(unanswered_tickets), null],
            [sum(sla_first_reply_tickets), sum(sla_first_reply_met_tickets), null],
            [sum(sla_resolution_tickets), sum(sla_resolution_met_tickets), null],
            [sum(offered_calls), sum(answered_calls), null],
            [sum(offered_calls), sum(abandoned_calls), null],
            [
                sum(timed_calls),
                sum(speed_of_answer_seconds_sum),
                sum(speed_of_answer_seconds_squares)
            ],
            [
                sum(handled_tickets),
                minutes(sum(handle_seconds_sum)),
                minutes(minutes(sum(handle_seconds_squares)))
            ],
            [sum(escalation_known_tickets), sum(escalated_tickets), null],
            [sum(replied_tickets), sum(replied_15_minutes_tickets), null],
            [sum(replied_tickets), sum(replied_4_hours_tickets), null]
        ]::double[][]
    ) as sums
from
    ticket_days(
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
group by segment, period
;

create macro response_sums(
    start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select
    segment,
    period,
    unnest(['csat_rate', 'csat_score_mean', 'nps', 'ces_score_mean', 'survey_response_rate']) as kpi,
    unnest(
        [
            [sum(csat_answers), sum(satisfied_answers), null],
            [sum(csat_score_answers), sum(csat_score_sum), sum(csat_score_squares)],
            [sum(nps_answers), sum(promoters), sum(detractors)],
            [sum(ces_score_answers), sum(ces_score_sum), sum(ces_score_squares)],
            [sum(offers), sum(answered_offers), null]
        ]::double[][]
    ) as sums
from
    response_days(
        start_date, end_date, every, dimension, wanted_cut, channels, teams, tiers, sources
    )
group by segment, period
;

-- The same of tickets and of answers of people, of a whole period.
create macro period_sums(
    start_date, end_date, dimension, wanted_cut, channels, teams, tiers, sources
) as table
select segment, kpi, sums, false as is_answers
from
    ticket_sums(
        start_date, end_date, 'all', dimension, wanted_cut, channels, teams, tiers, sources
    )
union all
select segment, kpi, sums, true as is_answers
from
    response_sums(
        start_date, end_date, 'all', dimension, wanted_cut, channels, teams, tiers, sources
    )
;
