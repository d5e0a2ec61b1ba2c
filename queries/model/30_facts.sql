-- A call is what says whether it was answered, or how soon; an answered call is solved when it
-- ends.
create table ticket_fact as
with
    call_state as (
        select
            * exclude (is_answered, channel),
            coalesce(
                is_answered, case when speed_of_answer_seconds is not null then true end
            ) as is_answered,
            coalesce(
                is_answered is not null or speed_of_answer_seconds is not null, false
            ) as is_call,
            coalesce(channel, case when is_call then 'phone' end) as channel
        from ticket
    ),
    base as (
        select
            call_state.*,
            case
                when is_call
                then is_answered
                else coalesce(
                    status in ('solved', 'closed'), coalesce(solved_at, closed_at) is not null
                )
            end as is_solved,
            timezone(getvariable('reporting_zone'), timezone('UTC', created_at)) as created_local,
            timezone(
                getvariable('reporting_zone'),
                timezone(
                    'UTC',
                    coalesce(
                        solved_at,
                        closed_at,
                        case
                            when is_call
                            then
                                created_at + to_seconds(
                                    coalesce(speed_of_answer_seconds, 0)
                                    + coalesce(handle_seconds, 0)
                                )
                            when status in ('solved', 'closed')
                            then created_at + to_seconds(resolution_seconds)
                        end
                    )
                )
            ) as solved_local,
            coalesce(channel, 'not given') as channel_name,
            coalesce(nullif(trim(team), ''), 'not given') as team_name,
            case
                when is_spam
                then 'spam'
                when is_deleted
                then 'deleted'
                when is_merged
                then 'merged'
                when is_test
                then 'test'
                when direction = 'outbound'
                then 'outbound call'
                when created_at is null
                then 'no creation time'
            end as excluded_because,
            epoch(first_reply_at) - epoch(created_at) as reply_span_seconds,
            epoch(solved_at) - epoch(created_at) as resolution_span_seconds
        from call_state
    )
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
from base
left join source_knowledge using (source)
left join team_tier on lower(base.team_name) = lower(team_tier.team)
;
