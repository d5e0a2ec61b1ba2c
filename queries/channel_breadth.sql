-- Channel breadth: how many channels a team answers, and how many carry real load.
-- grain: team
-- params: start_date, end_date, channels, teams, tiers, sources, cut
-- keeps: channel, team, tier
-- returns: team, tier, tickets, channels_used, channels_over_10_percent, channels_over_25_percent
-- note: a channel counts as used with one ticket; over 10 percent is of the team's tickets.
with
    counted as (
        select team, tier, channel, sum(tickets_created) as tickets
        from
            ticket_days(
                $start_date, $end_date, 'all', 'all', $cut, $channels, $teams, $tiers, $sources
            )
        group by all
        having tickets > 0
    ),
    shared as (
        select *, tickets / sum(tickets) over (partition by team) as ticket_share from counted
    )
select
    team,
    any_value(tier) as tier,
    sum(tickets)::bigint as tickets,
    count(*) as channels_used,
    count(*) filter (where ticket_share > 0.1) as channels_over_10_percent,
    count(*) filter (where ticket_share > 0.25) as channels_over_25_percent
from shared
group by team
order by channels_used desc, team
