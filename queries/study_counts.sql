-- Own surveys by figure of a study: who was asked, and who chose each option.
-- grain: figure_id, side, option
-- params: none
-- returns: figure_id, side, option, n, picked
-- note: side is the group of the figure, the group it is set against, or another question asked
-- of the same people; without an option the row counts who chose any that the figure counts.
select figure_id, side, option, n, picked
from measure_count
order by figure_id, side, option nulls first
