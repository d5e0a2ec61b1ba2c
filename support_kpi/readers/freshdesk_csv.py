"""Freshdesk ticket export as CSV or XLSX: whichever of its columns were ticked."""

import re

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
from support_kpi.mappings.kinds import TIME_OF_DAY
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers import zoho_desk

TITLE = "Freshdesk tickets"
REQUIRED = (("ticket id",), ("created time", "status"))
TELLS = (
    ("initial response time",),
    ("first response time (in hrs)",),
    ("resolution time (in hrs)",),
    ("resolution status",),
    ("first response status",),
    ("agent interactions",),
    ("customer interactions",),
    ("every response status",),
    ("due by time",),
    ("resolved time",),
)
# In other languages some of these are everyday words; these are not.
OWN_TELLS = (
    ("agent interactions",),
    ("customer interactions",),
    ("resolution status",),
    ("first response status",),
    ("every response status",),
    ("initial response time",),
)
# The columns are ticked one by one; a list of nothing else is Freshdesk's, with its times or not.
OTHERS = (
    "ticket id", "subject", "description", "status", "priority", "source", "type", "company",
    "requester name", "requester email", "requester phone", "facebook profile id", "full name",
    "title", "email", "work phone", "mobile phone", "facebook id", "twitter id", "contact id",
    "time zone", "language", "unique external id", "company name", "company domains",
    "health score", "account tier", "renewal date", "industry", "agent", "group", "closed time",
    "last update time", "last updated time", "time tracked", "tags", "survey results", "skill",
    "association type", "internal agent", "internal group", "product",
)  # fmt: skip
HEADINGS = frozenset(OTHERS) | {name for (name,) in TELLS}
SERVICE_DESK = (
    "impact",
    "requester vip",
    "requester location",
    "resolution note",
    "approval status",
    "experience score",
    "planned start date",
    "planned effort",
)

SOURCE_VALUES = {
    "email": "email|outbound email|1|10",
    "self_service": "portal|2",
    "phone": "phone|3",
    "community": "forum|4",
    "social_media": "twitter|facebook|5|6",
    "live_chat": "chat|7",
    "mobile_app": "mobihelp|8",
    "web_form": "feedback widget|feedback_widget|9",
    "other": "ecommerce|11",
    "chatbot": "bot|12",
    "messaging": "whatsapp|13",
}
SOURCES: dict[str, str | None] = {
    value: channel for channel, values in SOURCE_VALUES.items() for value in values.split("|")
}
STATUSES: dict[str, str | None] = {
    "open": "open",
    "being processed": "open",
    "2": "open",
    "pending": "pending",
    "awaiting your reply": "pending",
    "3": "pending",
    "waiting on customer": "pending",
    "6": "pending",
    "waiting on third party": "hold",
    "7": "hold",
    "resolved": "solved",
    "4": "solved",
    "closed": "closed",
    "5": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "low": "low",
    "1": "low",
    "medium": "normal",
    "2": "normal",
    "high": "high",
    "3": "high",
    "urgent": "urgent",
    "4": "urgent",
}
POINTS = {
    "extremely happy": 103,
    "very happy": 102,
    "happy": 101,
    "neutral": 100,
    "unhappy": -101,
    "very unhappy": -102,
    "extremely unhappy": -103,
}
SCORE = (
    "coalesce(try_cast(label as double), case lower(label) "
    + " ".join(f"when '{label}' then {points}" for label, points in POINTS.items())
    + " end)"
)
# Labels are what each account writes; these are the usual ones.
GOOD = """
    'extremely happy', 'very happy', 'happy', 'extremely satisfied', 'very satisfied',
    'satisfied', 'somewhat satisfied', 'awesome', 'amazing', 'great', 'good', 'very good',
    'excellent', 'agree', 'strongly agree'
"""
NOT_GOOD = """
    'neutral', 'just okay', 'just ok', 'okay', 'average', 'unhappy', 'very unhappy',
    'extremely unhappy', 'dissatisfied', 'very dissatisfied', 'extremely dissatisfied',
    'somewhat dissatisfied', 'not satisfied', 'unsatisfied', 'very unsatisfied',
    'neither satisfied nor dissatisfied', 'not happy', 'not good', 'bad', 'very bad', 'poor',
    'very poor', 'terrible', 'disagree', 'strongly disagree'
"""
IS_SATISFIED = (
    f"case when lower(label) in ({GOOD}) then true when lower(label) in ({NOT_GOOD}) then false end"
)
STAND_IN = (
    "Freshdesk exports no time of rating: the time of resolving stands in, or that of closing,"
    " or that of the last change."
)
UPDATED = ("last update time", "last updated time")
WITHIN = (
    "within sla", "innerhalb sla", "innerhalb des sla", "sla eingehalten", "dans le sla",
    "sla respecté", "dentro del sla", "dentro de sla", "sla cumplido", "dentro do sla",
    "dentro da sla", "sla cumprido", "在 sla 内", "在sla内", "sla 内", "符合 sla",
)  # fmt: skip
VIOLATED = (
    "sla violated", "sla verletzt", "sla-verletzung", "sla nicht eingehalten", "sla violé",
    "sla non respecté", "violation du sla", "sla violado", "sla infringido", "sla incumplido",
    "violação de sla", "violação do sla", "违反 sla", "违反sla", "sla 违规", "sla 已违反",
)  # fmt: skip


def recognises(sheet: Sheet) -> bool:
    if not sheet.has("ticket id") or is_service_desk(sheet) or _is_time_of_day(sheet):
        return False
    if zoho_desk.recognises(sheet) or sheet.has("classification"):
        return False
    if sheet.aliases and sheet.count(OWN_TELLS) < 1:
        return False
    if sheet.has("created time"):
        return sheet.has("status") or sheet.count(TELLS) >= 1
    is_short = sheet.has_only(HEADINGS) and sheet.has_any("subject", "email", "requester email")
    return sheet.has("status") and (is_short or sheet.count(TELLS) >= 2)


def _is_time_of_day(sheet: Sheet) -> bool:
    """Whether `Created time` has no date: then the date is a column of its own, not Freshdesk's."""
    position = sheet.find("created time")
    values = sheet.values(position) if position is not None else ()
    return bool(values) and all(re.fullmatch(TIME_OF_DAY, value.strip()) for value in values)


def is_service_desk(sheet: Sheet) -> bool:
    """Whether the columns are those of Freshservice, which has Freshdesk's and others."""
    if sheet.has_any(*SERVICE_DESK):
        return True
    number = sheet.find("ticket id")
    values = sheet.values(number) if number is not None else ()
    is_numbered = any(re.fullmatch(r"(INC|SR)-\d+", value.strip()) for value in values)
    return sheet.has("urgency") and is_numbered


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has("survey results"):
        return Reading("freshdesk", (tickets(),))
    return Reading("freshdesk", (tickets(), _ratings()), warnings=(STAND_IN,))


def tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("ticket id"),
            "created_at": Moment("created time"),
            "first_reply_at": Moment("initial response time"),
            "solved_at": Moment("resolved time"),
            "closed_at": Moment("closed time"),
            "updated_at": Moment(*UPDATED),
            "channel": Choice("source", values=SOURCES, vocabulary="channel"),
            "channel_detail": Text("source"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "category": Text("category", "product"),
            "team": Text("group"),
            "agent": Text("agent"),
            "requester_id": _requester(),
            "organization": Text("company name", "company"),
            "subject": Text("subject"),
            "tags": Labels("tags", separator=","),
            "agent_replies": Number("agent interactions"),
            "customer_messages": Number("customer interactions"),
            "_first_reply_business_seconds": Duration("first response time (in hrs)", unit="hours"),
            "first_reply_business_seconds": Derived(
                "case when _first_reply_business_seconds > 0 or agent_replies > 0"
                " or first_reply_at is not null then _first_reply_business_seconds end"
            ),
            "_resolution_business_seconds": Duration("resolution time (in hrs)", unit="hours"),
            "resolution_business_seconds": Derived(
                "case when _resolution_business_seconds > 0"
                " or coalesce(solved_at, closed_at) is not null"
                " then _resolution_business_seconds end"
            ),
            "handle_seconds": Duration("time tracked", unit="hours", zero_is_none=True),
            "is_sla_first_reply_met": _sla("first response status"),
            "is_sla_resolution_met": _sla("resolution status"),
            "is_spam": Flag("spam"),
            "is_deleted": Flag("deleted"),
            "is_agent_created": Derived("lower(channel_detail) in ('outbound email', '10')"),
        },
    )


def _ratings() -> Draft:
    is_known = f"{SCORE} is not null"
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Freshdesk survey"),
            "ticket_id": Text("ticket id"),
            "requester_id": _requester(),
            "_solved_at": Moment("resolved time"),
            "_closed_at": Moment("closed time"),
            "_updated_at": Moment(*UPDATED),
            "responded_at": Derived("coalesce(_solved_at, _closed_at, _updated_at)"),
            "is_answered": Constant(True),
            "label": Text("survey results"),
            "score": Derived(SCORE),
            "scale_low": Derived(f"case when {is_known} then -103 end"),
            "scale_high": Derived(f"case when {is_known} then 103 end"),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(
                f"case when {is_known} then {SCORE} > 100 else {IS_SATISFIED} end"
            ),
            "team": Text("group"),
            "agent": Text("agent"),
        },
        when="label is not null",
    )


def _requester() -> Cell:
    return Person("email", "requester email", "contact id", "full name", "requester name")


def _sla(heading: str) -> Flag:
    return Flag(heading, true=WITHIN, false=VIOLATED)
