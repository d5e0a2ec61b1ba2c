"""Zammad tickets as JSON of the API, by names or, where it was not asked to expand them, by ids."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Duration,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.zammad import CHANNELS, PRIORITIES, STATES, kept

TITLE = "Zammad tickets (JSON)"
STATE = ("state", "state_id")
PRIORITY = ("priority", "priority_id")
CHANNEL = ("create_article_type", "create_article_type_id")
REQUIRED = (("number",), ("title",), ("created_at",), STATE)
TELLS = (
    CHANNEL,
    ("create_article_sender", "create_article_sender_id"),
    ("article_count",),
    ("first_response_at",),
    ("close_at",),
    ("last_contact_at",),
    ("customer_id",),
)
# The ids that every installation begins with; 6 and 7 changed their meaning with a version.
OWN_STATES: dict[str, str | None] = {
    "1": "new",
    "2": "open",
    "3": "pending",
    "4": "solved",
    "5": "closed",
    "6": "pending",
    "7": "pending",
}
OWN_PRIORITIES: dict[str, str | None] = {"1": "low", "2": "normal", "3": "high"}
OWN_TYPES = (
    "email", "sms", "chat", "fax", "phone", "twitter status", "twitter direct-message",
    "facebook feed post", "facebook feed comment", "note", "web", "telegram personal-message",
    "facebook direct-message", "whatsapp message",
)  # fmt: skip
OWN_CHANNELS = {str(number): CHANNELS[name] for number, name in enumerate(OWN_TYPES, 1)}


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sheet.count(TELLS) >= 2


def refusal(sheet: Sheet) -> str | None:
    """Names the answer of a search, whose tickets are keys of an object."""
    if not any(heading.startswith("assets.Ticket.") for heading in sheet.headings):
        return None
    return (
        "is an answer of Zammad's search that names tickets by their ids and keeps them apart."
        " Ask the API for it with expand=true, or download the report."
    )


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("zammad", (_tickets(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("number"),
            "created_at": _moment("created_at"),
            "first_reply_at": _moment("first_response_at"),
            "solved_at": _moment("close_at"),
            "updated_at": _moment("updated_at"),
            "channel": Choice(*CHANNEL, values=CHANNELS | OWN_CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "status": Choice(*STATE, values=STATES | OWN_STATES, vocabulary="status"),
            "status_detail": Text(*STATE),
            "priority": Choice(
                *PRIORITY, values=PRIORITIES | OWN_PRIORITIES, vocabulary="priority"
            ),
            "priority_detail": Text(*PRIORITY),
            "ticket_type": Text("type"),
            "category": Text("category"),
            "team": Text("group", "group_id"),
            "agent": Text("owner", "owner_id"),
            "requester_id": Person("customer", "customer_id"),
            "organization": Text("organization", "organization_id"),
            "subject": Text("title"),
            "first_reply_business_seconds": Duration("first_response_in_min", unit="minutes"),
            "resolution_business_seconds": Duration("close_in_min", unit="minutes"),
            "_first_reply_left": Number("first_response_diff_in_min"),
            "_resolution_left": Number("close_diff_in_min"),
            "is_sla_first_reply_met": kept("_first_reply_left", "first_reply_at"),
            "is_sla_resolution_met": kept("_resolution_left", "solved_at"),
            "_sender": Text("create_article_sender", "create_article_sender_id"),
            "is_agent_created": Derived("lower(_sender) in ('agent', 'system', '1', '3')"),
            "is_merged": Derived("lower(status_detail) in ('merged', '5')"),
            "is_deleted": Derived("lower(status_detail) = 'removed'"),
        },
    )


def _moment(name: str) -> Moment:
    return Moment(name, zone="UTC")
