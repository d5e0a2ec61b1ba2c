-- Rejects: rows turned away and cells that could not be read, by load, column and reason.
-- grain: load_id, column_name, reason, is_row_rejected
-- params: none
-- returns: load_id, file, column_name, reason, is_row_rejected, cells, first_row
-- note: a rejected row is in no number; a bad cell leaves the rest of its row in.
select
    reject.load_id,
    load.file,
    reject.column_name,
    reject.reason,
    reject.is_row_rejected,
    count(*) as cells,
    min(reject.source_row) as first_row
from reject
left join load on reject.load_id = load.load_id
group by all
order by reject.load_id, cells desc, reject.column_name, reject.reason
