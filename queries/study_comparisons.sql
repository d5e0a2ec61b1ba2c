-- The comparisons that the studies make, each with its figures.
-- grain: comparison, figure_id
-- params: none
-- returns: comparison, position, section, page, title, definition, inputs, note, figure_id
-- note: a comparison without figures says why none is published.
with
    pattern as (
        select
            *,
            position::int as place,
            unnest(string_split(coalesce(figures, ''), ';')) as figure_pattern
        from study_comparison
    )
select distinct
    pattern.comparison,
    pattern.place as position,
    pattern.section::int as section,
    pattern.page,
    pattern.title,
    pattern.definition,
    pattern.inputs,
    pattern.note,
    study_measure.figure_id
from pattern
left join study_measure on study_measure.figure_id glob pattern.figure_pattern
order by position, study_measure.figure_id
