-- Every derived column once. Local days and hours are those of the reporting zone.
create table ticket_fact as
select
    base.source,
    base.ticket_id,
    bare_id(base.ticket_id) as named_id,
    base.load_id,
    base.source_row,
    base.channel_name as channel,
    base.team_name as team,
    coalesce(team_tier.tier, 'not given') as tier,
    coalesce(base.priority, 'not given') as priority,
    coalesce(base.channel_last, base.channel_name) as channel_last,
    base.channel_detail,
    base.status,
    base.status_detail,
    base.ticket_type,
    base.category,
    base.agent,
    base.requester_id,
    base.subject,
    base.tags,
    base.created_local as created_at,
    base.created_local::date as created_date,
    extract('hour' from base.created_local)::integer as created_hour,
    extract('isodow' from base.created_local)::integer as created_weekday,
    case when base.is_solved then base.solved_local end as solved_at,
    case when base.is_solved then base.solved_local::date end as solved_date,
    base.excluded_because,
    base.excluded_because is null as is_counted,
    base.is_call,
    base.direction,
    base.call_outcome,
    base.is_answered,
    base.is_solved,
    not base.is_call and not base.is_solved as is_open,
    base.reply_span_seconds < 0
    or base.resolution_span_seconds < 0
    or coalesce(base.first_reply_seconds, 0) < 0
    or coalesce(base.resolution_seconds, 0) < 0 as is_time_negative,
    case
        when base.is_call or base.is_agent_created
        then null
        when base.reply_span_seconds >= 0
        then base.reply_span_seconds
        when base.first_reply_seconds > 0
        then base.first_reply_seconds
        when base.first_reply_seconds = 0 and coalesce(base.agent_replies, 1) > 0
        then 0
    end as first_reply_seconds,
    base.first_reply_business_seconds,
    case
        when base.is_call or not base.is_solved
        then null
        when base.resolution_span_seconds >= 0
        then base.resolution_span_seconds
        when base.resolution_span_seconds is null and base.resolution_seconds >= 0
        then base.resolution_seconds
    end as resolution_seconds,
    base.resolution_business_seconds,
    case when base.handle_seconds >= 0 then base.handle_seconds end as handle_seconds,
    case
        when base.is_answered and base.speed_of_answer_seconds >= 0
        then base.speed_of_answer_seconds
    end as speed_of_answer_seconds,
    case when not base.is_call and base.agent_replies >= 0 then base.agent_replies end
    as agent_replies,
    case when not base.is_call then base.reopens end as reopens,
    case
        when base.is_call
        then null
        when base.is_one_touch is not null
        then base.is_one_touch
        when base.agent_replies is not null
        then base.agent_replies <= 1 and coalesce(base.reopens, 0) = 0
    end as is_one_touch,
    case
        when base.is_call or base.is_agent_created or not source_knowledge.tells_replies
        then null
        else
            base.first_reply_at is null
            and coalesce(base.agent_replies, 0) = 0
            and (
                base.first_reply_seconds is null
                or (base.first_reply_seconds = 0 and base.agent_replies = 0)
            )
    end as is_unanswered,
    base.is_sla_first_reply_met,
    base.is_sla_resolution_met,
    base.is_call
    and base.direction is distinct from 'outbound'
    and coalesce(base.call_outcome, '') not in ('out_of_hours', 'ivr_only', 'short_abandon')
    as is_offered_call,
    base.is_escalated,
    base.channel_last is not null and base.channel_last <> base.channel_name as is_channel_changed,
    base.channel_last is not null as is_channel_last_known
from ticket_state as base
left join source_knowledge using (source)
left join team_tier on lower(base.team_name) = lower(team_tier.team)
;

drop view ticket_state
;
