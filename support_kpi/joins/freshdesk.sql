-- Freshdesk: what its other lists say of a ticket, or of the ticket of a rating.
with
    ticket as (select ticket_id, min(created_at) as created_at from tickets group by ticket_id),
    conversation as (
        select
            ticket_id,
            min(conversations.created_at) filter (
                not is_incoming and conversations.created_at > ticket.created_at
            ) as first_reply_at,
            count(*) filter (not is_incoming) as agent_replies,
            count(*) filter (is_incoming) as customer_messages
        from conversations
        inner join ticket using (ticket_id)
        where is_private is not true
        group by ticket_id
    ),
    work as (
        select ticket_id, sum(time_spent) as handle_seconds
        from time_entries
        where time_spent is not null
        group by ticket_id
    )
select
    tickets.source_row,
    coalesce(agents.name, tickets.responder_name, tickets.responder_id) as "agents.name",
    coalesce(contacts.email, tickets.requester_id) as "requester.email",
    coalesce(groups.name, tickets.group_id) as "group.name",
    coalesce(companies.name, tickets.company_id) as "company.name",
    coalesce(
        tickets.first_responded_at, conversation.first_reply_at
    ) as "conversations.first_reply_at",
    conversation.agent_replies as "conversations.agent_replies",
    conversation.customer_messages as "conversations.customer_messages",
    work.handle_seconds as "time_entries.seconds",
    agents.id is not null as has_agents,
    contacts.id is not null as has_contacts,
    groups.id is not null as has_groups,
    companies.id is not null as has_companies,
    conversation.ticket_id is not null as has_conversations,
    work.ticket_id is not null as has_time_entries
from tickets
left join agents on agents.id = tickets.responder_id
left join contacts on contacts.id = tickets.requester_id
left join groups on groups.id = tickets.group_id
left join companies on companies.id = tickets.company_id
left join conversation using (ticket_id)
left join work using (ticket_id)
order by tickets.source_row
