-- Zendesk: what its other tables say of a ticket, or of the ticket of a rating.
with
    ticket as (
        select
            ticket_id,
            arg_min(requester_id, source_row) as requester_id,
            min(created_at) as created_at
        from tickets
        group by ticket_id
    ),
    merged as (
        select distinct unnest(regexp_extract_all(merged_ticket_ids, '[0-9]+')) as ticket_id
        from tickets
    ),
    tagged as (
        select ticket_id, list_sort(list_distinct(list(tag))) as tags
        from ticket_tags
        group by ticket_id
    ),
    -- The first comment is the ticket's own text: an agent's reply comes after creation.
    spoken as (
        select
            ticket_id,
            ticket_comments.created_at,
            coalesce(
                users.role in ('agent', 'admin'),
                author_id <> ticket.requester_id and author_id <> '-1'
            ) as is_agent,
            ticket_comments.created_at > ticket.created_at as is_later
        from ticket_comments
        inner join ticket using (ticket_id)
        left join users on users.id = author_id
        where is_public is not false and ticket_comments.created_at is not null
    ),
    conversation as (
        select
            ticket_id,
            min(created_at) filter (is_agent and is_later) as first_reply_at,
            count(*) filter (is_agent and is_later) as agent_replies,
            count(*) filter (not is_agent) as customer_messages
        from spoken
        group by ticket_id
    ),
    change as (
        select distinct
            ticket_id, lower(field_name) as field, lower(value) as word, value, updated_at
        from ticket_field_history
        where updated_at is not null
    ),
    step as (
        select
            ticket_id,
            word,
            updated_at,
            word in ('solved', 'closed') as is_solved,
            lag(word) over (
                partition by ticket_id order by updated_at, word = 'closed', word = 'deleted'
            )
            in ('solved', 'closed') as was_solved
        from change
        where field = 'status'
    ),
    life as (
        select
            ticket_id,
            min(updated_at) filter (is_solved) as first_solved_at,
            max(updated_at) filter (is_solved and was_solved is not true) as solved_at,
            max(updated_at) filter (word = 'closed') as closed_at,
            count(*) filter (was_solved and not is_solved and word <> 'deleted') as reopens
        from step
        group by ticket_id
    ),
    owner as (
        select ticket_id, count(*) - 1 as reassignments
        from change
        where field = 'assignee_id' and value is not null
        group by ticket_id
    ),
    opinion as (
        select
            ticket_id,
            arg_max(value, updated_at) filter (field = 'satisfaction_score') as score,
            max(updated_at) filter (field = 'satisfaction_score') as rated_at,
            min(updated_at) filter (
                field = 'satisfaction_score' and word = 'offered'
            ) as offered_at,
            arg_max(value, updated_at) filter (field = 'satisfaction_comment') as comment
        from change
        group by ticket_id
    ),
    changed as (select distinct ticket_id from change)
select
    tickets.source_row,
    coalesce(agent.name, agent.email, tickets.assignee_id) as "assignee.name",
    coalesce(requester.email, tickets.requester_id) as "requester.email",
    coalesce(groups.name, tickets.group_id) as "group.name",
    coalesce(organizations.name, tickets.organization_id) as "organization.name",
    tagged.tags as "tags",
    merged.ticket_id is not null as "is_merged",
    conversation.first_reply_at as "comments.first_reply_at",
    conversation.agent_replies as "comments.agent_replies",
    conversation.customer_messages as "comments.customer_messages",
    life.first_solved_at as "history.first_solved_at",
    life.closed_at as "history.closed_at",
    owner.reassignments as "history.reassignments",
    opinion.score as "history.satisfaction_score",
    opinion.rated_at as "history.satisfaction_rated_at",
    opinion.offered_at as "history.satisfaction_offered_at",
    opinion.comment as "history.satisfaction_comment",
    coalesce(life.solved_at, ticket_metrics.solved_at) as "metric_set.solved_at",
    coalesce(life.reopens, ticket_metrics.reopens) as "metric_set.reopens",
    ticket_metrics.replies as "metric_set.replies",
    ticket_metrics.assignee_stations as "metric_set.assignee_stations",
    ticket_metrics."reply_time_in_minutes.calendar" as "metric_set.reply_time_in_minutes.calendar",
    ticket_metrics."reply_time_in_minutes.business" as "metric_set.reply_time_in_minutes.business",
    ticket_metrics."first_resolution_time_in_minutes.calendar"
    as "metric_set.first_resolution_time_in_minutes.calendar",
    ticket_metrics."first_resolution_time_in_minutes.business"
    as "metric_set.first_resolution_time_in_minutes.business",
    ticket_metrics."full_resolution_time_in_minutes.calendar"
    as "metric_set.full_resolution_time_in_minutes.calendar",
    ticket_metrics."full_resolution_time_in_minutes.business"
    as "metric_set.full_resolution_time_in_minutes.business",
    ticket_metrics."requester_wait_time_in_minutes.calendar"
    as "metric_set.requester_wait_time_in_minutes.calendar",
    ticket_metrics."requester_wait_time_in_minutes.business"
    as "metric_set.requester_wait_time_in_minutes.business",
    ticket_metrics."agent_wait_time_in_minutes.calendar"
    as "metric_set.agent_wait_time_in_minutes.calendar",
    ticket_metrics."agent_wait_time_in_minutes.business"
    as "metric_set.agent_wait_time_in_minutes.business",
    ticket_metrics."on_hold_time_in_minutes.calendar"
    as "metric_set.on_hold_time_in_minutes.calendar",
    ticket_metrics."on_hold_time_in_minutes.business"
    as "metric_set.on_hold_time_in_minutes.business",
    agent.id is not null or requester.id is not null as has_users,
    groups.id is not null as has_groups,
    organizations.id is not null as has_organizations,
    tagged.ticket_id is not null as has_ticket_tags,
    ticket_metrics.ticket_id is not null as has_ticket_metrics,
    conversation.ticket_id is not null as has_ticket_comments,
    changed.ticket_id is not null as has_ticket_field_history
from tickets
left join users as agent on agent.id = tickets.assignee_id
left join users as requester on requester.id = tickets.requester_id
left join groups on groups.id = tickets.group_id
left join organizations on organizations.id = tickets.organization_id
left join tagged using (ticket_id)
left join merged using (ticket_id)
left join conversation using (ticket_id)
left join changed using (ticket_id)
left join life using (ticket_id)
left join owner using (ticket_id)
left join opinion using (ticket_id)
left join ticket_metrics using (ticket_id)
order by tickets.source_row
