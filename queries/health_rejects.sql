-- Rejects: rows turned away and cells that could not be read, by load, column and reason.
-- grain: load_id, column_name, reason, is_row_rejected
-- params: none
-- returns: load_id, file, column_name, reason, is_row_rejected, cells, open_cells, first_row
-- note: a rejected row is in no number; a bad cell leaves the rest of its row in. Open are those
-- that no later load has mended; the page Rejected rows lists them.
select
    reject.load_id,
    load.file,
    reject.column_name,
    complaint(reject.reason) as reason,
    reject.is_row_rejected,
    count(*) as cells,
    count(*) filter (reject.mended_by is null) as open_cells,
    min(reject.source_row) as first_row
from reject
left join load on reject.load_id = load.load_id
group by all
order by reject.load_id, cells desc, reject.column_name, reason, reject.is_row_rejected
