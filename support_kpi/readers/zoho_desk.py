"""Zoho Desk tickets as CSV or XLSX: of the tickets module, or of a report over several modules."""

from support_kpi.drafts import (
    Cell,
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
from support_kpi.parsing.sheet import Sheet, normal

TITLE = "Zoho Desk tickets"
REQUIRED = (("ticket id",), ("created time",))
# What Freshdesk, whose id and time have the same names, does not write.
TELLS = (
    "ticket closed time", "ticket owner", "happiness rating", "sla violation type", "sla violated",
    "number of reopen", "number of threads",
)  # fmt: skip
RATING = "happiness rating"
CLOSED = Moment("ticket closed time", "closed time")
UPDATED = Moment("modified time")
TEAM = Text("department", "department name", "team")
AGENT = Text("ticket owner")
REQUESTER = Person("email", "contact name")

CHANNELS: dict[str, str | None] = {
    "phone": "phone",
    "email": "email",
    "web": "web_form",
    "web form": "web_form",
    "feedback widget": "web_form",
    "chat": "live_chat",
    "live chat": "live_chat",
    "forums": "community",
    "community": "community",
    "customer portal": "self_service",
    "facebook": "social_media",
    "twitter": "social_media",
    "instagram": "social_media",
    "whatsapp": "messaging",
    "telegram": "messaging",
    "line": "messaging",
    "wechat": "messaging",
}
STATUSES: dict[str, str | None] = {
    "open": "open",
    "escalated": "open",
    "on hold": "hold",
    "closed": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "urgent": "urgent",
    "high": "high",
    "medium": "normal",
    "low": "low",
}
REPLIED = (
    "(coalesce(first_reply_seconds, first_reply_business_seconds) is not null"
    " or solved_at is not null)"
)
STAND_IN = (
    "Zoho Desk gives no time of rating with a ticket: the time of closing stands in, or that of"
    " the last change where there is none."
)


def recognises(sheet: Sheet) -> bool:
    if not sheet.has("ticket id", "created time"):
        return False
    return _is_of_report(sheet) or any(map(sheet.has, TELLS))


def _is_of_report(sheet: Sheet) -> bool:
    """Whether the headings name the module of their column, as reports over several do."""
    return any(normal(heading).endswith(" (ticket)") for heading in sheet.headings)


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has(RATING):
        return Reading("zoho_desk", (_tickets(),))
    return Reading("zoho_desk", (_tickets(), _ratings()), warnings=(STAND_IN,))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("ticket id"),
            "created_at": Moment("created time"),
            "solved_at": CLOSED,
            "updated_at": UPDATED,
            "channel": Choice("channel", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("channel"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("classification", "classifications", "ticket type"),
            "category": Text("category", "sub category"),
            "team": TEAM,
            "agent": AGENT,
            "requester_id": REQUESTER,
            "organization": Text("account name"),
            "subject": Text("subject"),
            "tags": Labels("tags", separator=","),
            "reopens": Number("number of reopen"),
            "reassignments": Number("number of reassign"),
            "first_reply_seconds": Duration("first response time", unit="hours"),
            "first_reply_business_seconds": Duration(
                "first response time in business hours", unit="hours"
            ),
            "resolution_seconds": Duration("resolution time", unit="hours"),
            "resolution_business_seconds": Duration(
                "resolution time in business hours", unit="hours"
            ),
            "is_escalated": Flag("is escalated"),
            "_violation": Text("sla violation type"),
            "is_sla_first_reply_met": _met("respon", REPLIED),
            "is_sla_resolution_met": _met("resol", "solved_at is not null"),
        },
    )


def _met(missed: str, is_done: str) -> Cell:
    """`Not Violated` or the targets that were missed; what is not done yet may be missed later."""
    return Derived(
        f"case when regexp_matches(lower(_violation), '{missed}') then false"
        f" when regexp_matches(lower(_violation), '^not') and {is_done} then true end"
    )


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Zoho Desk happiness rating"),
            "ticket_id": Text("ticket id"),
            "requester_id": REQUESTER,
            "_solved_at": CLOSED,
            "_updated_at": UPDATED,
            "responded_at": Derived("coalesce(_solved_at, _updated_at)"),
            "is_answered": Constant(True),
            "label": Text(RATING),
            "is_satisfied": Derived(
                "case when regexp_matches(lower(label), '^good') then true"
                " when regexp_matches(lower(label), '^(ok|bad)') then false end"
            ),
            "team": TEAM,
            "agent": AGENT,
        },
        when="label is not null",
    )
