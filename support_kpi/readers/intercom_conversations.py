"""Intercom conversation dataset: labels with the zone in the heading, or snake-case ids."""

from support_kpi.drafts import (
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
from support_kpi.parsing.sheet import Sheet

TITLE = "Intercom conversations"
CREATED = (
    "conversation started at",
    "conversation_started_at",
    "conversation created at",
    "conversation_created_at",
)
REQUIRED = (("conversation id", "conversation_id"),)
# An analyst picks the columns, the times too.
TELLS = tuple(
    (label, label.replace(" ", "_"))
    for label in (
        "current conversation state",
        "team currently assigned",
        "teammate currently assigned",
        "last teammate rating",
        "last teammate rated",
        "conversation last closed at",
        "conversation first replied at",
        "fin ai agent involved",
        "fin ai agent resolution state",
        "resolved on first contact",
        "replies to close a conversation",
        "time to close",
        "first response time",
    )
)
NOT_INTERCOM = ("activity id", "segment start", "message_id", "media type")
# Without a time of starting these are datasets of their own.
OTHERS = (
    "conversation rating",
    "conversation_rating",
    "ticket created",
    "ticket_created",
    "ticket created at",
    "ticket_created_at",
)

CHANNEL_VALUES = {
    "live_chat": "chat|live chat|messenger chat",
    "messaging": "conversation|messenger|in-app|push|whatsapp|instagram direct|telegram|line",
    "email": "email",
    "social_media": "facebook|instagram|twitter|x|x (twitter)|x/twitter",
    "phone": "phone|phone call|phone_call|phone_switch|phone switch|call",
    "sms": "sms",
}
CHANNELS: dict[str, str | None] = {
    value: channel for channel, values in CHANNEL_VALUES.items() for value in values.split("|")
}
RATED = ("conversation rating updated at", "conversation_rating_updated_at")
STATES: dict[str, str | None] = {"open": "open", "snoozed": "pending", "closed": "solved"}
PRIORITIES: dict[str, str | None] = {
    "priority": "high",
    "true": "high",
    "not priority": None,
    "not_priority": None,
    "false": None,
}
STARTED_BY = (
    "case when regexp_matches(lower(_started_by), '^(customer|user|lead|visitor|reply to )')"
    " then false"
    " when regexp_matches(lower(_started_by), '^(admin|teammate|operator|bot|workflow|message)')"
    " then true end"
)
WORDS = "'terrible', 'bad', 'ok', 'good', 'amazing'"
SCORE = f"coalesce(try_cast(label as double), nullif(list_position([{WORDS}], lower(label)), 0))"
STAND_IN = (
    "Intercom exports no time of rating with a conversation: the time of closing stands in,"
    " or that of the last change where there is none."
)


def recognises(sheet: Sheet) -> bool:
    if not sheet.has_any(*either("conversation id")) or sheet.has_any(*NOT_INTERCOM):
        return False
    is_other = sheet.has_any(*OTHERS) or sheet.count(TELLS) < 2
    return _is_begun(sheet) or not is_other


def _is_begun(sheet: Sheet) -> bool:
    """Whether it tells when conversations began in words of Intercom: others create them too, but
    name no zone in the heading."""
    position = sheet.find("conversation created at")
    is_zoned = position is not None and "(" in sheet.headings[position]
    return is_zoned or sheet.has_any(*CREATED[:2], CREATED[3])


def read(sheet: Sheet, options: Options) -> Reading:
    rating = either("last teammate rating") + either("conversation rating")
    if not sheet.has_any(*rating):
        return Reading("intercom", (_tickets(),))
    warnings = () if sheet.has_any(*RATED) else (STAND_IN,)
    return Reading("intercom", (_tickets(), _ratings(rating)), warnings=warnings)


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*either("conversation id")),
            "created_at": Moment(*CREATED),
            "first_reply_at": Moment(*either("conversation first replied at")),
            "first_solved_at": Moment(*either("conversation first closed at")),
            "solved_at": Moment(*either("conversation last closed at")),
            "updated_at": Moment(*either("conversation updated at")),
            "channel": Choice(*either("channel"), values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*either("channel")),
            "status": Choice(*_state(), values=STATES, vocabulary="status"),
            "status_detail": Text(*_state()),
            "priority": Choice(*either("conversation priority"), values=PRIORITIES),
            "priority_detail": Text(*either("conversation priority")),
            "ticket_type": Text(*either("ticket type")),
            "category": Text(*either("ticket category"), *either("topics")),
            "team": Text(*either("team currently assigned")),
            "agent": Text(*either("teammate currently assigned")),
            "requester_id": requester(),
            "organization": Text(*either("company name")),
            "subject": Text(*either("title")),
            "tags": Labels(*either("conversation tag"), separator=","),
            "agent_replies": Number(*either("replies to close a conversation")),
            "reassignments": Number(*either("number of reassignments")),
            "first_reply_seconds": Duration(*_length("first response time")),
            "first_reply_business_seconds": Duration(*_office("first response time")),
            "first_resolution_seconds": Duration(*_length("time to first close")),
            "resolution_seconds": Duration(*_length("time to close")),
            "resolution_business_seconds": Duration(*_office("time to close")),
            "handle_seconds": Duration(*_length("handling time")),
            "is_one_touch": Flag(*either("resolved on first contact")),
            "_started_by": Text(*either("started by")),
            "is_agent_created": Derived(STARTED_BY),
        },
    )


def _ratings(rating: tuple[str, ...]) -> Draft:
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Intercom conversation rating"),
            "ticket_id": Text(*either("conversation id")),
            "requester_id": requester(),
            "_solved_at": Moment(*either("conversation last closed at")),
            "_updated_at": Moment(*either("conversation updated at")),
            "_rated_at": Moment(*RATED),
            "responded_at": Derived("coalesce(_rated_at, _solved_at, _updated_at)"),
            "is_answered": Constant(True),
            "label": Text(*rating),
            "score": Derived(SCORE),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{SCORE} >= 4"),
            "team": Text(*either("team currently assigned")),
            "agent": Text(*either("last teammate rated")),
            "comment": Text(
                *either("last teammate rating remark"), *either("conversation rating remark")
            ),
        },
        when="label is not null",
    )


def either(label: str) -> tuple[str, str]:
    """The label of the screen and the id of the API."""
    return label, label.replace(" ", "_")


def _length(label: str) -> tuple[str, ...]:
    """A label with its unit becomes an id with its unit."""
    return (*either(label), f"{label.replace(' ', '_')}_seconds")


def _office(label: str) -> tuple[str, ...]:
    """The same time in office hours, as the product has named it over the years."""
    return tuple(
        name
        for tail in (
            ", only within office hours",
            " within office hours",
            " only within office hours",
        )
        for name in (f"{label}{tail}", *_length(f"{label}{tail}".replace(",", ""))[1:])
    )


def _state() -> tuple[str, ...]:
    return either("current conversation state") + either("conversation state")


def requester() -> Person:
    return Person(*either("user email"), *either("user id"), *either("user name"))
