-- The seven characteristics of an edition: its wording, the cut-off of what the data tell, and the
-- effort to put it in place.
-- grain: characteristic
-- params: edition, efforts
-- returns: position, characteristic, wording, measure, better, threshold, unit, least_n, n_unit,
-- reason, effort, effort_reason, edition_title, told_by
-- note: no study prints a cut-off, so reason says where each is from. effort is what people wrote,
-- else a default order in which 1 is thought the least.
select
    edition.position,
    edition.characteristic,
    edition.wording,
    rule.label as measure,
    rule.better,
    rule.threshold,
    rule.unit,
    rule.least_n,
    rule.n_unit,
    rule.reason,
    coalesce(($efforts::json ->> effort.characteristic)::double, effort.effort) as effort,
    case
        when $efforts::json ->> effort.characteristic is not null
        then 'as your people estimate'
        else effort.reason
    end as effort_reason,
    edition_list.title as edition_title,
    edition_list.told_by
from edition
inner join edition_list using (edition)
inner join characteristic_effort as effort using (characteristic)
left join characteristic_rule as rule using (characteristic)
where edition.edition = $edition::varchar
order by edition.position
