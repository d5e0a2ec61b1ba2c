-- Every value as written, and what it was read as before any rule.
create table value_seen as
select
    source,
    field,
    lower(trim(value)) as word,
    as_read,
    min(value) as value,
    sum(tickets)::bigint as tickets,
    sum(other_records)::bigint as other_records
from value_tally
group by all
;

-- What the exports of a source tell at all: without a column, no data is not a zero.
create table source_knowledge as
select
    source,
    replies > 0 as tells_replies,
    escalations > 0 as tells_escalation,
    requesters > 0 as tells_requester
from source_tally
order by source
;

-- Whether a source tells who was asked and did not answer.
create table source_offers as
select source, metric, unanswered > 0 as tells_offers
from offer_tally
order by source, metric
;
