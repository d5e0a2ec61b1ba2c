"""Help Scout conversations and happiness ratings as JSON: connector streams, or the API."""

import re

from support_kpi.drafts import (
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

TITLE = "Help Scout conversations or happiness ratings (JSON)"
CONVERSATIONS = ("number", "mailbox_id", "status", "created_at", "type")
RATINGS = ("number", "rating_id", "rating_created_at", "rating_customer_id")

CHANNELS: dict[str, str | None] = {
    "email": "email",
    "chat": "live_chat",
    "beaconchat": "live_chat",
    "phone": "phone",
}
STATUSES: dict[str, str | None] = {
    "active": "open",
    "open": "open",
    "pending": "pending",
    "closed": "solved",
    "spam": "closed",
}
# Tags are words, or objects that hold the word.
TAGS = (
    "case when starts_with(_tag_text, '[{') then json_extract_string(_tag_text, '$[*].tag')"
    " when starts_with(_tag_text, '[') then json_extract_string(_tag_text, '$[*]') end"
)
LABELS = (
    "case when lower(_rating) in ('1', 'great') then 'Great'"
    " when lower(_rating) in ('2', 'ok', 'okay') then 'Okay'"
    " when lower(_rating) in ('3', 'not-good', 'not good', 'bad') then 'Not good' end"
)


def recognises(sheet: Sheet) -> bool:
    return sheet.has("id") and (_has(sheet, CONVERSATIONS) or _has(sheet, RATINGS))


def read(sheet: Sheet, options: Options) -> Reading:
    is_rating = _has(sheet, RATINGS)
    return Reading("helpscout", (_ratings() if is_rating else _conversations(),))


def _conversations() -> Draft:
    agent = ("assignee.email", "assignee.first", "assignee.id")
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": _moment("created_at"),
            "solved_at": _moment("closed_at"),
            "updated_at": _moment("user_updated_at"),
            "channel": Choice("type", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("type"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "team": Text("mailbox.name", *_either("mailbox_id")),
            "agent": Text(*agent),
            "requester_id": Person(
                *_either("primary_customer.email"), *_either("primary_customer.id")
            ),
            "subject": Text("subject"),
            "_tag_text": Text("tags"),
            "tags": Derived(TAGS),
            "is_spam": Derived("lower(status_detail) = 'spam'"),
            "_state": Text("state"),
            "is_deleted": Derived("lower(_state) = 'deleted'"),
            "_creator": Text(*_either("created_by.type"), "source.via"),
            "is_agent_created": Derived("lower(_creator) = 'user'"),
        },
    )


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "_thread": Text("threadid", *_either("thread_id")),
            "response_id": Derived("concat_ws('-', ticket_id, _thread, 'csat')"),
            "metric": Constant("csat"),
            "survey": Constant("Help Scout happiness"),
            "ticket_id": Text("id"),
            "requester_id": Person(*_either("rating_customer_id")),
            "responded_at": _moment("rating_created_at"),
            "is_answered": Constant(True),
            "_rating": Text(*_either("rating_id")),
            "label": Derived(LABELS),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"({LABELS}) = 'Great'"),
            "channel": Choice("type", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("type"),
            "agent": Text(*_either("rating_user_name"), *_either("rating_user_id")),
            "comment": Text(*_either("rating_comments")),
        },
        when="_rating is not null",
    )


def _has(sheet: Sheet, names: tuple[str, ...]) -> bool:
    return all(sheet.has_any(*_either(name)) for name in names)


def _either(name: str) -> tuple[str, str]:
    """The connector's snake case and the API's camel case."""
    return name, re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _moment(name: str) -> Moment:
    return Moment(*_either(name), zone="UTC")
