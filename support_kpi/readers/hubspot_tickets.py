"""HubSpot Service Hub tickets as CSV or XLSX: property labels in any case."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "HubSpot tickets"
REQUIRED = (("ticket id", "record id"), ("ticket name", "ticket owner"))
TELLS = (
    ("pipeline",),
    ("ticket status",),
    ("close date",),
    ("ticket owner",),
    ("time to close",),
    ("time to first agent email reply", "time to first agent reply"),
    ("last ces survey rating",),
    ("associated company (primary)", "associated company"),
    ("all associated contact emails", "associated contact email"),
)

CHANNELS: dict[str, str | None] = {
    "email": "email",
    "chat": "live_chat",
    "form": "web_form",
    "phone": "phone",
    "facebook": "social_media",
    "facebook messenger": "messaging",
    "whatsapp": "messaging",
    "customer portal": "self_service",
    "integration": "other",
    "import": "other",
}
STATUSES: dict[str, str | None] = {
    "new": "new",
    "waiting on us": "open",
    "waiting on contact": "pending",
    "closed": "solved",
}
PRIORITIES: dict[str, str | None] = {
    "low": "low",
    "medium": "normal",
    "high": "high",
    "urgent": "urgent",
}
CREATED = Moment("create date")
CLOSED = Moment("close date")
REQUESTER = Person(
    "all associated contact emails",
    "associated contact email",
    "associated contact",
    "associated contact ids",
)
RATING = "last ces survey rating"
RATED = ("last ces survey date", "last ces survey rating date")
STAND_IN = (
    "This HubSpot export gives no time of the effort rating: the date of closing stands in,"
    " or that of the last change."
)


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and (sheet.has("create date") or sheet.count(TELLS) >= 3)


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has(RATING):
        return Reading("hubspot", (_tickets(),))
    warnings = () if sheet.has_any(*RATED) else (STAND_IN,)
    return Reading("hubspot", (_tickets(), _efforts(sheet)), warnings=warnings)


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("ticket id", "record id"),
            "created_at": CREATED,
            "first_reply_at": Moment(
                "first agent email response date", "first agent response date"
            ),
            "solved_at": CLOSED,
            "updated_at": Moment("last modified date", "last activity date"),
            "channel": Choice("source", "ticket source", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("source", "ticket source"),
            "_named": Choice(
                "ticket status", values=STATUSES, vocabulary="status", otherwise="unknown"
            ),
            # Stages are named as each account likes; a date of closing is certain.
            "status": Derived(
                "case when solved_at is not null then 'solved'"
                " when _named <> 'unknown' then _named end"
            ),
            "status_detail": Text("ticket status"),
            "priority": Choice(
                "priority", "ticket priority", values=PRIORITIES, vocabulary="priority"
            ),
            "priority_detail": Text("priority", "ticket priority"),
            "category": Text("category", "ticket category"),
            "team": Text("hubspot team", "team", "pipeline"),
            "agent": Text("ticket owner"),
            "requester_id": REQUESTER,
            "organization": Text(
                "associated company (primary)", "associated company", "associated company domain"
            ),
            "subject": Text("ticket name"),
            "tags": Labels("ticket tags", separator=";"),
            "first_reply_seconds": Duration(
                "time to first agent email reply",
                "time to first agent reply",
                unit="milliseconds",
            ),
            "resolution_seconds": Duration("time to close", unit="milliseconds"),
            "_first_reply_target": Text("time to first response sla ticket status"),
            "_resolution_target": Text("time to close sla ticket status"),
            "is_sla_first_reply_met": _met("_first_reply_target"),
            "is_sla_resolution_met": _met("_resolution_target"),
        },
    )


def _efforts(sheet: Sheet) -> Draft:
    stand_in = Derived("coalesce(_closed_at, _updated_at)")
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-ces'"),
            "metric": Constant("ces"),
            "survey": Constant("HubSpot customer effort"),
            "ticket_id": Text("ticket id", "record id"),
            "requester_id": REQUESTER,
            "_closed_at": CLOSED,
            "_updated_at": Moment("last modified date", "last activity date"),
            "responded_at": Moment(*RATED) if sheet.has_any(*RATED) else stand_in,
            "is_answered": Constant(True),
            "score": Number(RATING),
            "label": Text(RATING),
            "scale_low": Constant(1),
            "scale_high": Constant(7),
            "scale_direction": Constant("higher_better"),
            "team": Text("hubspot team", "team", "pipeline"),
            "agent": Text("ticket owner"),
            "comment": Text("last ces survey comment"),
        },
        when="label is not null",
    )


def _met(target: str) -> Derived:
    """A target still running says neither."""
    return Derived(
        f"case when regexp_matches(lower({target}), 'on time|^met|achieved') then true"
        f" when regexp_matches(lower({target}), 'late|overdue|breach') then false end"
    )
