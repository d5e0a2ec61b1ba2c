-- Where the numbers come from: the snapshot, its zone, and whether any of it is made up.
-- grain: snapshot_number
-- params: none
-- returns: snapshot_number, reporting_zone, loads, is_synthetic
-- note: loads that are undone do not count.
select
    snapshot.number as snapshot_number,
    snapshot.reporting_zone,
    count(load.load_id) as loads,
    coalesce(bool_or(load.is_synthetic), false) as is_synthetic
from snapshot
left join load on load.is_active
group by all
order by snapshot_number
