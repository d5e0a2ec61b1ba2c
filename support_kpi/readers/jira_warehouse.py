"""Jira's table of issues as a connector keeps it in a warehouse: ids where the export has names."""

from support_kpi.drafts import (
    Derived,
    Draft,
    Duration,
    Flag,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Jira issues (warehouse table)"
REQUIRED = (("id",), ("key",), ("created",), ("issue_type",), ("status",), ("project",))
UNNAMED = (
    "This table has ids instead of the names of states, priorities and kinds: an issue with a date"
    " of resolution is solved, any other is open, and priorities stay as they are written."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("jira", (_issues(),), warnings=(UNNAMED,))


def _issues() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("key"),
            "created_at": Moment("created", zone="UTC"),
            "solved_at": Moment("resolved", zone="UTC"),
            "updated_at": Moment("updated", zone="UTC"),
            "status": Derived("case when solved_at is not null then 'solved' else 'open' end"),
            "status_detail": Text("status"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("issue_type"),
            "team": Text("project"),
            "agent": Text("assignee"),
            "requester_id": Person("reporter", "creator"),
            "subject": Text("summary"),
            "handle_seconds": Duration("time_spent", zero_is_none=True),
            "is_deleted": Flag("_fivetran_deleted"),
        },
    )
