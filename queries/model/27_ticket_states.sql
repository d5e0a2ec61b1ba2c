-- What each ticket is by its times and its state, before anything is joined to it.
-- A call is what says whether it was answered, or how soon; an answered call is solved when it
-- ends.
create view ticket_state as
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
select *
from base
;
