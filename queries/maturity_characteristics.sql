-- The seven characteristics of each team at its latest assessment, with the evidence.
-- grain: team, characteristic
-- params: teams, tiers
-- returns: team, tier, characteristic, state, evidence, assessed_on, source, load_id, source_row
-- note: met, not met or unknown; a characteristic that nobody assessed is unknown.
with
    newest as (
        select team, characteristic, arg_max(assessment, (assessed_on, load_id)) as row
        from assessment
        group by team, characteristic
    )
select
    team_tier.team,
    team_tier.tier,
    edition.characteristic,
    coalesce(newest.row.state, 'unknown') as state,
    newest.row.evidence as evidence,
    newest.row.assessed_on as assessed_on,
    newest.row.source as source,
    newest.row.load_id as load_id,
    newest.row.source_row as source_row
from team_tier
inner join edition on edition.edition = '2021'
left join
    newest
    on lower(newest.team) = lower(team_tier.team)
    and newest.characteristic = edition.characteristic
where
    passes($teams::varchar[], team_tier.team)
    and passes($tiers::varchar[], coalesce(team_tier.tier, 'not given'))
order by team_tier.team, edition.characteristic
