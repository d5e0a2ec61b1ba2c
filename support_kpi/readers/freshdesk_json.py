"""Freshdesk tickets and satisfaction ratings as JSON of the API, old and new."""

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
from support_kpi.readers.freshdesk_csv import PRIORITIES, SOURCES, STATUSES

TITLE = "Freshdesk tickets or satisfaction ratings (JSON)"
REQUIRED = (
    ("id", "display_id"),
    ("created_at",),
    ("requester_id", "user_id"),
    ("responder_id", "survey_id"),
    ("source", "ratings.default_question"),
)
TICKETS = ("id", "created_at", "requester_id", "responder_id", "source", "status", "priority")
RATINGS = ("id", "created_at", "user_id", "survey_id", "ratings.default_question", "ticket_id")
LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("notes and replies", ("id", "ticket_id", "incoming", "private")),
    ("time entries", ("id", "ticket_id", "agent_id", "time_spent", "timer_running")),
    ("solution articles", ("id", "folder_id", "category_id", "agent_id")),
    ("agents", ("id", "ticket_scope", "available")),
    ("contacts", ("id", "helpdesk_agent", "email")),
    ("contacts", ("id", "view_all_tickets", "email")),
    ("companies", ("id", "domains", "name")),
    ("groups or roles", ("id", "name", "unassigned_for", "escalate_to")),
)


def recognises(sheet: Sheet) -> bool:
    return sheet.has(*TICKETS) or sheet.has(*RATINGS)


def refusal(sheet: Sheet) -> str | None:
    """Names the other lists of the Freshdesk API, which hold no ticket by themselves."""
    for name, headings in LISTS:
        if sheet.has(*headings):
            return (
                f"is Freshdesk's list of {name}, not of tickets; it is not loaded."
                " Load the list of tickets (include=stats adds the times of reply and resolution)."
            )
    return None


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("freshdesk", (_tickets() if sheet.has(*TICKETS) else _ratings(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("display_id", "id"),
            "created_at": Moment("created_at", zone="UTC"),
            "first_reply_at": Moment(
                "conversations.first_reply_at", "stats.first_responded_at", zone="UTC"
            ),
            "solved_at": Moment("stats.resolved_at", zone="UTC"),
            "closed_at": Moment("stats.closed_at", zone="UTC"),
            "updated_at": Moment("updated_at", zone="UTC"),
            "channel": Choice("source", values=SOURCES, vocabulary="channel"),
            "channel_detail": Text("source_name", "source"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status_name", "status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority_name", "priority"),
            "ticket_type": Text("type", "ticket_type"),
            "category": Text("product.name", "product_id"),
            "team": Text("group.name", "group_id"),
            "agent": Text("agents.name", "responder.name", "responder_name", "responder_id"),
            "requester_id": Person("requester.email", "requester_id"),
            "organization": Text("company.name", "company_id"),
            "subject": Text("subject"),
            "tags": Labels("tags"),
            "agent_replies": Number("conversations.agent_replies"),
            "customer_messages": Number("conversations.customer_messages"),
            "handle_seconds": Duration("time_entries.seconds"),
            "_reply_due_at": Moment("fr_due_by", "frDueBy", zone="UTC"),
            "_due_at": Moment("due_by", zone="UTC"),
            "_is_reply_late": Flag("fr_escalated"),
            "_is_late": Flag("is_escalated", "isescalated"),
            "is_sla_first_reply_met": _met("first_reply_at", "_reply_due_at", "_is_reply_late"),
            "is_sla_resolution_met": _met("coalesce(solved_at, closed_at)", "_due_at", "_is_late"),
            "is_spam": Flag("spam"),
            "is_deleted": Flag("deleted"),
            "_source": Text("source"),
            "is_agent_created": Derived("_source = '10'"),
        },
    )


def _ratings() -> Draft:
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Freshdesk survey"),
            "ticket_id": Text("ticket_id"),
            "requester_id": Person("requester.email", "user_id"),
            "responded_at": Moment("created_at", zone="UTC"),
            "is_answered": Constant(True),
            "label": Text("ratings.default_question"),
            "score": Derived(score),
            "scale_low": Constant(-103),
            "scale_high": Constant(103),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} > 100"),
            "team": Text("group.name", "group_id"),
            "agent": Text("agents.name", "agent_id"),
            "comment": Text("feedback"),
        },
        when="label is not null",
    )


def _met(done_at: str, due_at: str, is_late: str) -> Derived:
    """Late is late even before it is done; in time is known only once done."""
    return Derived(
        f"case when {done_at} <= {due_at} then true"
        f" when {done_at} > {due_at} or {is_late} then false end"
    )
