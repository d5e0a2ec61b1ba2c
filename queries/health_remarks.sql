-- What the loads said: rules that were used, rows that repeat others, columns that are not used.
-- grain: load_id, position
-- params: none
-- returns: load_id, position, file, remark
-- note: the same words that the upload page and the command line show; loads that are undone are
-- left out.
with
    said as (
        select
            load_id,
            file,
            unnest(warnings) as remark,
            generate_subscripts(warnings, 1)::integer as position
        from load
        where is_active
    )
select load_id, position, file, remark
from said
order by load_id, position
