"""Kustomer conversations: connector streams, answers of the API, data exports as CSV."""

import re

from support_kpi.drafts import (
    Cell,
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

TITLE = "Kustomer conversations"
TELLS = ("done_count", "first_response.time", "total_open.time", "first_done.time", "reopen_count")

CHANNELS: dict[str, str | None] = {
    "email": "email",
    "chat": "live_chat",
    "sms": "sms",
    "voice": "phone",
    "phone": "phone",
    "facebook": "messaging",
    "whatsapp": "messaging",
    "instagram": "social_media",
    "twitter": "social_media",
    "twitter-tweet": "social_media",
    "twitter-dm": "social_media",
    "form": "web_form",
    "note": "other",
}
STATUSES: dict[str, str | None] = {"open": "open", "snoozed": "pending", "done": "solved"}
RATED = (
    "Kustomer's field of satisfaction names no scale and is not loaded;"
    " load its satisfaction survey with a mapping."
)


def recognises(sheet: Sheet) -> bool:
    required = ("created_at", "status", "direction", "message_count")
    return (
        sheet.has("id")
        and all(sheet.has_any(*_either(name)) for name in required)
        and any(sheet.has_any(*_either(name)) for name in TELLS)
    )


def read(sheet: Sheet, options: Options) -> Reading:
    if sheet.has_any(*RATING):
        return Reading("kustomer", (_conversations(), _ratings()))
    rating = sheet.find(*_either("satisfaction"))
    is_rated = rating is not None and bool(sheet.values(rating))
    return Reading("kustomer", (_conversations(),), warnings=(RATED,) * is_rated)


def _conversations() -> Draft:
    channel = (*_either("first_message_in.channel"), *_either("channels"))
    cells: dict[str, Cell] = {
        "ticket_id": Text("id"),
        "created_at": _moment("created_at"),
        "first_reply_at": _moment("first_response.created_at"),
        "first_solved_at": _moment("first_done.created_at"),
        "_done_at": _moment("last_done.created_at"),
        "_ended_at": _moment("ended_at"),
        "updated_at": _moment("updated_at"),
        "channel": Choice(*channel, values=CHANNELS, vocabulary="channel"),
        "channel_detail": Text(*channel),
        "_status": Choice(*_either("status"), values=STATUSES, vocabulary="status"),
        "status": Derived("_status"),
        "solved_at": Derived("case when _status = 'solved' then coalesce(_done_at, _ended_at) end"),
        "status_detail": Text(*_either("status")),
        "priority_detail": Text(*_either("priority")),
        "_teams": Text(*_either("queue.name"), *_either("queue"), *_either("assigned_teams")),
        "team": _first("_teams"),
        "_users": Text(*_either("assigned_users")),
        "agent": _first("_users"),
        "requester_id": Person(
            "customer", "customer_id", "customer.id", "relationships.customer.data.id"
        ),
        "subject": Text(*_either("name")),
        "tags": Labels(*_either("tags")),
        "reopens": Number(*_either("reopen_count")),
        "agent_replies": Number(*_either("outbound_message_count")),
        "_messages": Number(*_either("message_count")),
        "customer_messages": Derived("_messages - agent_replies"),
        "first_reply_seconds": _milliseconds("first_response.time"),
        "first_reply_business_seconds": _milliseconds("first_response.business_time"),
        "first_resolution_seconds": _milliseconds("first_done.time"),
        "resolution_seconds": _milliseconds("last_done.time"),
        "resolution_business_seconds": _milliseconds("last_done.business_time"),
        "_replied_at": _moment("sla.metrics.first_response.satisfied_at"),
        "_reply_due_at": _moment("sla.metrics.first_response.breach_at"),
        "is_sla_first_reply_met": Derived("_replied_at <= _reply_due_at"),
        "_way": Text(*_either("direction")),
        "is_agent_created": Derived("starts_with(lower(_way), 'out')"),
    }
    return Draft("ticket", cells)


def _ratings() -> Draft:
    """The field that the product calls a rating of 1 to 5 whatever its survey asked."""
    return Draft(
        "response",
        {
            "ticket_id": Text("id"),
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Kustomer satisfaction"),
            "_rated_at": _moment("satisfaction_level.created_at"),
            "_done_at": _moment("last_done.created_at"),
            "_updated_at": _moment("updated_at"),
            "responded_at": Derived("coalesce(_rated_at, _done_at, _updated_at)"),
            "is_answered": Constant(True),
            "score": Number(*RATING),
            "label": Text(*RATING),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived("score >= 4"),
        },
        when="score between 1 and 5",
    )


def _either(name: str) -> tuple[str, ...]:
    """The connector's snake case, the camel case of the API, whose fields are attributes, and of
    data exports, and the label of the screen."""
    camel = re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
    return name, f"attributes.{camel}", camel, re.sub(r"[_.]", " ", name)


RATING = (*_either("satisfaction_level.rating"), "satisfaction rating")


def _moment(name: str) -> Moment:
    return Moment(*_either(name), zone="UTC")


def _milliseconds(name: str) -> Duration:
    return Duration(*_either(name), unit="milliseconds")


def _first(listed: str) -> Derived:
    """The first of a list, or the text itself where it is none."""
    one = f"json_extract_string({listed}, '$[0]')"
    return Derived(f"case when starts_with({listed}, '[') then {one} else {listed} end")
