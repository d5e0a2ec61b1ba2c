-- How much of each field is known: share of tickets with a value, by source.
-- grain: source, field
-- params: none
-- returns: source, field, tickets, known_tickets, known_rate
-- note: as the exports give them, before anything is derived.
with
    counted as (
        select
            source,
            count(*) as tickets,
            unnest(
                [
                    {'field':'created_at', 'known_tickets':count(created_at)},
                    {'field':'first_reply_at', 'known_tickets':count(first_reply_at)},
                    {'field':'first_reply_seconds', 'known_tickets':count(first_reply_seconds)},
                    {'field':'solved_at', 'known_tickets':count(solved_at)},
                    {'field':'resolution_seconds', 'known_tickets':count(resolution_seconds)},
                    {'field':'channel', 'known_tickets':count(channel)},
                    {'field':'team', 'known_tickets':count(team)},
                    {'field':'agent', 'known_tickets':count(agent)},
                    {'field':'priority', 'known_tickets':count(priority)},
                    {'field':'status', 'known_tickets':count(status)},
                    {'field':'requester_id', 'known_tickets':count(requester_id)},
                    {'field':'agent_replies', 'known_tickets':count(agent_replies)},
                    {'field':'reopens', 'known_tickets':count(reopens)},
                    {'field':'handle_seconds', 'known_tickets':count(handle_seconds)},
                    {
                        'field':'is_sla_first_reply_met',
                        'known_tickets':count(is_sla_first_reply_met)
                    },
                    {'field':'is_sla_resolution_met', 'known_tickets':count(is_sla_resolution_met)},
                    {'field':'category', 'known_tickets':count(category)},
                    {'field':'tags', 'known_tickets':count(tags)}
                ],
                recursive := true
            )
        from ticket
        group by source
    )
select source, field, tickets, known_tickets, known_tickets / nullif(tickets, 0) as known_rate
from counted
order by source, field
