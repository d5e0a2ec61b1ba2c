"""ServiceNow incidents: a list export, by field names or by labels, or the audit log of changes."""

import re

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

TITLE = "ServiceNow incidents"
OPENED = ("opened_at", "opened", "sys_created_on", "created")
UPDATED = ("sys_updated_on", "sys_updated_at", "updated")
STATE = ("state", "incident_state", "incident state")
TEAM = ("assignment_group", "assignment group")
AGENT = ("assigned_to", "assigned to")
REQUIRED = (("number",), OPENED)
TELLS = (
    ("short_description", "short description"),
    ("caller_id", "caller"),
    TEAM,
    AGENT,
    STATE,
    UPDATED,
    ("sys_mod_count",),
    ("made_sla", "made sla"),
)

CHANNELS: dict[str, str | None] = {
    "phone": "phone",
    "email": "email",
    "chat": "live_chat",
    "self-service": "self_service",
    "self service": "self_service",
    "walk-in": "in_person",
    "walk in": "in_person",
    "virtual_agent": "chatbot",
    "virtual agent": "chatbot",
    "event": "other",
    "monitoring": "other",
    "direct": "other",
    "direct opening": "other",
    "alert": "other",
}
STATE_VALUES = {
    "new": "new|1",
    "open": "active|in progress|work in progress|2|assigned",
    "pending": "on hold|3|awaiting user info|awaiting caller",
    "hold": "awaiting problem|awaiting vendor|awaiting evidence|awaiting change",
    "solved": "resolved|6",
    "closed": "closed|7|canceled|cancelled|8|closed complete|closed incomplete|closed skipped",
}
STATES: dict[str, str | None] = {
    value: status for status, values in STATE_VALUES.items() for value in values.split("|")
}
PRIORITY_VALUES = {
    "urgent": "1 - critical|1|critical",
    "high": "2 - high|2|high",
    "normal": "3 - moderate|3|moderate|3 - medium|medium",
    "low": "4 - low|4|low|5 - planning|5|planning",
}
PRIORITIES: dict[str, str | None] = {
    value: priority for priority, values in PRIORITY_VALUES.items() for value in values.split("|")
}


def recognises(sheet: Sheet) -> bool:
    if not all(sheet.has_any(*aliases) for aliases in REQUIRED):
        return False
    number = sheet.find("number")
    values = sheet.values(number) if number is not None else ()
    has_incidents = any(re.fullmatch(r"INC\d+", value.strip()) for value in values)
    tells = sum(sheet.has_any(*aliases) for aliases in TELLS)
    return tells >= 2 if has_incidents else sheet.has("opened_at") and tells >= 4


def read(sheet: Sheet, options: Options) -> Reading:
    if sheet.has("sys_mod_count") and sheet.has_any(*UPDATED):
        return Reading("servicenow", (_incidents(sheet), _changes()))
    return Reading("servicenow", (_incidents(sheet),))


def _incidents(sheet: Sheet) -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("number"),
            "created_at": Moment(*OPENED),
            "solved_at": Moment("resolved_at", "resolved"),
            "closed_at": Moment("closed_at", "closed"),
            "updated_at": Moment(*UPDATED),
            "channel": Choice(
                "contact_type", "contact type", "channel", values=CHANNELS, vocabulary="channel"
            ),
            "channel_detail": Text("contact_type", "contact type", "channel"),
            "_status": Choice(*STATE, values=STATES, vocabulary="status"),
            "_hold_reason": Text("hold_reason", "on hold reason"),
            "status": Derived(
                "case when _status = 'pending' and lower(_hold_reason) <> 'awaiting caller'"
                " then 'hold' else _status end"
            ),
            "status_detail": Text(*STATE),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("sys_class_name", "task type"),
            "category": Text("category"),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
            "requester_id": Person("caller_id.email", "caller_id", "caller"),
            "organization": Text("company"),
            "subject": Text("short_description", "short description"),
            "reopens": Number("reopen_count", "reopen count"),
            "reassignments": Number("reassignment_count", "reassignment count"),
            "resolution_seconds": Duration("calendar_duration", "duration"),
            "resolution_business_seconds": Duration("business_duration", "business duration"),
            "handle_seconds": Duration("time_worked", "time worked"),
            "is_sla_resolution_met": Flag("made_sla", "made sla"),
        },
    )


def _changes() -> Draft:
    return Draft(
        "ticket_event",
        {
            "ticket_id": Text("number"),
            "event_at": Moment(*UPDATED),
            "position": Number("sys_mod_count"),
            "event_type": Derived("case when position = 0 then 'create' else 'update' end"),
            "status": Choice(*STATE, values=STATES, vocabulary="status"),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
            "channel": Choice(
                "contact_type", "contact type", values=CHANNELS, vocabulary="channel"
            ),
        },
    )
