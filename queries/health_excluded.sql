-- Tickets and answers that are kept but counted in no KPI, by reason.
-- grain: source, record, excluded_because
-- params: none
-- returns: source, record, excluded_because, records, record_rate
-- note: record_rate is of all records of that kind of the source; the tickets are listed on the
-- page Tickets under Kept out of the KPIs.
with
    judged as (
        select source, 'ticket' as record, excluded_because
        from ticket_fact
        union all
        select source, 'response', case when is_test then 'test or preview' end
        from response
        union all
        select source, 'respondent', case when is_test then 'test or preview' end
        from respondent
    ),
    counted as (
        select
            source,
            record,
            excluded_because,
            count(*) as records,
            count(*) / sum(count(*)) over (partition by source, record) as record_rate
        from judged
        group by source, record, excluded_because
    )
select source, record, excluded_because, records, record_rate
from counted
where excluded_because is not null
order by source, record, excluded_because
