"""OTRS, Znuny and OTOBO tickets: the result of a search, or a report that lists tickets."""

from support_kpi.drafts import (
    Choice,
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

TITLE = "OTRS, Znuny or OTOBO tickets"
# A report begins with `Number`, which only counts its rows; the ticket has its hook as heading.
NUMBER = ("ticket#", "ticket number", "ticketnumber")
CREATED = ("created", "create time")
REQUIRED = (NUMBER, CREATED, ("state",))
CLOSED = ("closed", "close time")
REPLIED = ("firstresponse", "first response")
OWNER = ("owner", "agent/owner")
TELLS = (
    ("firstlock", "first lock"),
    ("firstresponseinmin",),
    ("solutioninmin",),
    ("solutiondiffinmin",),
    ("accountedtime", "accounted time"),
    ("customerid", "customer id"),
    ("customer user", "customeruserid"),
    ("lock",),
    ("userfirstname",),
    ("statetype",),
    ("unlocktimeout",),
    ("agent/owner",),
    ("close time",),
    ("queue",),
)
LEAST_TELLS = 3

STATES: dict[str, str | None] = {
    "new": "new",
    "open": "open",
    "pending reminder": "pending",
    "pending auto close+": "pending",
    "pending auto close-": "pending",
    "warten zur erinnerung": "pending",
    "warten auf erfolgreich schließen": "pending",
    "warten auf erfolglos schließen": "pending",
    "closed successful": "solved",
    "closed unsuccessful": "solved",
    "closed with workaround": "solved",
    "erfolgreich geschlossen": "solved",
    "erfolglos geschlossen": "solved",
    "merged": "closed",
    "zusammengefasst": "closed",
    "zusammengefügt": "closed",
    "removed": "closed",
    "entfernt": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "1 very low": "low",
    "2 low": "low",
    "3 normal": "normal",
    "4 high": "high",
    "5 very high": "urgent",
    "1 sehr niedrig": "low",
    "2 niedrig": "low",
    "4 hoch": "high",
    "5 sehr hoch": "urgent",
}
IS_DONE = "status in ('solved', 'closed')"


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sheet.count(TELLS) >= LEAST_TELLS


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("otrs", (_tickets(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*CREATED),
            "first_reply_at": Moment(*REPLIED),
            "status": Choice("state", values=STATES, vocabulary="status"),
            "status_detail": Text("state"),
            # A ticket that was opened again keeps the time at which it was last closed.
            "_closed_at": Moment(*CLOSED),
            "solved_at": Derived(f"case when {IS_DONE} then _closed_at end"),
            "updated_at": Moment("changed"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "category": Text("service"),
            "team": Text("queue"),
            "agent": Text(*OWNER),
            "requester_id": Person("customer user", "customeruserid", "from"),
            "organization": Text("customerid", "customer id"),
            "subject": Text("subject", "title"),
            "first_reply_business_seconds": Duration("firstresponseinmin", unit="minutes"),
            "resolution_business_seconds": Duration("solutioninmin", unit="minutes"),
            "handle_seconds": Duration(
                "accountedtime", "accounted time", unit="minutes", zero_is_none=True
            ),
            "_first_reply_left": Number("firstresponsediffinmin"),
            "_resolution_left": Number("solutiondiffinmin"),
            "is_sla_first_reply_met": Derived("_first_reply_left >= 0"),
            "is_sla_resolution_met": Derived("_resolution_left >= 0"),
            "is_merged": Derived(
                "lower(status_detail) in ('merged', 'zusammengefasst', 'zusammengefügt')"
            ),
            "is_deleted": Derived("lower(status_detail) in ('removed', 'entfernt')"),
        },
    )
