-- Additive counts and sums by local day and by the dimensions that people filter by.
-- Each measure
-- is counted on the day of its own anchor.
create table ticket_day as
with
    created as (
        select
            ticket_fact.created_date as day,
            ticket_fact.channel,
            ticket_fact.team,
            ticket_fact.tier,
            ticket_fact.priority,
            ticket_fact.source,
            count(*) as tickets_created,
            count(*) filter (
                where not is_call and (is_open or solved_date is not null)
            ) as backlog_in,
            count(first_reply_seconds) as replied_tickets,
            sum(first_reply_seconds) as first_reply_seconds_sum,
            sum(first_reply_seconds * first_reply_seconds) as first_reply_seconds_squares,
            min(first_reply_seconds) as first_reply_seconds_least,
            max(first_reply_seconds) as first_reply_seconds_most,
            count(*) filter (where first_reply_seconds <= 900) as replied_15_minutes_tickets,
            count(*) filter (where first_reply_seconds <= 14400) as replied_4_hours_tickets,
            count(is_unanswered) as answerable_tickets,
            count(*) filter (where is_unanswered) as unanswered_tickets,
            count(is_sla_first_reply_met) as sla_first_reply_tickets,
            count(*) filter (where is_sla_first_reply_met) as sla_first_reply_met_tickets,
            count(*) filter (where is_offered_call) as offered_calls,
            count(*) filter (where is_offered_call and is_answered) as answered_calls,
            count(*) filter (
                where
                    is_offered_call
                    and not is_answered
                    and coalesce(call_outcome, '') not in ('voicemail', 'callback')
            ) as abandoned_calls,
            count(speed_of_answer_seconds) as timed_calls,
            sum(speed_of_answer_seconds) as speed_of_answer_seconds_sum,
            sum(
                speed_of_answer_seconds * speed_of_answer_seconds
            ) as speed_of_answer_seconds_squares,
            count(handle_seconds) as handled_tickets,
            sum(handle_seconds) as handle_seconds_sum,
            sum(handle_seconds * handle_seconds) as handle_seconds_squares,
            count(*) filter (where is_call and not coalesce(is_answered, false)) as unhandled_calls,
            count(*) filter (where escalation_fact.is_known) as escalation_known_tickets,
            count(*) filter (
                where escalation_fact.is_known and escalation_fact.is_escalated
            ) as escalated_tickets
        from ticket_fact
        left join escalation_fact using (source, ticket_id)
        where ticket_fact.is_counted
        group by all
    ),
    solved as (
        select
            solved_date as day,
            channel,
            team,
            tier,
            priority,
            source,
            count(*) as tickets_solved,
            count(*) filter (where not is_call) as backlog_out,
            count(resolution_seconds) as resolved_tickets,
            sum(resolution_seconds) as resolution_seconds_sum,
            sum(resolution_seconds * resolution_seconds) as resolution_seconds_squares,
            count(reopens) as reopen_known_tickets,
            count(*) filter (where reopens > 0) as reopened_tickets,
            count(is_one_touch) as one_touch_known_tickets,
            count(*) filter (where is_one_touch) as one_touch_tickets,
            count(agent_replies) as reply_known_tickets,
            sum(agent_replies) as agent_replies_sum,
            sum(agent_replies * agent_replies) as agent_replies_squares,
            count(is_sla_resolution_met) as sla_resolution_tickets,
            count(*) filter (where is_sla_resolution_met) as sla_resolution_met_tickets
        from ticket_fact
        where is_counted and solved_date is not null
        group by all
    )
select *
from created
full outer join solved using (day, channel, team, tier, priority, source)
order by day, channel, team, tier, priority, source
;

-- The same cells, and those added up over the dimensions that a question leaves alone; `cut` says
-- which are kept. So a question reads no more rows than its own filters and split ask for.
create table ticket_cut as
select
    cut_of(
        grouping(channel), grouping(team), grouping(tier), grouping(priority), grouping(source)
    ) as cut,
    day,
    channel,
    team,
    tier,
    priority,
    source,
    sum(columns('tickets|calls|backlog|agent_replies'))::bigint,
    sum(columns('_seconds_(sum|squares)$')),
    min(first_reply_seconds_least) as first_reply_seconds_least,
    max(first_reply_seconds_most) as first_reply_seconds_most
from ticket_day
group by
    grouping sets (
        (day),
        (day, tier),
        (day, team, tier),
        (day, channel),
        (day, channel, team, tier),
        (day, priority),
        (day, source),
        (day, channel, team, tier, priority, source)
    )
order by cut, channel, team, day
;

drop table ticket_day
;

create view ticket_day as
select * exclude (cut)
from ticket_cut
where cut = 'every'
;

-- All but calls by the day on which they came and that on which they were solved, blank while they
-- are open: the backlog at the end of any day, and how long it has waited.
create table ticket_life as
select
    created_date as day,
    channel,
    team,
    tier,
    priority,
    source,
    solved_date,
    count(*) as tickets
from ticket_fact
where is_counted and not is_call and (is_open or solved_date is not null)
group by all
order by day, solved_date
;

create table ticket_hour as
select
    created_date as day,
    created_weekday as weekday,
    created_hour as hour,
    channel,
    team,
    tier,
    priority,
    source,
    count(*) as tickets
from ticket_fact
where is_counted
group by all
order by all
;

create table hour_cut as
select
    cut_of(
        grouping(channel), grouping(team), grouping(tier), grouping(priority), grouping(source)
    ) as cut,
    day,
    weekday,
    hour,
    channel,
    team,
    tier,
    priority,
    source,
    sum(tickets)::bigint as tickets
from ticket_hour
group by
    grouping sets (
        (day, weekday, hour),
        (day, weekday, hour, tier),
        (day, weekday, hour, team, tier),
        (day, weekday, hour, channel),
        (day, weekday, hour, channel, team, tier),
        (day, weekday, hour, priority),
        (day, weekday, hour, source),
        (day, weekday, hour, channel, team, tier, priority, source)
    )
order by cut, channel, team, day
;

drop table ticket_hour
;

create view ticket_hour as
select * exclude (cut)
from hour_cut
where cut = 'every'
;

-- `band` is exact: a bin that straddles the edge of a band is counted in two rows.
create table duration_bin as
with
    spans as (
        select
            'first_reply' as duration,
            created_date as day,
            channel,
            team,
            tier,
            priority,
            source,
            first_reply_seconds as seconds
        from ticket_fact
        where is_counted and first_reply_seconds is not null
        union all
        select
            'resolution',
            solved_date,
            channel,
            team,
            tier,
            priority,
            source,
            resolution_seconds
        from ticket_fact
        where is_counted and resolution_seconds is not null and solved_date is not null
    )
select
    spans.duration,
    spans.day,
    spans.channel,
    spans.team,
    spans.tier,
    spans.priority,
    spans.source,
    bin_of(spans.seconds) as bin,
    duration_band.position as band,
    count(*) as tickets
from spans
inner join
    duration_band
    on spans.seconds > duration_band.seconds_above
    and spans.seconds <= duration_band.seconds_to
group by all
order by duration, day
;

-- Tickets that can show an escalation; `channel_to` is where the requester went on.
create table escalation_day as
select
    ticket_fact.created_date as day,
    ticket_fact.channel,
    ticket_fact.team,
    ticket_fact.tier,
    ticket_fact.priority,
    ticket_fact.source,
    case when escalation_fact.is_escalated then escalation_fact.channel_to end as channel_to,
    escalation_fact.is_escalated,
    count(*) as tickets
from ticket_fact
inner join escalation_fact using (source, ticket_id)
where escalation_fact.is_known and ticket_fact.is_counted
group by all
order by all
;
