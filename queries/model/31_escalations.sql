-- A requester who writes on another channel within a day, before the first contact
-- was solved, is a follow-up.
create table escalation_fact as
with
    contact as (
        select
            source,
            ticket_id,
            channel,
            solved_at,
            created_at,
            lead(channel) over requester_contacts as next_channel,
            lead(created_at) over requester_contacts as next_created_at
        from ticket_fact
        where is_counted and requester_id is not null
        window
            requester_contacts as (
                partition by requester_id order by created_at, source, ticket_id
            )
    ),
    follow_up as (
        select source, ticket_id, next_channel
        from contact
        where
            next_channel <> channel
            and next_created_at <= created_at + interval 24 hours
            and (solved_at is null or next_created_at < solved_at)
    )
select
    ticket_fact.source,
    ticket_fact.ticket_id,
    case
        when ticket_fact.is_channel_changed
        then ticket_fact.channel_last
        else follow_up.next_channel
    end as channel_to,
    ticket_fact.requester_id is not null
    or ticket_fact.is_channel_last_known
    or ticket_fact.is_escalated is not null as is_known,
    coalesce(ticket_fact.is_escalated, false)
    or ticket_fact.is_channel_changed
    or follow_up.next_channel is not null as is_escalated
from ticket_fact
left join follow_up using (source, ticket_id)
where ticket_fact.is_counted
;
