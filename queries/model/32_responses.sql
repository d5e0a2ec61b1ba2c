-- A response belongs to the ticket that it names: in its own source, in the source it names, or
-- in the only source that has such a ticket. One that names none belongs to the last ticket of the
-- same requester that was solved within `survey_join_days` days before it.
create table response_link as
with
    response_at as (
        select
            source,
            response_id,
            metric,
            survey,
            bare_id(ticket_id) as named_id,
            coalesce(ticket_source, source) as named_source,
            requester_id,
            timezone(
                getvariable('reporting_zone'),
                timezone('UTC', coalesce(responded_at, offered_at))
            ) as answered_at
        from response
    ),
    named as (
        select named_id, source, min(ticket_id) as ticket_id
        from ticket_fact
        where named_id in (select named_id from response_at)
        group by all
    ),
    holders as (
        select
            named_id,
            any_value(source) as source,
            any_value(ticket_id) as ticket_id,
            count(*) as sources
        from named
        group by named_id
    ),
    -- Nearly every id is of one source: only for the others the named one is looked for, so that no
    -- second table of all ids is held in memory.
    several as (
        select named_id, source, ticket_id
        from named
        where named_id in (select named_id from holders where sources > 1)
    ),
    askers as (select distinct requester_id from response_at where named_id is null),
    -- Of tickets solved at one moment the last created stands; `solved_before_at` is of the one
    -- before, the same moment included.
    solved as (
        select
            requester_id,
            source,
            ticket_id,
            solved_at,
            lag(solved_at) over in_order as solved_before_at
        from ticket_fact
        where
            is_counted
            and solved_at is not null
            and requester_id in (select requester_id from askers)
        window
            in_order as (
                partition by requester_id order by solved_at, created_at, source, ticket_id
            )
        qualify row_number() over (
            partition by requester_id, solved_at
            order by created_at desc, source desc, ticket_id desc
        ) = 1
    ),
    met as (
        select
            response_at.*,
            solved.source as solved_source,
            solved.ticket_id as solved_ticket_id,
            solved.solved_at >= answered_at
            - to_days(getvariable('survey_join_days')) as is_in_window,
            coalesce(
                solved.solved_before_at >= answered_at
                - to_days(getvariable('survey_join_days')),
                false
            ) as is_of_several
        from (from response_at where named_id is null) as response_at
        asof left join
            solved
            on response_at.requester_id = solved.requester_id
            and response_at.answered_at >= solved.solved_at
        union all
        select
            *,
            null::varchar as solved_source,
            null::varchar as solved_ticket_id,
            null::boolean as is_in_window,
            false as is_of_several
        from response_at
        where named_id is not null
    ),
    judged as (
        select
            met.*,
            own.source as own_source,
            own.ticket_id as own_ticket_id,
            holders.source as only_source,
            holders.ticket_id as only_ticket_id,
            case
                when
                    own.source is not null
                    or (holders.sources = 1 and holders.source = met.named_source)
                then 'ticket id'
                when holders.sources = 1
                then 'ticket id, only source'
                when is_in_window and is_of_several
                then 'requester and time, last of several'
                when is_in_window
                then 'requester and time'
            end as link_rule
        from met
        left join
            several as own
            on met.named_id = own.named_id
            and met.named_source = own.source
        left join holders on met.named_id = holders.named_id
    ),
    writers as (
        select distinct requester_id
        from ticket_fact
        where requester_id in (select requester_id from askers)
    )
select
    judged.source,
    judged.response_id,
    judged.metric,
    judged.named_id,
    judged.requester_id,
    case
        when link_rule is null
        then null
        else coalesce(own_source, only_source, solved_source)
    end as ticket_source,
    case
        when link_rule is null
        then null
        else coalesce(own_ticket_id, only_ticket_id, solved_ticket_id)
    end as ticket_id,
    link_rule,
    case
        when link_rule is not null
        then null
        when named_id is not null and only_source is not null
        then 'ticket id known in several sources, none of them named'
        when named_id is not null
        then 'ticket id not loaded'
        when judged.requester_id is null
        then 'no ticket id and no requester'
        when answered_at is null
        then 'no ticket id and no time'
        when writers.requester_id is null
        then 'requester has no ticket'
        else
            'no ticket solved within '
            || getvariable('survey_join_days')
            || ' days before the answer'
    end as unlinked_because
from judged
left join writers on judged.requester_id = writers.requester_id
;

create table response_fact as
select
    response.source,
    response.response_id,
    response.load_id,
    response.source_row,
    response.metric,
    response.survey,
    response_link.ticket_source,
    response_link.ticket_id,
    response_link.link_rule,
    response_link.unlinked_because,
    coalesce(response.channel, ticket_fact.channel, 'not given') as channel,
    coalesce(nullif(trim(response.team), ''), ticket_fact.team, 'not given') as team,
    coalesce(named.tier, ticket_fact.tier, 'not given') as tier,
    coalesce(ticket_fact.priority, 'not given') as priority,
    timezone(
        getvariable('reporting_zone'), timezone('UTC', response.responded_at)
    )::date as responded_date,
    timezone(
        getvariable('reporting_zone'),
        timezone('UTC', coalesce(response.offered_at, response.responded_at))
    )::date as offered_date,
    source_offers.tells_offers,
    coalesce(response.is_answered, true) as is_answered,
    response.score,
    response.label,
    response.scale_low,
    response.scale_high,
    response.scale_direction,
    case
        when
            response.metric = 'csat'
            and coalesce(
                response.score between response.scale_low and response.scale_high, true
            )
        then response.is_satisfied
    end as is_satisfied,
    response.metric = 'nps'
    and response.scale_low = 0
    and response.scale_high = 10
    and response.score between 0 and 10 as is_nps_score,
    response.metric = 'ces'
    and response.scale_low = 1
    and response.scale_high = 7
    and response.scale_direction = 'higher_better'
    and response.score between 1 and 7 as is_ces_score,
    response.metric = 'csat'
    and response.scale_low = 1
    and response.scale_high = 5
    and response.scale_direction is distinct from 'lower_better'
    and response.score between 1 and 5 as is_csat_score
from response
left join response_link using (source, response_id, metric)
left join
    ticket_fact
    on response_link.ticket_source = ticket_fact.source
    and response_link.ticket_id = ticket_fact.ticket_id
left join team_tier as named on lower(response.team) = lower(named.team)
left join
    source_offers
    on response.source = source_offers.source
    and response.metric = source_offers.metric
where
    not coalesce(response.is_test, false)
    and not coalesce(ticket_fact.excluded_because = 'test', false)
;
