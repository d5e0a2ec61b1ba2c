-- Definitions: every KPI with its formula, time anchor, exclusions, unit and origin.
-- grain: kpi
-- params: none
-- returns: position, kpi, label, subject, unit, kind, better, anchor, formula, exclusions, basis,
-- reference, least_answers
-- note: the same rows that the cards and the reports quote; a segment with fewer answers of people
-- than least_answers is withheld.
select
    position,
    kpi,
    label,
    subject,
    unit,
    kind,
    better,
    anchor,
    formula,
    exclusions,
    basis,
    reference,
    case when subject = 'satisfaction' then least_answers() end as least_answers
from kpi
order by position
