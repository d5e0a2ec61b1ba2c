-- Maturity tier of each team: given by an export, scored from the characteristics, or a range.
-- grain: team
-- params: edition, teams, tiers
-- returns: team, tier, tier_low, tier_high, tier_source, met, not_met, unknown, edition,
-- assessed_on, channel_scope, derived, disputed, known_share
-- note: Starter 0 to 3 characteristics in place, Riser 4 to 5, Champion 6 to 7; unknowns give a
-- range. derived counts those that nobody judged and the data tell, disputed those where the data
-- say otherwise than people.
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
    array_to_string(channel_scope, ', ') as channel_scope,
    derived,
    disputed,
    known_share
from tier_standing
where
    edition = $edition::varchar
    and passes($teams::varchar[], team)
    and passes($tiers::varchar[], coalesce(tier, 'not given'))
order by met desc nulls last, team
