"""HubSpot's table of tickets as a connector keeps it in a warehouse: one column a property."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Duration,
    Flag,
    Moment,
    Options,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.hubspot_tickets import CHANNELS, PRIORITIES

TITLE = "HubSpot tickets (warehouse table)"
REQUIRED = (("id",), ("property_createdate",), ("property_hs_pipeline_stage",))
UNNAMED = (
    "This table has ids instead of the names of stages: a ticket with a date of closing is solved,"
    " any other is open."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("hubspot", (_tickets(),), warnings=(UNNAMED,))


def _tickets() -> Draft:
    source = ("property_source_type", "property_hs_originating_channel")
    priority = "property_hs_ticket_priority"
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("property_createdate", zone="UTC"),
            "first_reply_at": Moment("property_first_agent_reply_date", zone="UTC"),
            "solved_at": Moment("property_closed_date", zone="UTC"),
            "updated_at": Moment(
                "property_hs_lastmodifieddate", "property_lastmodifieddate", zone="UTC"
            ),
            "channel": Choice(*source, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*source),
            "status": Derived("case when solved_at is not null then 'solved' else 'open' end"),
            "status_detail": Text("property_hs_pipeline_stage"),
            "priority": Choice(priority, values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text(priority),
            "category": Text("property_hs_ticket_category"),
            "team": Text("property_hubspot_team_id", "property_hs_pipeline"),
            "agent": Text("property_hubspot_owner_id", "property_owner_id"),
            "subject": Text("property_subject"),
            "first_reply_seconds": Duration(
                "property_time_to_first_agent_reply", unit="milliseconds"
            ),
            "resolution_seconds": Duration("property_time_to_close", unit="milliseconds"),
            "is_deleted": Flag("is_deleted", "_fivetran_deleted"),
        },
    )
