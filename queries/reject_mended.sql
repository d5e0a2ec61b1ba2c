-- Rows of a load in which nothing is left to mend, and the load that brought them after all.
-- grain: source_row
-- params: load_id
-- returns: source_row, mended_by
-- note: the same rules as reject_rows.
select source_row, max(mended_by) as mended_by
from reject
where load_id = $load_id
group by source_row
having count(*) = count(mended_by)
order by source_row
