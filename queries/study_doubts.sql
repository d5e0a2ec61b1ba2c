-- Where the studies contradict themselves, cannot be read, or print what is no target.
-- grain: figure_id, doubt
-- params: none
-- returns: figure_id, number, kind, doubt
-- note: kind is contradiction, unreadable or no target.
with
    pattern as (
        select number::int as number, kind, doubt, unnest(string_split(figures, ';')) as figures
        from study_doubt
    )
select distinct study_measure.figure_id, pattern.number, pattern.kind, pattern.doubt
from pattern
inner join study_measure on study_measure.figure_id glob pattern.figures
order by study_measure.figure_id, pattern.number nulls last, pattern.doubt
