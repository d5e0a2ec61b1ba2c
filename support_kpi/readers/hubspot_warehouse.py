"""HubSpot's table of tickets as a connector keeps it in a warehouse: one column a property."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Duration,
    Flag,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.hubspot_tickets import CHANNELS, PRIORITIES, STATUSES

TITLE = "HubSpot tickets (warehouse table)"
REQUIRED = (("id",), ("property_createdate",), ("property_hs_pipeline_stage",))
CLOSED = "stage.is_closed"
UNNAMED = (
    "This table has ids instead of the names of stages: a ticket with a date of closing is solved,"
    " any other is open."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with what a join adds: `stage.`, `history.`, names."""
    return Reading("hubspot", (_tickets(),), warnings=() if sheet.has(CLOSED) else (UNNAMED,))


def _tickets() -> Draft:
    source = ("property_source_type", "property_hs_originating_channel")
    priority = "property_hs_ticket_priority"
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("property_createdate", zone="UTC"),
            "first_reply_at": Moment("property_first_agent_reply_date", zone="UTC"),
            "first_solved_at": Moment("history.first_solved_at", zone="UTC"),
            "solved_at": Moment("history.solved_at", "property_closed_date", zone="UTC"),
            "updated_at": Moment(
                "property_hs_lastmodifieddate", "property_lastmodifieddate", zone="UTC"
            ),
            "channel": Choice(*source, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*source),
            "_is_closed": Flag(CLOSED),
            "_named": Choice("stage.label", values=STATUSES, vocabulary="status", otherwise="open"),
            "status": Derived(
                "case when coalesce(_is_closed, solved_at is not null) then 'solved'"
                " when _named not in ('solved', 'closed') then _named else 'open' end"
            ),
            "status_detail": Text("stage.name", "property_hs_pipeline_stage"),
            "priority": Choice(priority, values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text(priority),
            "category": Text("property_hs_ticket_category"),
            "team": Text(
                "team.name", "property_hubspot_team_id", "pipeline.label", "property_hs_pipeline"
            ),
            "agent": Text("owner.name", "property_hubspot_owner_id", "property_owner_id"),
            "requester_id": Person("contact.email"),
            "organization": Text("company.name"),
            "reopens": Number("history.reopens"),
            "reassignments": Number("history.reassignments"),
            "subject": Text("property_subject"),
            "first_reply_seconds": Duration(
                "property_time_to_first_agent_reply", unit="milliseconds"
            ),
            "resolution_seconds": Duration("property_time_to_close", unit="milliseconds"),
            "is_deleted": Flag("is_deleted", "_fivetran_deleted"),
        },
    )
