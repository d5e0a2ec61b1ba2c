-- The seven characteristics of each team, with the evidence.
-- grain: team, characteristic
-- params: edition, teams, tiers
-- returns: team, tier, position, characteristic, state, state_source, said_state, evidence,
-- assessed_on, derived_state, is_disputed, measure, value, threshold, better, unit, n, n_unit,
-- first_day, last_day, derived_evidence, source, load_id, source_row
-- note: met, not met or unknown. What people said last counts; where they said nothing, what the
-- data tell, marked derived; what neither tells is unknown.
select
    tier_standing.team,
    tier_standing.tier,
    edition.position,
    edition.characteristic,
    standing.state,
    standing.state_source,
    standing.said.state as said_state,
    standing.said.evidence as evidence,
    standing.said.assessed_on as assessed_on,
    standing.derived_state,
    standing.is_disputed,
    coalesce(measured.label, rule.label) as measure,
    measured.value,
    rule.threshold,
    rule.better,
    rule.unit,
    measured.n,
    rule.n_unit,
    measured.first_day,
    measured.last_day,
    measured.evidence as derived_evidence,
    standing.said.source as source,
    standing.said.load_id as load_id,
    standing.said.source_row as source_row
from tier_standing
inner join edition using (edition)
inner join
    characteristic_standing as standing
    on standing.team_key = tier_standing.team_key
    and standing.characteristic = edition.characteristic
left join characteristic_rule as rule on rule.characteristic = edition.characteristic
left join
    characteristic_measure as measured
    on measured.team_key = tier_standing.team_key
    and measured.characteristic = edition.characteristic
where
    tier_standing.edition = $edition::varchar
    and passes($teams::varchar[], tier_standing.team)
    and passes($tiers::varchar[], coalesce(tier_standing.tier, 'not given'))
order by tier_standing.team, edition.position
