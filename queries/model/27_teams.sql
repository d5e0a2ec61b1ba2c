-- Every derived column once. Local days and hours are those of the reporting zone.
create table team_tier as
with
    latest as (
        select team, max(assessed_on) as assessed_on
        from assessment
        group by team
    ),
    counted as (
        select
            assessment.team,
            assessment.assessed_on,
            edition.edition,
            count(*) filter (where assessment.state = 'met') as met,
            count(*) filter (where assessment.state = 'not_met') as not_met,
            7 - met - not_met as unknown
        from assessment
        inner join latest using (team, assessed_on)
        inner join edition using (characteristic)
        where edition.edition = '2021'
        group by all
    ),
    given as (
        select
            team,
            arg_max(maturity_tier, (coalesce(assessed_on, date '1900-01-01'), load_id)) filter (
                where maturity_tier is not null
            ) as given_tier,
            max(assessed_on) filter (where maturity_tier is not null) as given_on,
            arg_max(channel_scope, load_id) filter (
                where channel_scope is not null
            ) as channel_scope
        from team
        group by team
    )
select
    coalesce(given.team, counted.team) as team,
    case
        when given.given_tier is not null
        then given.given_tier
        when low.maturity_tier = high.maturity_tier
        then low.maturity_tier
    end as tier,
    low.maturity_tier as tier_low,
    high.maturity_tier as tier_high,
    case
        when given.given_tier is not null
        then 'given'
        when low.maturity_tier = high.maturity_tier
        then 'scored'
        when low.maturity_tier is not null
        then 'range'
    end as tier_source,
    counted.edition,
    counted.met,
    counted.not_met,
    counted.unknown,
    coalesce(counted.assessed_on, given.given_on) as assessed_on,
    given.channel_scope
from given
full outer join counted on lower(given.team) = lower(counted.team)
left join
    tier_threshold as low on counted.met between low.met_least and low.met_most
left join
    tier_threshold as high
    on counted.met + counted.unknown between high.met_least and high.met_most
order by 1
;
