"""HubSpot tickets by the internal names of properties: JSON of the API, or a table of them."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.hubspot_tickets import CHANNELS, PRIORITIES

TITLE = "HubSpot tickets (properties)"


def _property(*names: str) -> tuple[str, ...]:
    """As the API nests properties, and as a flat table names them."""
    return tuple(path for name in names for path in (f"properties.{name}", name))


NUMBER = (*_property("hs_object_id", "hs_ticket_id"), "id")
CREATED = (*_property("createdate"), "createdAt")
REQUIRED = (NUMBER, CREATED, _property("hs_pipeline_stage", "hs_ticket_priority", "hs_pipeline"))
UPDATED = (*_property("hs_lastmodifieddate", "lastmodifieddate"), "updatedAt")
CHANNEL = _property("source_type", "hs_originating_channel")
TEAM = _property("hubspot_team_id", "hs_pipeline")
AGENT = _property("hubspot_owner_id")
EFFORT = _property("hs_feedback_last_ces_rating")
EFFORT_AT = _property("hs_feedback_last_survey_date")
REQUESTER = Person(*_property("hs_primary_contact_email", "email"))

# The stages of the pipeline that every account begins with; others have ids of their own.
STAGES: dict[str, str | None] = {"1": "new", "2": "pending", "3": "open", "4": "solved"}
UNNAMED = (
    "The API gives ids of stages, not their names: a ticket with a date of closing is solved, any"
    " other is open unless its stage is one of HubSpot's own."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has_any(*EFFORT):
        return Reading("hubspot", (_tickets(),), warnings=(UNNAMED,))
    return Reading("hubspot", (_tickets(), _efforts()), warnings=(UNNAMED,))


def _tickets() -> Draft:
    stage = _property("hs_pipeline_stage")
    priority = _property("hs_ticket_priority")
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": _moment(*CREATED),
            "first_reply_at": _moment(*_property("first_agent_reply_date")),
            "solved_at": _moment(*_property("closed_date")),
            "updated_at": _moment(*UPDATED),
            "channel": Choice(*CHANNEL, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "_stage": Choice(*stage, values=STAGES, vocabulary="status", otherwise="open"),
            "status": Derived(
                "case when solved_at is not null then 'solved'"
                " when _stage in ('solved', 'closed') then 'open' else _stage end"
            ),
            "status_detail": Text(*stage),
            "priority": Choice(*priority, values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text(*priority),
            "category": Text(*_property("hs_ticket_category")),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
            "requester_id": REQUESTER,
            "subject": Text(*_property("subject")),
            "tags": Labels(*_property("hs_tag_ids"), separator=";"),
            "first_reply_seconds": Duration(
                *_property("time_to_first_agent_reply"), unit="milliseconds"
            ),
            "resolution_seconds": Duration(*_property("time_to_close"), unit="milliseconds"),
            "is_deleted": Flag("archived"),
        },
    )


def _efforts() -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text(*NUMBER),
            "response_id": Derived("ticket_id || '-ces'"),
            "metric": Constant("ces"),
            "survey": Constant("HubSpot customer effort"),
            "requester_id": REQUESTER,
            "_closed_at": _moment(*_property("closed_date")),
            "_updated_at": _moment(*UPDATED),
            "_rated_at": _moment(*EFFORT_AT),
            "responded_at": Derived("coalesce(_rated_at, _closed_at, _updated_at)"),
            "is_answered": Constant(True),
            "score": Number(*EFFORT),
            "label": Text(*EFFORT),
            "scale_low": Constant(1),
            "scale_high": Constant(7),
            "scale_direction": Constant("higher_better"),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
        },
        when="label is not null",
    )


def _moment(*names: str) -> Moment:
    return Moment(*names, zone="UTC")
