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


def _field(*names: str) -> tuple[str, ...]:
    """A field as lists name it; the API may give what is shown of it, what is kept, or both, and a
    warehouse what is kept."""
    return (*names, f"{names[0]}.display_value", f"{names[0]}.value", f"{names[0]}_value")


def _time(*names: str) -> tuple[str, ...]:
    return (*names, f"{names[0]}.value", f"{names[0]}.display_value")


NUMBER = _field("number")
OPENED = (*_time("opened_at", "opened"), *_time("sys_created_on", "created"))
UPDATED = _time("sys_updated_on", "sys_updated_at", "updated")
STATE = (*_field("state"), *_field("incident_state", "incident state"))
TEAM = _field("assignment_group", "assignment group")
AGENT = _field("assigned_to", "assigned to")
CHANNEL = (*_field("contact_type", "contact type"), "channel")
PRIORITY = _field("priority")
SUBJECT = _field("short_description", "short description")
CALLER = _field("caller_id", "caller")
REQUIRED = (NUMBER,)
NUMBERED = r"(INC|SCTASK|RITM|REQ|TASK|CS|HRC|CHG|PRB)\d{4,}|INC\d+"
TELLS = (
    SUBJECT,
    CALLER,
    TEAM,
    AGENT,
    STATE,
    UPDATED,
    ("sys_mod_count",),
    _field("made_sla", "made sla"),
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
    """By its numbers, else by the names of its fields; a number without a time needs more."""
    number = sheet.find(*NUMBER)
    if number is None:
        return False
    is_numbered = any(re.fullmatch(NUMBERED, value.strip()) for value in sheet.values(number))
    tells = sheet.count(TELLS)
    if is_numbered:
        return tells >= (1 if sheet.has_any(*OPENED) else 3)
    return sheet.has_any(*_time("opened_at")) and tells >= 4


def read(sheet: Sheet, options: Options) -> Reading:
    zone = "UTC" if _is_kept(sheet) else None
    if sheet.has("sys_mod_count") and sheet.has_any(*UPDATED):
        return Reading("servicenow", (_incidents(zone), _changes(zone)))
    return Reading("servicenow", (_incidents(zone),))


def _is_kept(sheet: Sheet) -> bool:
    """Whether times are as the instance keeps them, in UTC, and not as it shows them to someone."""
    state = sheet.find("state")
    codes = sheet.values(state) if state is not None and "json" in sheet.container else ()
    is_copy = sheet.has_any("opened_at.value", "_fivetran_synced")
    return is_copy or any(value.strip().isdecimal() for value in codes)


def _incidents(zone: str | None) -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*OPENED, zone=zone),
            "solved_at": Moment(*_time("resolved_at", "resolved"), zone=zone),
            "closed_at": Moment(*_time("closed_at", "closed"), zone=zone),
            "updated_at": Moment(*UPDATED, zone=zone),
            "channel": Choice(*CHANNEL, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "_status": Choice(*STATE, values=STATES, vocabulary="status"),
            "_hold_reason": Text(*_field("hold_reason", "on hold reason")),
            "status": Derived(
                "case when _status = 'pending' and lower(_hold_reason) <> 'awaiting caller'"
                " then 'hold' else _status end"
            ),
            "status_detail": Text(*STATE),
            "priority": Choice(*PRIORITY, values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text(*PRIORITY),
            "ticket_type": Text(*_field("sys_class_name", "task type")),
            "category": Text(*_field("category")),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
            "requester_id": Person("caller_id.email", *CALLER),
            "organization": Text(*_field("company")),
            "subject": Text(*SUBJECT),
            "reopens": Number(*_field("reopen_count", "reopen count")),
            "reassignments": Number(*_field("reassignment_count", "reassignment count")),
            "resolution_seconds": Duration(
                *_time("calendar_stc", "resolve time"), *_time("calendar_duration", "duration")
            ),
            "resolution_business_seconds": Duration(
                *_time("business_stc", "business resolve time"),
                *_time("business_duration", "business duration"),
            ),
            "handle_seconds": Duration(*_time("time_worked", "time worked")),
            "is_sla_resolution_met": Flag(*_time("made_sla", "made sla")),
            "is_deleted": Flag("_fivetran_deleted"),
        },
    )


def _changes(zone: str | None) -> Draft:
    return Draft(
        "ticket_event",
        {
            "ticket_id": Text(*NUMBER),
            "event_at": Moment(*UPDATED, zone=zone),
            "position": Number("sys_mod_count"),
            "event_type": Derived("case when position = 0 then 'create' else 'update' end"),
            "status": Choice(*STATE, values=STATES, vocabulary="status"),
            "team": Text(*TEAM),
            "agent": Text(*AGENT),
            "channel": Choice(*CHANNEL, values=CHANNELS, vocabulary="channel"),
        },
    )
