"""Zendesk's table of tickets as a connector keeps it in a warehouse."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
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
from support_kpi.readers.zendesk_csv import FLAGS, IS_RATING, PRIORITIES, STATUSES, VIA, rating
from support_kpi.readers.zendesk_json import TIMES

TITLE = "Zendesk tickets (warehouse table)"
REQUIRED = (("id",), ("created_at",), ("requester_id",), ("via_channel",), ("status",))
SOLVED = "metric_set.solved_at"
SCORE = "history.satisfaction_score"
UNTIMED = (
    "This table says of a ticket that it is solved, not when: replies and solving have no times."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with what a join adds: `history.`, `comments.`, `metric_set.`, names."""
    warnings = () if sheet.has(SOLVED) else (UNTIMED,)
    if not sheet.has(SCORE):
        return Reading("zendesk", (_tickets(),), warnings=warnings)
    return Reading("zendesk", (_tickets(), _ratings()), warnings=warnings)


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("created_at", zone="UTC"),
            "first_reply_at": Moment("comments.first_reply_at", zone="UTC"),
            "first_solved_at": Moment("history.first_solved_at", zone="UTC"),
            "solved_at": Moment(SOLVED, zone="UTC"),
            "closed_at": Moment("history.closed_at", zone="UTC"),
            "updated_at": Moment("updated_at", zone="UTC"),
            "channel": Choice("via_channel", values=VIA, vocabulary="channel"),
            "channel_detail": Text("via_channel"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "team": Text("group.name", "group_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "requester_id": Person("requester.email", "requester_id"),
            "organization": Text("organization.name", "organization_id"),
            "subject": Text("subject"),
            "tags": Labels("tags"),
            "reopens": Number("metric_set.reopens"),
            "agent_replies": Number("comments.agent_replies", "metric_set.replies"),
            "customer_messages": Number("comments.customer_messages"),
            "reassignments": Number("history.reassignments"),
            **TIMES,
            **FLAGS,
            "_is_merged": Flag("is_merged"),
            "is_merged": Derived("_is_merged or list_contains(tags, 'closed_by_merge')"),
            "_is_removed": Flag("_fivetran_deleted"),
            "is_deleted": Derived(
                "coalesce(_is_removed, false) or lower(status_detail) = 'deleted'"
            ),
        },
    )


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text("id"),
            "requester_id": Person("requester.email", "requester_id"),
            "label": Text(SCORE),
            "_rated_at": Moment("history.satisfaction_rated_at", zone="UTC"),
            "team": Text("group.name", "group_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "comment": Text("history.satisfaction_comment"),
            **rating(when="_rated_at"),
            "_offered_at": Moment("history.satisfaction_offered_at", zone="UTC"),
            "offered_at": Derived("coalesce(_offered_at, _rated_at)"),
        },
        when=IS_RATING,
    )
