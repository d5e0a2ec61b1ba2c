"""Jira's table of issues as a connector keeps it in a warehouse: ids where the export has names."""

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
from support_kpi.readers.jira_service_management import CATEGORIES, CHANNELS, PRIORITIES, STATUSES

TITLE = "Jira issues (warehouse table)"
REQUIRED = (("id",), ("key",), ("created",), ("issue_type",), ("status",), ("project",))
STATE = "status.category"
SCORE = "field.satisfaction"
UNNAMED = (
    "This table has ids instead of the names of states, priorities and kinds: an issue with a date"
    " of resolution is solved, any other is open, and priorities stay as they are written."
)
# What Jira calls the state may be anything; of what kind it is, is one of three.
STATUS = (
    "case when _category = 'solved' and _named = 'closed' then 'closed'"
    " when _category = 'solved' then 'solved'"
    " when _category is not null then"
    " case when _named in ('new', 'open', 'pending', 'hold') then _named else _category end"
    " when _named <> 'unknown' then _named"
    " when solved_at is not null then 'solved' else 'open' end"
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with what a join adds: `comments.`, `history.`, `field.`, names."""
    warnings = () if sheet.has(STATE) else (UNNAMED,)
    drafts = (_issues(), _ratings()) if sheet.has(SCORE) else (_issues(),)
    return Reading("jira", drafts, warnings=warnings)


def _issues() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("key"),
            "created_at": Moment("created", zone="UTC"),
            "first_reply_at": Moment("comments.first_reply_at", zone="UTC"),
            "first_solved_at": Moment("history.first_solved_at", zone="UTC"),
            "solved_at": Moment("history.solved_at", "resolved", zone="UTC"),
            "updated_at": Moment("updated", zone="UTC"),
            "channel": Choice("field.channel", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("field.channel"),
            "_named": Choice(
                "status.name", values=STATUSES, vocabulary="status", otherwise="unknown"
            ),
            "_category": Choice(STATE, values=CATEGORIES),
            "status": Derived(STATUS),
            "status_detail": Text("status.label", "status"),
            "priority": Choice("priority.name", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority.label", "priority"),
            "ticket_type": Text("type.name", "issue_type"),
            "team": Text("project.name", "project"),
            "agent": Text("assignee.name", "assignee"),
            "requester_id": Person("reporter.email", "reporter", "creator"),
            "subject": Text("summary"),
            "tags": Labels("field.labels"),
            "reopens": Number("history.reopens"),
            "agent_replies": Number("comments.agent_replies"),
            "customer_messages": Number("comments.customer_messages"),
            "reassignments": Number("history.reassignments"),
            "handle_seconds": Duration("time_spent", zero_is_none=True),
            "is_deleted": Flag("_fivetran_deleted"),
        },
    )


def _ratings() -> Draft:
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Jira satisfaction"),
            "ticket_id": Text("key"),
            "requester_id": Person("reporter.email", "reporter", "creator"),
            "responded_at": Moment("field.satisfaction_date", zone="UTC"),
            "is_answered": Constant(True),
            "label": Text(SCORE),
            "score": Derived(score),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} >= 4"),
            "team": Text("project.name", "project"),
            "agent": Text("assignee.name", "assignee"),
        },
        when="label is not null",
    )
