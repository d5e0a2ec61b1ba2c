-- Jira: what its other tables say of an issue. Jira itself numbers the kinds of states 2, 3, 4.
with
    state as (
        select
            statuses.id,
            statuses.name,
            coalesce(
                status_categories.name,
                case
                    category_id
                    when '2'
                    then 'To Do'
                    when '3'
                    then 'Done'
                    when '4'
                    then 'In Progress'
                end
            ) as category
        from statuses
        left join status_categories on status_categories.id = category_id
    ),
    step as (
        select
            issue_id,
            updated_at,
            lower(category) = 'done' as is_end,
            lag(lower(category) = 'done') over (
                partition by issue_id order by updated_at
            ) as was_end
        from (select distinct issue_id, value, updated_at from history where field_id = 'status')
        inner join state on state.id = value
        where updated_at is not null
    ),
    life as (
        select
            issue_id,
            min(updated_at) filter (is_end) as first_solved_at,
            max(updated_at) filter (is_end and was_end is not true) as solved_at,
            count(*) filter (was_end and not is_end) as reopens
        from step
        group by issue_id
    ),
    ownership as (
        select issue_id, count(distinct(value, updated_at)) - 1 as reassignments
        from history
        where field_id = 'assignee' and nullif(value, '') is not null
        group by issue_id
    ),
    -- Whoever is not the requester answers: Jira tells no roles.
    spoken as (
        select
            issue_id,
            comments.created_at,
            author_id not in (coalesce(reporter_id, ''), coalesce(creator_id, '')) as is_agent
        from comments
        inner join issues using (issue_id)
        where is_public is not false and comments.created_at > issues.created_at
    ),
    conversation as (
        select
            issue_id,
            min(created_at) filter (is_agent) as first_reply_at,
            count(*) filter (is_agent) as agent_replies,
            count(*) filter (not is_agent) as customer_messages
        from spoken
        group by issue_id
    ),
    field_value as (
        select
            issue_id,
            field_id,
            lower(fields.name) as field,
            coalesce(field_options.name, value) as value,
            updated_at
        from history
        left join fields on fields.id = field_id
        left join field_options on field_options.id = value
        where is_active is not false and nullif(value, '') is not null
    ),
    field as (
        select
            issue_id,
            list_sort(list_distinct(list(value) filter (field_id = 'labels'))) as labels,
            arg_max(value, updated_at) filter (
                field in ('request channel type', 'channel')
            ) as channel,
            arg_max(value, updated_at) filter (
                field in ('request type', 'customer request type')
            ) as request_type,
            arg_max(value, updated_at) filter (
                field in ('satisfaction', 'satisfaction rating')
            ) as rating,
            arg_max(value, updated_at) filter (field = 'satisfaction date') as rated_on,
            max(updated_at) filter (field in ('satisfaction', 'satisfaction rating')) as rated_at
        from field_value
        group by issue_id
    )
select
    issues.source_row,
    state.name as "status.name",
    coalesce(state.name, issues.status_id) as "status.label",
    state.category as "status.category",
    priorities.name as "priority.name",
    coalesce(priorities.name, issues.priority_id) as "priority.label",
    coalesce(field.request_type, issue_types.name, issues.type_id) as "type.name",
    coalesce(projects.name, issues.project_id) as "project.name",
    coalesce(assignee.name, assignee.email, issues.assignee_id) as "assignee.name",
    coalesce(
        reporter.email, issues.reporter_id, creator.email, issues.creator_id
    ) as "reporter.email",
    conversation.first_reply_at as "comments.first_reply_at",
    conversation.agent_replies as "comments.agent_replies",
    conversation.customer_messages as "comments.customer_messages",
    life.first_solved_at as "history.first_solved_at",
    coalesce(issues.resolved_at, life.solved_at) as "history.solved_at",
    life.reopens as "history.reopens",
    ownership.reassignments as "history.reassignments",
    field.labels as "field.labels",
    field.channel as "field.channel",
    field.rating as "field.satisfaction",
    coalesce(field.rated_on, field.rated_at::varchar) as "field.satisfaction_date",
    state.id is not null as has_statuses,
    state.category is not null as has_status_categories,
    priorities.id is not null as has_priorities,
    issue_types.id is not null as has_issue_types,
    projects.id is not null as has_projects,
    field.issue_id is not null as has_fields,
    field.issue_id is not null as has_field_options,
    assignee.id is not null or reporter.id is not null or creator.id is not null as has_users,
    conversation.issue_id is not null as has_comments,
    life.issue_id is not null
    or ownership.issue_id is not null
    or field.issue_id is not null as has_history
from issues
left join state on state.id = issues.status_id
left join priorities on priorities.id = issues.priority_id
left join issue_types on issue_types.id = issues.type_id
left join projects on projects.id = issues.project_id
left join users as assignee on assignee.id = issues.assignee_id
left join users as reporter on reporter.id = issues.reporter_id
left join users as creator on creator.id = issues.creator_id
left join conversation using (issue_id)
left join life using (issue_id)
left join ownership using (issue_id)
left join field using (issue_id)
order by issues.source_row
