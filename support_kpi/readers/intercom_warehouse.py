"""Intercom's history of conversations in a warehouse: of its versions the newest stands."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.intercom_conversations import CHANNELS, PRIORITIES, SCORE, STATES

TITLE = "Intercom conversations (warehouse table)"
REQUIRED = (("id",), ("created_at",), ("state",), ("source_type",), ("source_delivered_as",))
CLOSED = ("parts.last_closed_at", "statistics_last_close_at")
IS_CUSTOMER = "lower(_author_type) in ('user', 'lead', 'contact', 'customer', 'visitor')"
# Where a teammate began, the author is no requester.
AUTHOR: dict[str, Cell] = {
    "_author_type": Text("source_author_type"),
    "_author": Person("source_author_id"),
    "_contact": Person("contact.email"),
    "requester_id": Derived(f"coalesce(_contact, case when {IS_CUSTOMER} then _author end)"),
}
OF_VERSIONS = "over (partition by ticket_id)"
FIRST_CLOSED = f"min(updated_at) filter (_status = 'solved') {OF_VERSIONS}"
LAST_OPEN = f"max(updated_at) filter (_status <> 'solved') {OF_VERSIONS}"
UNASKED = "'admin_initiated', 'campaigns_initiated', 'operator_initiated', 'automated'"
STAND_IN = (
    "This history names no time of closing: the change to closed stands in, or the last change"
    " where it was opened again in between."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with what a join adds: `parts.`, tags, names."""
    warnings = () if sheet.has_any(*CLOSED) else (STAND_IN,)
    if not sheet.has("conversation_rating_value"):
        return Reading("intercom", (_conversations(),), warnings=warnings)
    return Reading("intercom", (_conversations(), _ratings()), warnings=warnings)


def _conversations() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("created_at", zone="UTC"),
            "first_reply_at": Moment(
                "parts.first_reply_at", "statistics_first_admin_reply_at", zone="UTC"
            ),
            "_first_closed_at": Moment("parts.first_closed_at", zone="UTC"),
            "_last_closed_at": Moment(*CLOSED, zone="UTC"),
            "updated_at": Moment("updated_at", zone="UTC"),
            "channel": Choice("source_type", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("source_type"),
            "_status": Choice("state", values=STATES, vocabulary="status"),
            "status": Derived("_status"),
            "first_solved_at": Derived(f"coalesce(_first_closed_at, {FIRST_CLOSED})"),
            "solved_at": Derived(
                "case when _status = 'solved' then coalesce(_last_closed_at,"
                f" case when {LAST_OPEN} > {FIRST_CLOSED} then updated_at else {FIRST_CLOSED} end)"
                " end"
            ),
            "status_detail": Text("state"),
            "priority": Choice("priority", values=PRIORITIES),
            "priority_detail": Text("priority"),
            "team": Text("team.name", "team_assignee_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "tags": Labels("tags"),
            "reopens": Number("parts.reopens"),
            "agent_replies": Number("parts.agent_replies"),
            "customer_messages": Number("parts.customer_messages"),
            **AUTHOR,
            "_delivered_as": Text("source_delivered_as"),
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
            "team": Text("team.name", "team_assignee_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "responded_at": Moment("conversation_rating_created_at", zone="UTC"),
            "is_answered": Constant(True),
            "label": Text("conversation_rating_value"),
            "score": Derived(SCORE),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{SCORE} >= 4"),
            "comment": Text("conversation_rating_remark"),
        },
        when="label is not null",
    )
