-- Maturity: what the data say of a characteristic, what people said, and the tier that follows.
-- Which sources the tickets of a team come from, and from when to when.
create table team_source as
select
    lower(team) as team_key,
    team,
    source,
    max(day) filter (where tickets > 0) as newest_day,
    max(day) filter (where counted_tickets > 0 or solved_tickets > 0) as last_day
from team_day
group by all
order by all
;

-- Days of work waiting: tickets unsolved at the end of the data over those solved a day in the
-- last 13 weeks.
create table backlog_measure as
with
    span as (select max(last_day) as last_day from team_source),
    counted as (
        select
            lower(team) as team_key,
            any_value(span.last_day) as last_day,
            least(
                91,
                date_diff('day', min(day) filter (where work > 0), any_value(span.last_day)) + 1
            ) as days,
            coalesce(sum(waiting), 0)::bigint as waiting,
            coalesce(
                sum(work_solved) filter (where day > span.last_day - 91), 0
            )::bigint as solved
        from team_day
        cross join span
        where team <> 'not given'
        group by team_key
        having sum(work) > 0
    )
select
    team_key,
    'staffing' as characteristic,
    waiting / nullif(solved / days, 0) as value,
    solved as n,
    last_day - days::integer + 1 as first_day,
    last_day,
    'tickets: ' || waiting || ' unsolved, ' || solved || ' solved in ' || days || ' days' as evidence
from counted
;

create table training_measure as
with
    months as (
        select
            lower(trim(team)) as team_key,
            month,
            sum(headcount) as headcount,
            sum(training_days) as training_days
        from staff_month
        where training_days is not null and headcount is not null
        group by all
    ),
    recent as (
        select *
        from months
        qualify month > max(month) over (partition by team_key) - interval 12 months
    )
select
    team_key,
    'training' as characteristic,
    sum(training_days) / nullif(sum(headcount) / 12, 0) as value,
    count(*) as n,
    min(month) as first_day,
    (max(month) + interval 1 month)::date - 1 as last_day,
    'staff months: '
    || round(sum(training_days), 1)
    || ' days of training, '
    || round(sum(headcount) / 12, 1)
    || ' agent years' as evidence
from recent
group by team_key
;

-- The median of days between loads of each source that a team's recent tickets come from, or the
-- age of its newest ticket at the last load where that is more; of several sources, the slowest.
create table timeliness_measure as
with
    load_days as (
        select distinct
            source,
            timezone(
                getvariable('reporting_zone'), timezone('UTC', loaded_at)
            )::date as load_day
        from load
        where is_active and not coalesce(is_synthetic, false) and "table" = 'ticket'
    ),
    recent as (
        select
            source,
            load_day,
            load_day - lag(load_day) over (partition by source order by load_day) as gap_days
        from load_days
        qualify load_day > max(load_day) over (partition by source) - 92
    ),
    newest as (
        select source, max(newest_day) as ticket_day
        from team_source
        group by source
    ),
    paces as (
        select
            recent.source,
            count(gap_days) as gaps,
            min(load_day) as first_day,
            max(load_day) as last_day,
            greatest(
                median(gap_days), max(load_day) - any_value(newest.ticket_day)
            ) as gap_days
        from recent
        inner join newest using (source)
        group by recent.source
    ),
    recent_source as (
        select distinct team_key, source
        from team_source
        inner join newest using (source)
        where team <> 'not given' and newest_day > newest.ticket_day - 91
    )
select
    team_key,
    'data_timeliness' as characteristic,
    max(gap_days)::double as value,
    min(gaps) as n,
    min(first_day) as first_day,
    max(last_day) as last_day,
    'loads of ' || string_agg(source, ', ' order by source) as evidence
from recent_source
inner join paces using (source)
group by team_key
;

-- Only answers whose ticket has a log of events tell whether anybody acted; a day must have passed.
create table feedback_measure as
with
    logged as (
        select source, bare_id(ticket_id) as ticket_key, event_at, event_type
        from ticket_event
    ),
    log_end as (
        select source, max(event_at) as last_at
        from logged
        group by source
    ),
    -- Joined first: without a log none of the many responses and tickets need be read.
    logged_ticket as (select distinct source, ticket_key from logged),
    unhappy as (
        select
            response.response_id,
            response.responded_at,
            logged_ticket.source as ticket_source,
            logged_ticket.ticket_key,
            lower(
                coalesce(nullif(trim(response.team), ''), nullif(trim(ticket.team), ''))
            ) as team_key
        from response
        inner join
            logged_ticket
            on logged_ticket.source = coalesce(response.ticket_source, response.source)
            and logged_ticket.ticket_key = bare_id(response.ticket_id)
        inner join
            ticket
            on ticket.source = logged_ticket.source
            and bare_id(ticket.ticket_id) = logged_ticket.ticket_key
        where
            response.metric = 'csat'
            and response.is_satisfied = false
            and not coalesce(response.is_test, false)
    ),
    followed as (
        select
            unhappy.team_key,
            unhappy.response_id,
            unhappy.responded_at,
            bool_or(
                logged.event_at > unhappy.responded_at
                and logged.event_at <= unhappy.responded_at + interval 1 day
                and logged.event_type in (
                    'reply', 'note', 'status', 'assignment', 'reopen', 'solve'
                )
            ) as is_acted_on
        from unhappy
        inner join
            logged
            on logged.source = unhappy.ticket_source
            and logged.ticket_key = unhappy.ticket_key
        inner join log_end on log_end.source = unhappy.ticket_source
        where unhappy.responded_at <= log_end.last_at - interval 1 day
        group by all
    )
select
    team_key,
    'feedback_speed' as characteristic,
    count(*) filter (where is_acted_on) / count(*) as value,
    count(*) as n,
    min(responded_at)::date as first_day,
    max(responded_at)::date as last_day,
    'events of tickets: work on '
    || count(*) filter (where is_acted_on)
    || ' of '
    || count(*)
    || ' within a day' as evidence
from followed
where team_key is not null
group by team_key
;

-- What the data say: met, not met, or unknown where they are too few.
create table characteristic_measure as
with
    measured as (
        from backlog_measure
        union all by name
        from training_measure
        union all by name
        from timeliness_measure
        union all by name
        from feedback_measure
    )
select
    measured.* replace (measured.n::bigint as n),
    characteristic_rule.measure,
    characteristic_rule.label,
    characteristic_rule.better,
    characteristic_rule.threshold,
    characteristic_rule.unit,
    characteristic_rule.least_n,
    characteristic_rule.n_unit,
    case
        when measured.value is null or measured.n < characteristic_rule.least_n
        then 'unknown'
        when
            (characteristic_rule.better = 'higher' and value >= threshold)
            or (characteristic_rule.better = 'lower' and value <= threshold)
        then 'met'
        else 'not_met'
    end as state
from measured
inner join characteristic_rule using (characteristic)
order by team_key, characteristic
;

-- What people said: of one team, characteristic and date the last load counts.
create table judgement as
select
    lower(trim(team)) as team_key,
    characteristic,
    assessed_on,
    arg_max(assessment, (load_id, source_row)) as row
from assessment
group by all
order by all
;

-- The tiers that exports give, by day and list of seven; one that names no list is of each of them.
create table given_tier as
select
    lower(trim(team.team)) as team_key,
    edition_list.edition,
    team.assessed_on as given_on,
    arg_max(
        team.maturity_tier, (team.edition is not null, team.load_id, team.source_row)
    ) as tier
from team
inner join edition_list on team.edition is null or team.edition = edition_list.edition
where team.maturity_tier is not null
group by all
order by all
;

-- What exports say last of each team besides its tier.
create table listed_team as
select
    lower(trim(team)) as team_key,
    arg_max(team, (coalesce(assessed_on, date '1900-01-01'), load_id)) as team,
    arg_max(channel_scope, (coalesce(assessed_on, date '1900-01-01'), load_id)) filter (
        where channel_scope is not null
    ) as channel_scope
from team
group by team_key
order by team_key
;

-- Every team of which something is known, spelled as its tickets are.
create table maturity_team as
with
    spelled as (
        select team_key, min(team) as team, 1 as rank
        from team_source
        group by team_key
        union all
        select team_key, team, 2
        from listed_team
        union all
        select team_key, arg_max(row.team, assessed_on), 3
        from judgement
        group by team_key
        union all
        select lower(trim(team)), min(trim(team)), 4
        from staff_month
        group by all
    )
select team_key, arg_min(team, rank) as team
from spelled
where
    team_key in (select team_key from listed_team)
    or team_key in (select team_key from judgement)
    or team_key in (select team_key from characteristic_measure where state <> 'unknown')
group by team_key
order by team_key
;

-- One state a characteristic: what people said last, else what the data say.
create table characteristic_standing as
with
    kinds as (select distinct characteristic from edition),
    said as (
        select team_key, characteristic, arg_max(row, assessed_on) as row
        from judgement
        group by all
    )
select
    maturity_team.team_key,
    maturity_team.team,
    kinds.characteristic,
    maturity_team.team_key in (select team_key from judgement) as is_team_judged,
    case
        when said.row.state in ('met', 'not_met')
        then said.row.state
        else coalesce(measured.state, 'unknown')
    end as state,
    case
        when said.row.state in ('met', 'not_met')
        then 'assessed'
        when measured.state in ('met', 'not_met')
        then 'derived'
    end as state_source,
    said.row as said,
    coalesce(measured.state, 'unknown') as derived_state,
    coalesce(
        said.row.state in ('met', 'not_met')
        and measured.state in ('met', 'not_met')
        and said.row.state <> measured.state,
        false
    ) as is_disputed
from maturity_team
cross join kinds
left join
    said
    on said.team_key = maturity_team.team_key
    and said.characteristic = kinds.characteristic
left join
    characteristic_measure as measured
    on measured.team_key = maturity_team.team_key
    and measured.characteristic = kinds.characteristic
order by 1, 3
;

-- The tier of each team by each list of seven.
create table tier_standing as
with
    counted as (
        select
            edition.edition,
            standing.team_key,
            any_value(standing.team) as team,
            count(*) filter (where state = 'met') as met,
            count(*) filter (where state = 'not_met') as not_met,
            count(*) filter (where state = 'unknown') as unknown,
            count(*) filter (where state_source = 'derived') as derived,
            count(*) filter (where is_disputed) as disputed,
            max(said.assessed_on) as assessed_on,
            bool_or(is_team_judged or state <> 'unknown') as is_judged
        from characteristic_standing as standing
        inner join edition using (characteristic)
        group by all
    ),
    newest as (
        select
            team_key,
            edition,
            arg_max(
                {'tier':tier, 'given_on':given_on}, coalesce(given_on, date '1900-01-01')
            ) as given
        from given_tier
        group by all
    ),
    scored as (
        select
            counted.* exclude (met, not_met, unknown, derived, disputed),
            case when is_judged then met end as met,
            case when is_judged then not_met end as not_met,
            case when is_judged then unknown end as unknown,
            case when is_judged then derived end as derived,
            case when is_judged then disputed end as disputed,
            case when is_judged then (met + not_met) / 7 end as known_share,
            listed_team.channel_scope,
            case
                when coalesce(given.given_on >= assessed_on, true) then given.tier
            end as given_tier,
            given.given_on
        from counted
        left join listed_team using (team_key)
        left join newest using (team_key, edition)
    )
select
    scored.edition,
    scored.team_key,
    scored.team,
    case
        when scored.given_tier is not null
        then scored.given_tier
        when low.maturity_tier = high.maturity_tier
        then low.maturity_tier
    end as tier,
    low.maturity_tier as tier_low,
    high.maturity_tier as tier_high,
    case
        when scored.given_tier is not null
        then 'given'
        when low.maturity_tier = high.maturity_tier
        then 'scored'
        when low.maturity_tier is not null
        then 'range'
    end as tier_source,
    scored.met,
    scored.not_met,
    scored.unknown,
    scored.derived,
    scored.disputed,
    scored.known_share,
    case
        when scored.given_tier is null
        then scored.assessed_on
        else coalesce(scored.given_on, scored.assessed_on)
    end as assessed_on,
    scored.channel_scope
from scored
left join
    tier_threshold as low on scored.met between low.met_least and low.met_most
left join
    tier_threshold as high
    on scored.met + scored.unknown between high.met_least and high.met_most
order by edition, team
;

-- Filters, cubes and splits by tier follow the default list.
create table team_tier as
select tier_standing.*
from tier_standing
inner join edition_list using (edition)
where edition_list.is_default
order by team
;

-- The tier on the date of each assessment, by what people had said until then.
create table tier_history as
with
    days as (
        select edition_list.edition, judgement.team_key, judgement.assessed_on
        from judgement
        cross join edition_list
        union
        select edition, team_key, given_on
        from given_tier
        where given_on is not null
    ),
    asked as (
        select days.team_key, days.assessed_on, edition.edition, edition.characteristic
        from days
        inner join edition using (edition)
    ),
    states as (
        select asked.*, coalesce(judgement.row.state, 'unknown') as state
        from asked
        asof left join
            judgement
            on judgement.team_key = asked.team_key
            and judgement.characteristic = asked.characteristic
            and judgement.assessed_on <= asked.assessed_on
    ),
    counted as (
        select
            edition,
            team_key,
            assessed_on,
            count(*) filter (where state = 'met') as met,
            count(*) filter (where state = 'not_met') as not_met,
            count(*) filter (where state = 'unknown') as unknown
        from states
        where team_key in (select team_key from judgement)
        group by all
        union all
        select distinct edition, team_key, assessed_on, null, null, null
        from states
        where team_key not in (select team_key from judgement)
    ),
    -- A given tier counts from its day until another is given or somebody assesses the team anew.
    given as (
        select counted.edition, counted.team_key, counted.assessed_on, given_tier.tier
        from counted
        asof inner join
            given_tier
            on counted.edition = given_tier.edition
            and counted.team_key = given_tier.team_key
            and counted.assessed_on >= given_tier.given_on
        where
            not exists (
                select 1
                from judgement
                where
                    judgement.team_key = counted.team_key
                    and judgement.assessed_on > given_tier.given_on
                    and judgement.assessed_on <= counted.assessed_on
            )
    )
select
    counted.*,
    maturity_team.team,
    coalesce(
        given.tier, case when low.maturity_tier = high.maturity_tier then low.maturity_tier end
    ) as tier,
    case
        when given.tier is not null
        then 'given'
        when low.maturity_tier = high.maturity_tier
        then 'scored'
        when low.maturity_tier is not null
        then 'range'
    end as tier_source,
    low.maturity_tier as tier_low,
    high.maturity_tier as tier_high
from counted
left join given using (edition, team_key, assessed_on)
inner join maturity_team using (team_key)
left join tier_threshold as low on counted.met between low.met_least and low.met_most
left join
    tier_threshold as high
    on counted.met + counted.unknown between high.met_least and high.met_most
where counted.met is not null or given.tier is not null
order by edition, team, assessed_on
;
