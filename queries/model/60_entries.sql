-- What people entered: all of it, and each kind that queries read as a table of its own. A
-- snapshot is also amended with this file alone, so it makes its tables anew.
create or replace table entry as
with
    said as (
        select
            unnest(
                from_json(
                    coalesce(getvariable('entries'), '[]')::json,
                    '[{"kind":"varchar","key":"varchar","value":"json","who":"varchar","made_at":"timestamp"}]'
                ),
                max_depth := 2
            )
    )
select *
from said
;

-- A level that a KPI is to reach in a month, in one channel or, where that is null, in all of
-- them; low and high are a band around it where the level has one.
create or replace table target as
select
    key as target_id,
    value ->> 'kpi' as kpi,
    value ->> 'channel' as channel,
    try_cast(value ->> 'month' as date) as month,
    try_cast(value ->> 'value' as double) as target,
    try_cast(value ->> 'low' as double) as target_low,
    try_cast(value ->> 'high' as double) as target_high,
    value ->> 'origin' as origin,
    who,
    made_at
from entry
where kind = 'target'
order by kpi, channel, month
;

-- Something that happened from first_day to last_day, in one channel or team where it is named.
create or replace table annotation as
select
    key as annotation_id,
    try_cast(value ->> 'first_day' as date) as first_day,
    try_cast(value ->> 'last_day' as date) as last_day,
    value ->> 'text' as text,
    value ->> 'channel' as channel,
    value ->> 'team' as team,
    who,
    made_at
from entry
where kind = 'annotation'
order by first_day, last_day, annotation_id
;
