-- HubSpot: what its other tables say of a ticket. A ticket is solved in a stage that is closed.
with
    stage as (select *, coalesce(is_closed, upper(state) = 'CLOSED') as is_end from stages),
    ending as (select stage_id, bool_or(is_end) as is_end from stage group by stage_id),
    change as (
        select distinct ticket_id, lower(name) as name, value, updated_at
        from ticket_property_history
        where updated_at is not null
    ),
    step as (
        select
            ticket_id,
            updated_at,
            is_end,
            lag(is_end) over (partition by ticket_id order by updated_at) as was_end
        from change
        inner join ending on ending.stage_id = change.value
        where name = 'hs_pipeline_stage'
    ),
    life as (
        select
            ticket_id,
            min(updated_at) filter (is_end) as first_solved_at,
            max(updated_at) filter (is_end and was_end is not true) as solved_at,
            count(*) filter (was_end and not is_end) as reopens
        from step
        group by ticket_id
    ),
    ownership as (
        select ticket_id, count(*) - 1 as reassignments
        from change
        where name = 'hubspot_owner_id' and nullif(value, '') is not null
        group by ticket_id
    ),
    person as (
        select ticket_id, min(contact_id) as contact_id, min(email) as email
        from ticket_contacts
        left join contacts on contacts.id = contact_id
        group by ticket_id
    ),
    firm as (
        select ticket_id, min(coalesce(name, company_id)) as name
        from ticket_companies
        left join companies on companies.id = company_id
        group by ticket_id
    )
select
    tickets.source_row,
    stage.label as "stage.label",
    coalesce(stage.label, tickets.stage_id) as "stage.name",
    stage.is_end as "stage.is_closed",
    coalesce(pipelines.label, tickets.pipeline_id) as "pipeline.label",
    coalesce(teams.name, tickets.team_id) as "team.name",
    coalesce(
        nullif(trim(concat_ws(' ', owners.first_name, owners.last_name)), ''),
        owners.email,
        tickets.owner_id
    ) as "owner.name",
    coalesce(person.email, person.contact_id) as "contact.email",
    firm.name as "company.name",
    life.first_solved_at as "history.first_solved_at",
    coalesce(tickets.closed_at, life.solved_at) as "history.solved_at",
    life.reopens as "history.reopens",
    ownership.reassignments as "history.reassignments",
    stage.stage_id is not null as has_stages,
    pipelines.id is not null as has_pipelines,
    owners.id is not null as has_owners,
    teams.id is not null as has_teams,
    person.ticket_id is not null as has_ticket_contacts,
    person.email is not null as has_contacts,
    firm.ticket_id is not null as has_ticket_companies,
    firm.ticket_id is not null as has_companies,
    life.ticket_id is not null or ownership.ticket_id is not null as has_ticket_property_history
from tickets
left join stage on stage.stage_id = tickets.stage_id and stage.pipeline_id = tickets.pipeline_id
left join pipelines on pipelines.id = tickets.pipeline_id
left join owners on owners.id = tickets.owner_id
left join teams on teams.id = tickets.team_id
left join person using (ticket_id)
left join firm using (ticket_id)
left join life using (ticket_id)
left join ownership using (ticket_id)
order by tickets.source_row
