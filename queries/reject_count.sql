-- How many rejected rows and unreadable cells there are, and in how many rows of how many loads.
-- grain: findings
-- params: load_id, complaint, state
-- returns: findings, rejected_rows, loads
-- note: the same rules as reject_rows; rows are counted once, whatever is wrong in them.
select
    count(*) as findings,
    count(distinct(load_id, source_row)) filter (is_row_rejected) as rejected_rows,
    count(distinct load_id) as loads
from reject
where
    ($load_id is null or load_id = $load_id)
    and ($complaint is null or complaint(reason) = $complaint)
    and ($state is null or (mended_by is null) = ($state = 'open'))
order by findings
