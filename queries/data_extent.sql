-- First and last local day of the data.
-- grain: first_day
-- params: none
-- returns: first_day, last_day
-- note: of tickets and responses; budgets and staff months may reach further.
select first_day, last_day from data_extent order by first_day
