"""Intercom conversations or tickets as JSON of the API, every time in seconds since 1970."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.intercom_conversations import CHANNELS, PRIORITIES, SCORE, STATES
from support_kpi.readers.intercom_tickets import CATEGORIES

TITLE = "Intercom conversations or tickets (JSON)"
CONVERSATIONS = (
    ("id",),
    ("created_at",),
    ("state",),
    ("source.delivered_as", "admin_assignee_id", "conversation_rating.rating"),
)
TICKETS = (
    ("id",),
    ("created_at",),
    ("ticket_state", "ticket_state.category", "ticket_state.id"),
    ("ticket_type.name", "ticket_type.id", "ticket_attributes._default_title_"),
)
STATE = ("ticket_state.category", "ticket_state")
STATISTICS = "statistics."

IS_CUSTOMER = "lower(_author_type) in ('user', 'lead', 'contact', 'customer', 'visitor')"
# Where a teammate began, the author is no requester.
AUTHOR: dict[str, Cell] = {
    "_author_type": Text("source.author.type"),
    "_author": Person("source.author.email", "source.author.id"),
    "requester_id": Derived(f"case when {IS_CUSTOMER} then _author end"),
}
UNASKED = "'admin_initiated', 'campaigns_initiated', 'operator_initiated', 'automated'"
TAGS = "case when starts_with(_tag_text, '[{') then json_extract_string(_tag_text, '$[*].name') end"


def recognises(sheet: Sheet) -> bool:
    return _has(sheet, CONVERSATIONS) or _has(sheet, TICKETS)


def read(sheet: Sheet, options: Options) -> Reading:
    if _has(sheet, TICKETS):
        return Reading("intercom", (_tickets(),))
    if not sheet.has("conversation_rating.rating"):
        return Reading("intercom", (_conversations(),))
    return Reading("intercom", (_conversations(), _ratings()))


def _conversations() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": _moment("created_at"),
            "first_reply_at": _moment(f"{STATISTICS}first_admin_reply_at"),
            "first_solved_at": _moment(f"{STATISTICS}first_close_at"),
            "solved_at": _moment(f"{STATISTICS}last_close_at"),
            "updated_at": _moment("updated_at"),
            "channel": Choice("source.type", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("source.type"),
            "status": Choice("state", values=STATES, vocabulary="status"),
            "status_detail": Text("state"),
            "priority": Choice("priority", values=PRIORITIES),
            "priority_detail": Text("priority"),
            "team": Text("team_assignee_id"),
            "agent": Text("admin_assignee_id", "assignee.id"),
            **AUTHOR,
            "subject": Text("title", "source.subject"),
            "_tag_text": Text("tags.tags"),
            "tags": Derived(TAGS),
            "reopens": Number(f"{STATISTICS}count_reopens"),
            "reassignments": Number(f"{STATISTICS}count_assignments"),
            # Intercom counts these in office hours; the times above give calendar hours.
            "first_reply_business_seconds": Duration(f"{STATISTICS}time_to_admin_reply"),
            "resolution_business_seconds": Duration(f"{STATISTICS}time_to_last_close"),
            "handle_seconds": Duration(
                f"{STATISTICS}handling_time", f"{STATISTICS}adjusted_handling_time"
            ),
            "_target": Text("sla_applied.sla_status"),
            "is_sla_resolution_met": Derived(
                "case lower(_target) when 'hit' then true when 'missed' then false end"
            ),
            "_delivered_as": Text("source.delivered_as"),
            "is_agent_created": Derived(
                f"not {IS_CUSTOMER} or lower(_delivered_as) in ({UNASKED})"
            ),
        },
    )


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Intercom conversation rating"),
            "ticket_id": Text("id"),
            **AUTHOR,
            "responded_at": _moment("conversation_rating.created_at"),
            "is_answered": Constant(True),
            "label": Text("conversation_rating.rating"),
            "score": Derived(SCORE),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{SCORE} >= 4"),
            "agent": Text("conversation_rating.teammate.id"),
            "comment": Text("conversation_rating.remark"),
        },
        when="label is not null",
    )


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": _moment("created_at"),
            "updated_at": _moment("updated_at"),
            "status": Choice(*STATE, values=CATEGORIES, vocabulary="status"),
            "status_detail": Text("ticket_state.internal_label", *STATE),
            "ticket_type": Text("ticket_type.name", "ticket_type.id"),
            "category": Text("category"),
            "team": Text("team_assignee_id"),
            "agent": Text("admin_assignee_id"),
            "subject": Text("ticket_attributes._default_title_"),
        },
    )


def _has(sheet: Sheet, needed: tuple[tuple[str, ...], ...]) -> bool:
    return all(sheet.has_any(*aliases) for aliases in needed)


def _moment(name: str) -> Moment:
    return Moment(name, zone="UTC")
