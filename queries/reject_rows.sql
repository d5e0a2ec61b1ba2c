-- Rejected rows and unreadable cells, newest load first, with the line of the file.
-- grain: load_id, source_row, column_name, heading, reason
-- params: load_id, complaint, state, row_limit, row_offset
-- returns: load_id, file, source_row, heading, column_name, reason, is_row_rejected, state,
-- mended_by
-- note: state is open, mended (by the load named) or rejected again (in the load named). A row is
-- mended when it was loaded again by itself, when its record came with a later load, or, without
-- an id, when a later load took over nine of ten records of its own.
select
    reject.load_id,
    load.file,
    reject.source_row,
    reject.heading,
    reject.column_name,
    reject.reason,
    reject.is_row_rejected,
    reject_state(reject.mended_by, reject.is_again) as state,
    reject.mended_by
from reject
left join load on reject.load_id = load.load_id
where
    ($load_id is null or reject.load_id = $load_id)
    and ($complaint is null or complaint(reject.reason) = $complaint)
    and ($state is null or (reject.mended_by is null) = ($state = 'open'))
order by reject.load_id desc, reject.source_row, reject.heading, reject.column_name, reject.reason
limit $row_limit
offset $row_offset
