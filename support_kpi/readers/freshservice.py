"""Freshservice tickets as CSV or XLSX: Freshdesk's columns beside those of an internal desk."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.freshdesk_csv import (
    IS_SATISFIED,
    SERVICE_DESK,
    SOURCES,
    is_service_desk,
    tickets,
)

TITLE = "Freshservice tickets"
REQUIRED = (("ticket id",), ("created time",), ("urgency", *SERVICE_DESK))

CHANNELS: dict[str, str | None] = {
    **SOURCES,
    "walk-up": "in_person",
    "walk up": "in_person",
    "slack": "messaging",
    "ms teams": "messaging",
    "microsoft teams": "messaging",
    "workplace": "messaging",
    "yammer": "social_media",
    "chatbot": "chatbot",
    "virtual agent": "chatbot",
    "alert": "other",
    "alerts": "other",
    "aws cloudwatch": "other",
    "pagerduty": "other",
    "employee onboarding": "other",
    "employee offboarding": "other",
}
RESULT = ("survey result", "survey results")
REQUESTER = Person("requester email", "requester name")
STAND_IN = (
    "Freshservice exports no time of rating: the time of resolving stands in, or that of closing,"
    " or that of the last change."
)


def recognises(sheet: Sheet) -> bool:
    return sheet.has("ticket id", "created time") and is_service_desk(sheet)


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has_any(*RESULT):
        return Reading("freshservice", (_requests(),))
    return Reading("freshservice", (_requests(), _ratings()), warnings=(STAND_IN,))


def _requests() -> Draft:
    own: dict[str, Cell] = {
        "channel": Choice("source", values=CHANNELS, vocabulary="channel"),
        "category": Text("category", "sub-category", "item"),
        "organization": Text("company", "department", "requester department"),
        "requester_id": REQUESTER,
    }
    return Draft("ticket", {**tickets().cells, **own})


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Freshservice survey"),
            "ticket_id": Text("ticket id"),
            "requester_id": REQUESTER,
            "_solved_at": Moment("resolved time"),
            "_closed_at": Moment("closed time"),
            "_updated_at": Moment("last updated time", "last update time"),
            "responded_at": Derived("coalesce(_solved_at, _closed_at, _updated_at)"),
            "is_answered": Constant(True),
            "label": Text(*RESULT),
            "is_satisfied": Derived(IS_SATISFIED),
            "team": Text("group"),
            "agent": Text("agent"),
        },
        when="label is not null",
    )
