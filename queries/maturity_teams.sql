-- Maturity tier of each team: given by an export, scored from the characteristics, or a range.
-- grain: team
-- params: teams, tiers
-- returns: team, tier, tier_low, tier_high, tier_source, met, not_met, unknown, edition,
-- assessed_on, channel_scope
-- note: Starter 0 to 3 characteristics in place, Riser 4 to 5, Champion 6 to 7; unknowns give a
-- range.
select
    team,
    tier,
    tier_low,
    tier_high,
    tier_source,
    met,
    not_met,
    unknown,
    edition,
    assessed_on,
    array_to_string(channel_scope, ', ') as channel_scope
from team_tier
where passes($teams::varchar[], team) and passes($tiers::varchar[], coalesce(tier, 'not given'))
order by met desc nulls last, team
