-- Times that cannot be right or are missing: counted, and out of the speed figures.
-- grain: source, finding
-- params: none
-- returns: source, finding, tickets, all_tickets, ticket_rate
-- note: negative means that the reply or the solve stands before the creation.
with
    counted as (
        select
            source,
            count(*) as all_tickets,
            unnest(
                [
                    {
                        'finding':'reply or solve before creation',
                        'tickets':count(*) filter (where is_time_negative)
                    },
                    {
                        'finding':'solved without a time of solving',
                        'tickets':count(*) filter (
                            where is_solved and solved_date is null and not is_call
                        )
                    },
                    {
                        'finding':'no time of creation',
                        'tickets':count(*) filter (where created_date is null)
                    },
                    {
                        'finding':'only business time of the first reply',
                        'tickets':count(*) filter (
                            where
                                first_reply_seconds is null
                                and first_reply_business_seconds is not null
                        )
                    }
                ],
                recursive := true
            )
        from ticket_fact
        group by source
    )
select source, finding, tickets, all_tickets, tickets / nullif(all_tickets, 0) as ticket_rate
from counted
where tickets > 0
order by source, finding
