-- Rows that people may want to read or change: bands and KPI definitions.
create table age_band as
from (
    values
        (1, 'up to 1 day', 0, 1),
        (2, '1 to 3 days', 1, 3),
        (3, '3 to 7 days', 3, 7),
        (4, '7 to 14 days', 7, 14),
        (5, '14 to 30 days', 14, 30),
        (6, 'over 30 days', 30, 2147483647)
) as t(position, age, days_from, days_below)
;

create table duration_band as
from (
    values
        (1, 'up to 5 min', -1, 300),
        (2, '5 to 15 min', 300, 900),
        (3, '15 to 60 min', 900, 3600),
        (4, '1 to 4 h', 3600, 14400),
        (5, '4 to 24 h', 14400, 86400),
        (6, '1 to 3 days', 86400, 259200),
        (7, '3 to 7 days', 259200, 604800),
        (8, 'over 7 days', 604800, 1e18)
) as t(position, band, seconds_above, seconds_to)
;

-- kind says which interval fits: share (Wilson), mean (t), percentile (binomial
-- ranks), nps, count.
-- better says which way is good: higher, lower, or neither.
-- Groups with fewer answers of people are not shown (setting least_answers).
create table disclosure as
select getvariable('least_answers')::integer as least_answers
;

create macro least_answers() as (select least_answers from disclosure)
;

create table kpi (
    position integer,
    kpi varchar,
    label varchar,
    subject varchar,
    unit varchar,
    kind varchar,
    better varchar,
    anchor varchar,
    formula varchar,
    exclusions varchar,
    basis varchar,
    reference varchar
)
;

insert into kpi
values
    (
        1, 'tickets_created', 'Tickets created', 'workload', 'tickets', 'count', 'neither',
        'created', 'Tickets created in the period; an inbound call is a ticket.',
        'Spam, deleted, merged and test tickets; outbound calls.', 'all tickets', 'house rule'
    ),
    (
        2, 'tickets_solved', 'Tickets solved', 'workload', 'tickets', 'count', 'neither', 'solved',
        'Tickets whose last solve (else closing) falls in the period; an answered call is solved.',
        'As tickets created; tickets open again after a solve.', 'all tickets', 'Zendesk'
    ),
    (
        3, 'backlog', 'Backlog', 'workload', 'tickets', 'count', 'lower', 'end of period',
        'Tickets created before the end of the period and not solved by then.',
        'Calls; tickets that are solved without a known date.', 'all tickets', 'house rule'
    ),
    (
        4, 'first_reply_hours_median', 'First reply, median', 'speed', 'hours', 'percentile',
        'lower', 'created',
        'Half of the first public replies by an agent came sooner, calendar hours since creation.',
        'Tickets without a reply, created by agents, or calls.', 'tickets with a first reply',
        'Zendesk'
    ),
    (
        5, 'first_reply_hours_p90', 'First reply, 90th percentile', 'speed', 'hours',
        'percentile', 'lower', 'created', 'Nine of ten first replies came sooner.',
        'As the median.', 'tickets with a first reply', 'Zendesk'
    ),
    (
        6, 'first_reply_hours_mean', 'First reply, mean', 'speed', 'hours', 'mean', 'lower',
        'created', 'Sum of first reply times divided by tickets with a first reply.',
        'As the median.', 'tickets with a first reply', 'Zendesk'
    ),
    (
        7, 'resolution_hours_median', 'Resolution, median', 'speed', 'hours', 'percentile',
        'lower', 'solved',
        'Half of the tickets solved in the period took less, calendar hours from creation to the '
        || 'last solve.', 'Unsolved tickets, calls.', 'tickets with a resolution time', 'Zendesk'
    ),
    (
        8, 'resolution_hours_p90', 'Resolution, 90th percentile', 'speed', 'hours', 'percentile',
        'lower', 'solved', 'Nine of ten solved tickets took less.', 'As the median.',
        'tickets with a resolution time', 'Zendesk'
    ),
    (
        9, 'resolution_hours_mean', 'Resolution, mean', 'speed', 'hours', 'mean', 'lower',
        'solved', 'Sum of resolution times divided by tickets solved with a known time.',
        'As the median.', 'tickets with a resolution time', 'Zendesk'
    ),
    (
        10, 'csat_rate', 'CSAT', 'satisfaction', 'share', 'share', 'higher', 'responded',
        'Satisfied answers divided by answers: good of two points, top one of three, top two of '
        || 'four to eleven points. An answer has the channel and team that it names, else those of '
        || 'its ticket: the one it names, else the last that its requester had solved within 14 days '
        || 'before (setting survey_join_days).', 'Offers without an answer; test and preview answers.',
        'CSAT answers', 'Delighted; house rule for other scales than five points'
    ),
    (
        11, 'csat_score_mean', 'CSAT score, mean of 1 to 5', 'satisfaction', 'points', 'mean',
        'higher', 'responded',
        'Mean points of answers given on a scale of 1 to 5. Joined to tickets as CSAT.',
        'Answers on other scales.', 'CSAT answers on 1 to 5', 'secondary to CSAT'
    ),
    (
        12, 'nps', 'NPS', 'satisfaction', 'nps points', 'nps', 'higher', 'responded',
        'Share of 9 and 10 less share of 0 to 6, in points; 7 and 8 stay in the base. Joined to '
        || 'tickets as CSAT.',
        'Answers on other scales than 0 to 10.', 'NPS answers', 'Reichheld 2003'
    ),
    (
        13, 'ces_score_mean', 'CES, mean of 1 to 7', 'satisfaction', 'points', 'mean', 'higher',
        'responded',
        'Mean agreement that it was easy, 1 to 7, high is easy. Joined to tickets as CSAT.',
        'Answers on other scales or with low as easy.', 'CES answers on 1 to 7', 'CES 2.0'
    ),
    (
        14, 'survey_response_rate', 'Survey response rate', 'satisfaction', 'share', 'share',
        'higher', 'offered',
        'Surveys answered divided by surveys offered, where the export tells who was asked. Joined '
        || 'to tickets as CSAT.',
        'Sources that do not tell of unanswered offers.', 'surveys offered', 'Zendesk'
    ),
    (
        15, 'one_touch_rate', 'One-touch rate', 'quality', 'share', 'share', 'higher', 'solved',
        'Solved tickets that were never reopened and had at most one agent reply (or that the '
        || 'export calls solved at first contact) divided by solved tickets for which that is known.',
        'Calls; tickets whose replies are unknown.', 'solved tickets with known replies',
        'Zendesk; there is no standard of first contact resolution'
    ),
    (
        16, 'reopen_rate', 'Reopen rate', 'quality', 'share', 'share', 'lower', 'solved',
        'Solved tickets reopened at least once divided by solved tickets with known reopens.',
        'Sources that do not count reopens.', 'solved tickets with known reopens', 'Zoho'
    ),
    (
        17, 'replies_per_ticket', 'Replies per ticket', 'quality', 'replies', 'mean', 'lower',
        'solved', 'Agent replies divided by solved tickets with known replies.', 'Calls.',
        'solved tickets with known replies', 'Zendesk'
    ),
    (
        18, 'unanswered_rate', 'Unanswered rate', 'quality', 'share', 'share', 'lower', 'created',
        'Tickets created in the period without any agent reply so far divided by tickets of '
        || 'sources that tell of replies.', 'Calls; tickets created by agents.',
        'tickets of sources that tell of replies', 'LiveAgent'
    ),
    (
        19, 'sla_first_reply_rate', 'First reply within target', 'quality', 'share', 'share',
        'higher', 'created', 'Tickets replied to within their target divided by tickets with one.',
        'Tickets without a target.', 'tickets with a first reply target', 'Freshdesk'
    ),
    (
        20, 'sla_resolution_rate', 'Resolved within target', 'quality', 'share', 'share',
        'higher', 'solved', 'Solved tickets within their target divided by those with one.',
        'Tickets without a target.', 'solved tickets with a resolution target', 'Freshdesk'
    ),
    (
        21, 'answered_rate', 'Calls answered', 'phone', 'share', 'share', 'higher', 'created',
        'Inbound calls answered by an agent divided by inbound calls offered.',
        'Outside opening hours, ended in the menu, hung up within seconds.', 'calls offered',
        'house rule'
    ),
    (
        22, 'abandonment_rate', 'Calls abandoned', 'phone', 'share', 'share', 'lower', 'created',
        'Inbound calls that ended unanswered in the queue divided by calls offered; voicemail and '
        || 'call-backs are not abandoned.', 'As calls answered.', 'calls offered', 'COPC'
    ),
    (
        23, 'speed_of_answer_seconds_mean', 'Speed of answer, mean', 'phone', 'seconds', 'mean',
        'lower', 'created', 'Sum of waits of answered calls divided by answered calls.',
        'Unanswered calls.', 'answered calls with a known wait', 'COPC'
    ),
    (
        24, 'handle_minutes_mean', 'Handle time, mean', 'phone', 'minutes', 'mean', 'neither',
        'created',
        'Minutes agents worked on a ticket, where exported; talk time where a call export has no '
        || 'hold and wrap-up.', 'Tickets without a handle time.', 'tickets with a handle time',
        'Genesys'
    ),
    (
        25, 'tickets_per_agent_month', 'Solved per agent-month', 'talent', 'tickets',
        'ratio', 'neither', 'solved',
        'Tickets solved by teams with staff figures divided by agent-months.',
        'Teams without staff figures; not split by channel, priority or source.', 'agent-months',
        'ESG'
    ),
    (
        26, 'channels_per_requester', 'Channels per requester', 'workload', 'channels', 'mean',
        'neither', 'created', 'Distinct channels a requester used in the period, mean.',
        'Tickets without a requester.', 'requesters', 'LiveAgent'
    ),
    (
        27, 'escalation_rate', 'Escalation rate', 'quality', 'share', 'share', 'lower', 'created',
        'Tickets that the export calls escalated, that ended in another channel, or whose '
        || 'requester wrote on another channel within 24 hours, divided by tickets for which that '
        || 'can be known.', 'Tickets without requester, last channel or escalation mark.',
        'tickets that can show an escalation', 'LiveAgent; house rule'
    ),
    (
        28, 'cost_per_ticket', 'Cost per ticket', 'cost', 'money', 'ratio', 'lower', 'solved',
        'Actual spend divided by tickets solved. Spend without a channel or team is spread over '
        || 'them by handle time; a ticket that does not tell it counts the mean of its channel.',
        'Planned amounts.', 'tickets solved', 'MetricNet'
    ),
    (
        29, 'cost_per_minute', 'Cost per handle minute', 'cost', 'money', 'ratio', 'lower',
        'created', 'Actual spend of what has a handle time divided by its handle minutes.',
        'Channels without handle times.', 'handle minutes', 'MetricNet'
    ),
    (
        30, 'budget_change_rate', 'Budget change', 'cost', 'rate', 'ratio', 'neither', 'period',
        'Actual spend of the period divided by that of the same dates a year earlier, less one.',
        'Periods whose earlier counterpart has no spend.', 'spend a year earlier', 'Aircall'
    ),
    (
        31, 'agent_turnover_rate', 'Agent turnover, yearly', 'talent', 'rate', 'events', 'lower',
        'month', 'Leavers divided by agent-years.', 'Teams without staff figures.', 'agent-years',
        'LiveAgent'
    ),
    (
        32, 'training_days_mean', 'Training days per agent and year', 'talent', 'days', 'ratio',
        'higher', 'month', 'Training days divided by agent-years.', 'Teams without staff figures.',
        'agent-years', 'ESG'
    )
;
