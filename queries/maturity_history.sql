-- The tier of each team from assessment to assessment.
-- grain: team, assessed_on
-- params: edition, teams, tiers
-- returns: team, assessed_on, until, tier, tier_low, tier_high, tier_source, met, not_met, unknown
-- note: by what people had said until that day; a characteristic that an assessment leaves out
-- keeps what was said of it before. What is derived from the data counts today only and is not in
-- the history; a tier that an export gives with its day counts until the next assessment. until is
-- the day of the next one.
select
    tier_history.team,
    tier_history.assessed_on,
    lead(tier_history.assessed_on) over (
        partition by tier_history.team_key order by tier_history.assessed_on
    ) as until,
    tier_history.tier,
    tier_history.tier_low,
    tier_history.tier_high,
    tier_history.tier_source,
    tier_history.met,
    tier_history.not_met,
    tier_history.unknown
from tier_history
inner join tier_standing using (edition, team_key)
where
    tier_history.edition = $edition::varchar
    and passes($teams::varchar[], tier_standing.team)
    and passes($tiers::varchar[], coalesce(tier_standing.tier, 'not given'))
order by tier_history.team, tier_history.assessed_on
