"""osTicket ticket export as CSV, separated by comma or semicolon by the browser's language."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Flag,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "osTicket tickets"
TELLS = (
    "help topic",
    "sla due date",
    "sla plan",
    "current status",
    "reopen count",
    "agent assigned",
    "team assigned",
    "thread count",
    "from",
    "from email",
)
NUMBER = ("ticket number", "number")
STATUS = ("current status", "status", "status__id", "status_id", "status__name")
CREATED = ("date created", "created")
# Names of the same columns in the JSON of a queue.
REQUIRED = (NUMBER, CREATED)
PATHS = (
    "cdata__subject",
    "user__name",
    "user__emails__address",
    "topic_id",
    "dept_id",
    "isoverdue",
)

CHANNELS: dict[str, str | None] = {
    "phone": "phone",
    "email": "email",
    "web": "web_form",
    "api": "other",
    "other": "other",
}
STATUSES: dict[str, str | None] = {
    "open": "open",
    "resolved": "solved",
    "closed": "closed",
    "archived": "closed",
    "deleted": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "emergency": "urgent",
    "high": "high",
    "normal": "normal",
    "low": "low",
}


def recognises(sheet: Sheet) -> bool:
    if sheet.has("ticket number", "date created"):
        least = 2 if sheet.aliases else 1
        return sum(map(sheet.has, TELLS)) >= least
    return sheet.has("number", "created") and sum(map(sheet.has, PATHS)) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("osticket", (_tickets(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*CREATED),
            "solved_at": Moment("closed date", "closed"),
            "updated_at": Moment("last updated", "lastupdate"),
            "channel": Choice("source", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("source"),
            "_status": Choice(*STATUS, values=STATUSES, vocabulary="status"),
            "_is_replied": Flag("answered", "isanswered"),
            "status": Derived(
                "case when _status = 'open' and not _is_replied then 'new' else _status end"
            ),
            "status_detail": Text(*STATUS),
            "priority": Choice(
                "priority", "cdata__priority", values=PRIORITIES, vocabulary="priority"
            ),
            "priority_detail": Text("priority", "cdata__priority"),
            "ticket_type": Text("help topic", "topic_id"),
            "category": Text("help topic", "topic_id"),
            "team": Text("department", "team assigned", "dept_id", "team_id"),
            "agent": Text("agent assigned", "assigned to", "staff_id"),
            "requester_id": Person("from email", "user__emails__address", "from", "user__name"),
            "subject": Text("subject", "cdata__subject"),
            "reopens": Number("reopen count", "reopen_count"),
            "_due_at": Moment("sla due date", "est_duedate"),
            "_is_late": Flag("overdue", "isoverdue"),
            "is_sla_resolution_met": Derived(
                "case when solved_at <= _due_at then true"
                " when solved_at > _due_at or (solved_at is null and _is_late) then false end"
            ),
            "is_deleted": Derived("lower(status_detail) = 'deleted'"),
        },
    )
