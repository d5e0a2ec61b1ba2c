-- Targets: every level that was entered, and by whom.
-- grain: target_id
-- params: none
-- returns: target_id, kpi, channel, month, target, target_low, target_high, origin, who, made_at
-- note: a channel that is blank means all channels. Months without a row have no target.
select target_id, kpi, channel, month, target, target_low, target_high, origin, who, made_at
from target
order by kpi, channel nulls first, month
