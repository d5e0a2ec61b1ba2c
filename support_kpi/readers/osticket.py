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
REQUIRED = (("ticket number",), ("date created",))
TELLS = (
    "help topic",
    "sla due date",
    "sla plan",
    "current status",
    "reopen count",
    "agent assigned",
    "team assigned",
    "thread count",
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
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sum(sheet.has(name) for name in TELLS) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("osticket", (_tickets(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("ticket number"),
            "created_at": Moment("date created"),
            "solved_at": Moment("closed date"),
            "updated_at": Moment("last updated"),
            "channel": Choice("source", values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text("source"),
            "_status": Choice("current status", "status", values=STATUSES, vocabulary="status"),
            "_is_replied": Flag("answered"),
            "status": Derived(
                "case when _status = 'open' and not _is_replied then 'new' else _status end"
            ),
            "status_detail": Text("current status", "status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("help topic"),
            "category": Text("help topic"),
            "team": Text("department", "team assigned"),
            "agent": Text("agent assigned"),
            "requester_id": Person("from email", "from"),
            "subject": Text("subject"),
            "reopens": Number("reopen count"),
            "_due_at": Moment("sla due date"),
            "_is_late": Flag("overdue"),
            "is_sla_resolution_met": Derived(
                "case when solved_at <= _due_at then true"
                " when solved_at > _due_at or (solved_at is null and _is_late) then false end"
            ),
            "is_deleted": Derived("lower(status_detail) = 'deleted'"),
        },
    )
