-- Gaps: runs of days without a single ticket between the first and the last day of a source.
-- grain: source, gap_start_date
-- params: none
-- returns: source, gap_start_date, gap_end_date, days
-- note: weekends count; a gap of several working days often means a missing export.
with
    days as (
        select distinct source, created_date as day from ticket_fact where created_date is not null
    ),
    steps as (
        select source, day, lead(day) over (partition by source order by day) as next_day from days
    )
select source, day + 1 as gap_start_date, next_day - 1 as gap_end_date, next_day - day - 1 as days
from steps
where next_day - day > 1
order by days desc, source, gap_start_date
