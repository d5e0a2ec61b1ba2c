-- Definitions: every KPI with its formula, time anchor, exclusions, unit and origin.
-- grain: kpi
-- params: none
-- returns: position, kpi, label, subject, unit, kind, better, anchor, formula, exclusions, basis,
-- reference
-- note: the same rows that the cards and the reports quote.
select
    position, kpi, label, subject, unit, kind, better, anchor, formula, exclusions, basis, reference
from kpi
order by position
