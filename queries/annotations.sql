-- Annotations: what happened in the period, such as launches and outages.
-- grain: annotation_id
-- params: start_date, end_date, channels, teams
-- returns: annotation_id, first_day, last_day, text, channel, team, who, made_at
-- note: days are those of the reporting zone, both ends included. One that names no channel or
-- team is of all of them.
select annotation_id, first_day, last_day, text, channel, team, who, made_at
from annotation
where
    first_day < $end_date
    and last_day >= $start_date
    and (channel is null or passes($channels::varchar[], channel))
    and (team is null or passes($teams::varchar[], team))
order by first_day, last_day, annotation_id
