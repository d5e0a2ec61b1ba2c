-- The bins of whole months, so that a long period is not added up day by day.
create table duration_month as
select
    duration,
    date_trunc('month', day)::date as month,
    channel,
    team,
    tier,
    priority,
    source,
    bin,
    band,
    sum(tickets)::bigint as tickets
from duration_bin
group by all
order by all
;
