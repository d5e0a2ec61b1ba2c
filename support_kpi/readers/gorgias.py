"""Gorgias tickets: the ticket export as CSV, or the tickets of the API as JSON."""

from support_kpi.drafts import (
    Choice,
    Constant,
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

TITLE = "Gorgias tickets"
NUMBER = ("ticket id", "id")
CREATED = ("creation date", "created_datetime")
CHANNEL = ("initial channel", "channel")
REQUIRED = (NUMBER, CREATED)
EXPORT = (
    ("initial channel",),
    ("last used integration type",),
    ("created by an agent",),
    ("number of agent messages",),
    ("number of customer messages",),
    ("survey replied date",),
)
API = (("via",), ("from_agent",), ("messages_count",), ("snooze_datetime",))

CHANNEL_VALUES = {
    "phone": "phone|aircall|voice",
    "email": "email",
    "live_chat": "chat|gorgias_chat|gorgias-chat",
    "messaging": "facebook-messenger|whatsapp|instagram-direct-message|twitter-direct-message",
    "sms": "sms",
    "social_media": "facebook|facebook-mention|facebook-recommendations|instagram-comment"
    "|instagram-ad-comment|instagram-mention|twitter|tiktok-shop",
    "web_form": "contact_form|contact-form",
    "self_service": "help-center|help_center",
    "community": "yotpo-review",
    "other": "api|internal-note",
}
CHANNELS: dict[str, str | None] = {
    value: channel for channel, values in CHANNEL_VALUES.items() for value in values.split("|")
}
STATUSES: dict[str, str | None] = {"open": "open", "closed": "solved"}
PRIORITIES: dict[str, str | None] = {
    "critical": "urgent",
    "high": "high",
    "normal": "normal",
    "low": "low",
}
REQUESTER = Person("customer email", "customer.email", "customer.id", "customer name")
# Words between commas in the CSV, objects with a name in JSON.
TAGS = (
    "case when starts_with(_tag_text, '[') then json_extract_string(_tag_text, '$[*].name')"
    " else string_split_regex(_tag_text, ' *, *') end"
)
AGENT = ("assignee name", "assignee_user.name", "assignee email", "assignee_user.email")


def recognises(sheet: Sheet) -> bool:
    if sheet.has("ticket id", "creation date"):
        return sheet.count(EXPORT) >= 1
    return sheet.has("id", "created_datetime", "channel") and sheet.count(API) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has("survey score"):
        return Reading("gorgias", (_tickets(),))
    return Reading("gorgias", (_tickets(), _ratings()))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*CREATED),
            "solved_at": Moment("closed date", "closed_datetime"),
            "updated_at": Moment("updated_datetime", "last_message_datetime"),
            "channel": Choice(*CHANNEL, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "_status": Choice("status", values=STATUSES, vocabulary="status"),
            # The CSV has no column of states: closed is what has a date of closing.
            "status": Derived(
                "coalesce(_status, case when solved_at is not null then 'solved' else 'open' end)"
            ),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "category": Text(
                "ticket field: contact reason", "ticket field: ai intent", "ticket field: reason"
            ),
            "team": Text("assignee team", "assignee_team.name"),
            "agent": Text(*AGENT),
            "requester_id": REQUESTER,
            "subject": Text("subject"),
            "_tag_text": Text("tags"),
            "tags": Derived(TAGS),
            "agent_replies": Number("number of agent messages"),
            "customer_messages": Number("number of customer messages"),
            "_first_reply_seconds": Duration("first response time"),
            "first_reply_seconds": Derived(
                "case when _first_reply_seconds > 0 or agent_replies > 0"
                " then _first_reply_seconds end"
            ),
            "_resolution_seconds": Duration("resolution time"),
            "resolution_seconds": Derived(
                "case when solved_at is not null then _resolution_seconds end"
            ),
            "is_agent_created": Flag("created by an agent", "from_agent"),
            "is_spam": Flag("spam"),
            "_trashed_at": Text("trashed_datetime"),
            "is_deleted": Derived("case when _trashed_at is not null then true end"),
        },
    )


def _ratings() -> Draft:
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Gorgias survey"),
            "ticket_id": Text(*NUMBER),
            "requester_id": REQUESTER,
            "responded_at": Moment("survey replied date"),
            "is_answered": Constant(True),
            "label": Text("survey score"),
            "score": Derived(score),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} >= 4"),
            "channel": Choice(*CHANNEL, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "agent": Text(*AGENT),
        },
        when="label is not null",
    )
