-- What would move a team up: characteristics that are not in place, least effort first.
-- grain: team, position
-- params: edition, teams, tiers, efforts
-- returns: team, tier_low, next_tier, missing, position, characteristic, state, is_enough, effort,
-- effort_sum, measure, value, threshold, gap, unit, n, n_unit
-- note: missing is how many more the next tier needs, counted from what is known to be in place;
-- is_enough marks the cheapest that make up for it. An unknown may be in place already: then it
-- costs a question. gap is how far the measured value is from its cut-off.
with
    next_tier as (
        select
            standing.*, upper.maturity_tier as next_tier, upper.met_least - standing.met as missing
        from tier_standing as standing
        left join
            tier_threshold as upper
            on upper.met_least
            = (select min(met_least) from tier_threshold where met_least > standing.met)
        where
            standing.edition = $edition::varchar
            and standing.met is not null
            and passes($teams::varchar[], standing.team)
            and passes($tiers::varchar[], coalesce(standing.tier, 'not given'))
    ),
    lacking as (
        select
            next_tier.team,
            next_tier.tier_low,
            next_tier.next_tier,
            next_tier.missing,
            standing.characteristic,
            standing.state,
            coalesce(($efforts::json ->> effort.characteristic)::double, effort.effort) as effort,
            effort.effort as default_effort,
            rule.label as measure,
            measured.value,
            coalesce(measured.state, 'unknown') as derived_state,
            rule.threshold,
            greatest(
                case
                    when rule.better = 'higher'
                    then rule.threshold - measured.value
                    else measured.value - rule.threshold
                end,
                0
            ) as gap,
            rule.unit,
            measured.n,
            rule.n_unit
        from next_tier
        inner join edition using (edition)
        inner join
            characteristic_standing as standing
            on standing.team_key = next_tier.team_key
            and standing.characteristic = edition.characteristic
        inner join
            characteristic_effort as effort on effort.characteristic = standing.characteristic
        left join characteristic_rule as rule on rule.characteristic = standing.characteristic
        left join
            characteristic_measure as measured
            on measured.team_key = next_tier.team_key
            and measured.characteristic = standing.characteristic
        where standing.state <> 'met'
    ),
    placed as (
        select *, row_number() over in_order as position, sum(effort) over in_order as effort_sum
        from lacking
        window
            in_order as (
                partition by team
                order by effort, default_effort, characteristic
                rows unbounded preceding
            )
    )
select
    team,
    tier_low,
    next_tier,
    missing,
    position,
    characteristic,
    state,
    coalesce(position <= missing, false) as is_enough,
    effort,
    effort_sum,
    measure,
    value,
    threshold,
    case when derived_state <> 'unknown' then gap end as gap,
    unit,
    n,
    n_unit
from placed
order by team, position
