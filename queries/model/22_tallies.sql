-- What is counted over all rows as they were loaded, before any rule. Counts add up, so that those
-- of rows that come or go are enough to keep them.
create table value_tally as
with
    seen as (
        select
            source,
            'channel' as field,
            coalesce(channel_detail, channel) as value,
            channel as as_read,
            true as is_ticket
        from ticket
        union all
        select source, 'status', coalesce(status_detail, status), status, true
        from ticket
        union all
        select source, 'priority', coalesce(priority_detail, priority), priority, true
        from ticket
        union all
        select source, 'team', coalesce(team_detail, team), team, true
        from ticket
        union all
        select source, 'channel', coalesce(channel_detail, channel), channel, false
        from response
        union all
        select source, 'team', coalesce(team_detail, team), team, false
        from response
        union all
        select source, 'channel', coalesce(channel_detail, channel), channel, false
        from budget_line
        union all
        select source, 'team', team, team, false
        from budget_line
        union all
        select source, 'team', team, team, false
        from staff_month
        union all
        select source, 'team', team, team, false
        from team
        union all
        select source, 'team', team, team, false
        from assessment
    )
select
    source,
    field,
    value,
    as_read,
    count(*) filter (where is_ticket) as tickets,
    count(*) filter (where not is_ticket) as other_records
from seen
where trim(value) <> ''
group by all
;

create table source_tally as
select
    source,
    count(*) as tickets,
    count(first_reply_at) + count(first_reply_seconds) + count(agent_replies) as replies,
    count(channel_last) + count(is_escalated) as escalations,
    count(requester_id) as requesters
from ticket
group by source
;

create table offer_tally as
select
    source,
    metric,
    count(*) as responses,
    count(*) filter (where is_answered = false) as unanswered
from response
group by source, metric
;
