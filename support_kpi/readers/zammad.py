"""Zammad report download: a workbook with a title above the headings, or the same as CSV."""

import re

from support_kpi.drafts import (
    Choice,
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
from support_kpi.parsing.tail import last_cells

TITLE = "Zammad tickets"
REQUIRED = (("#",), ("state",), ("created at",))
TELLS = (
    "create channel",
    "first response in min",
    "close in min",
    "close diff in min",
    "escalation at",
    "last contact customer at",
)
USUAL = (("title",), ("group",), ("owner",), ("customer",), ("organization",), ("priority",))
FOOTER = "the line below the tickets that names the zone of their times, not a ticket"

CHANNELS: dict[str, str | None] = {
    "email": "email",
    "phone": "phone",
    "web": "web_form",
    "sms": "sms",
    "chat": "live_chat",
    "note": "other",
    "twitter status": "social_media",
    "twitter direct-message": "social_media",
    "facebook feed post": "social_media",
    "facebook feed comment": "social_media",
    "facebook direct-message": "messaging",
    "fax": "other",
    "telegram personal-message": "messaging",
    "whatsapp message": "messaging",
}
STATES: dict[str, str | None] = {
    "new": "new",
    "open": "open",
    "pending reminder": "pending",
    "pending close": "pending",
    "closed": "solved",
    "merged": "closed",
    "removed": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "1 low": "low",
    "2 normal": "normal",
    "3 high": "high",
}


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and (sheet.has_any(*TELLS) or sheet.count(USUAL) >= 4)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("zammad", (_tickets(sheet, _zone(sheet)),))


def _zone(sheet: Sheet) -> str | None:
    """The last line names it: `Timezone: Europe/Berlin`, in the user's language."""
    position = sheet.find("#")
    cells = last_cells(sheet, position) if position is not None else ()
    named = [
        found[1] for cell in cells if (found := re.search(r":\s*(\w+(?:/[\w+-]+)+|UTC)$", cell))
    ]
    return named[-1] if named else None


def _tickets(sheet: Sheet, zone: str | None) -> Draft:
    number, created = sheet.find("#"), sheet.find("created at")
    is_footer = f"coalesce(x{created}, '') = '' and coalesce(x{number}, '') like '%: %'"
    return Draft(
        "ticket",
        {
            "ticket_id": Text("#"),
            "created_at": Moment("created at", zone=zone),
            "first_reply_at": Moment("first response at", zone=zone),
            "solved_at": Moment("closed at", zone=zone),
            "updated_at": Moment("updated at", zone=zone),
            "channel": Choice("create channel", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("create channel"),
            "status": Choice("state", values=STATES, vocabulary="status"),
            "status_detail": Text("state"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "category": Text("category"),
            "team": Text("group"),
            "agent": Text("owner"),
            "requester_id": Person("customer"),
            "organization": Text("organization"),
            "subject": Text("title"),
            "tags": Labels("tags", separator=","),
            "first_reply_business_seconds": Duration("first response in min", unit="minutes"),
            "resolution_business_seconds": Duration("close in min", unit="minutes"),
            "_first_reply_left": Number("first response diff in min"),
            "_resolution_left": Number("close diff in min"),
            "is_sla_first_reply_met": kept("_first_reply_left", "first_reply_at"),
            "is_sla_resolution_met": kept("_resolution_left", "solved_at"),
            "_sender": Text("sender"),
            "is_agent_created": Derived("lower(_sender) in ('agent', 'system')"),
            "is_merged": Derived("lower(status_detail) = 'merged'"),
            "is_deleted": Derived("lower(status_detail) = 'removed'"),
        },
        refuse=((is_footer, FOOTER),),
    )


def kept(minutes_left: str, done_at: str) -> Derived:
    """Minutes left of the target once it is done; below zero is a breach."""
    return Derived(
        f"case when {minutes_left} < 0 then false"
        f" when {minutes_left} is not null and {done_at} is not null then true end"
    )
