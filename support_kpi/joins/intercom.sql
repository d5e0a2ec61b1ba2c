-- Intercom: what its other tables say of a conversation, in each of its versions.
with
    team_of_admin as (
        select admin_id, min(name) as name
        from team_admins
        inner join teams on teams.id = team_id
        group by admin_id
        having count(distinct team_id) = 1
    ),
    tagged as (
        select conversation_id, list_sort(list(coalesce(tags.name, tag_id))) as tags
        from conversation_tags
        left join tags on tags.id = tag_id
        where is_active is not false
        group by conversation_id
    ),
    linked as (
        select conversation_id, min(contact_id) as contact_id
        from conversation_contacts
        where is_active is not false
        group by conversation_id
        having count(*) = 1
    ),
    -- Closing or assigning is a reply where something was written with it; a note is none.
    part as (
        select
            *,
            part_type = 'comment' or (part_type <> 'note' and body is not null) as is_message,
            lower(author_type) = 'admin' as is_agent,
            min(created_at) filter (part_type = 'close') over (
                partition by conversation_id
            ) as first_closed_at
        from parts
        where created_at is not null
    ),
    thread as (
        select
            conversation_id,
            min(created_at) filter (is_message and is_agent) as first_reply_at,
            count(*) filter (is_message and is_agent) as agent_replies,
            count(*) filter (
                is_message and lower(author_type) in ('user', 'lead', 'contact', 'visitor')
            ) as customer_messages,
            min(first_closed_at) as first_closed_at,
            max(created_at) filter (part_type = 'close') as last_closed_at,
            count(*) filter (part_type = 'open' and created_at > first_closed_at) as reopens
        from part
        group by conversation_id
    )
select
    conversations.source_row,
    coalesce(
        admins.name, case when assignee_type is distinct from 'team' then assignee_id end
    ) as "assignee.name",
    coalesce(teams.name, conversations.team_id, assigned.name, team_of_admin.name) as "team.name",
    contacts.email as "contact.email",
    tagged.tags as "tags",
    coalesce(conversations.first_reply_at, thread.first_reply_at) as "parts.first_reply_at",
    thread.agent_replies as "parts.agent_replies",
    thread.customer_messages as "parts.customer_messages",
    thread.first_closed_at as "parts.first_closed_at",
    coalesce(conversations.last_closed_at, thread.last_closed_at) as "parts.last_closed_at",
    thread.reopens as "parts.reopens",
    admins.id is not null as has_admins,
    teams.id is not null
    or assigned.id is not null
    or team_of_admin.admin_id is not null as has_teams,
    team_of_admin.admin_id is not null as has_team_admins,
    contacts.id is not null as has_contacts,
    linked.conversation_id is not null as has_conversation_contacts,
    tagged.conversation_id is not null as has_tags,
    tagged.conversation_id is not null as has_conversation_tags,
    thread.conversation_id is not null as has_parts
from conversations
left join admins on admins.id = conversations.assignee_id and assignee_type is distinct from 'team'
left join teams on teams.id = conversations.team_id
left join teams as assigned on assigned.id = conversations.assignee_id and assignee_type = 'team'
left join team_of_admin on team_of_admin.admin_id = admins.id
left join linked using (conversation_id)
left join
    contacts
    on contacts.id = case
        when lower(conversations.author_type) in ('user', 'lead', 'contact', 'customer', 'visitor')
        then conversations.author_id
        else linked.contact_id
    end
left join tagged using (conversation_id)
left join thread using (conversation_id)
order by conversations.source_row
