"""Salesforce cases: a report by its labels, or Data Loader and API rows by their field names."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Flag,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Salesforce cases"
NUMBER = ("case number", "casenumber")
OPENED = ("date/time opened", "createddate", "created date", "opened date", "date opened")
CLOSED = ("date/time closed", "closeddate", "closed date", "date closed")
ORIGIN = ("case origin", "origin")
OWNER = ("case owner", "case owner alias", "owner.name", "owner name", "ownerid")
REQUIRED = (NUMBER, OPENED)
TELLS = (
    ORIGIN,
    OWNER,
    CLOSED,
    ("case reason", "reason"),
    ("account name", "accountid"),
    ("isclosed",),
    ("isescalated",),
    ("suppliedemail",),
)

CHANNELS: dict[str, str | None] = {
    "phone": "phone",
    "email": "email",
    "web": "web_form",
    "chat": "live_chat",
    "live agent": "live_chat",
    "messaging": "messaging",
    "in-app": "messaging",
    "community": "community",
    "internal": "other",
}
STATUSES: dict[str, str | None] = {
    "new": "new",
    "working": "open",
    "escalated": "open",
    "in progress": "open",
    "on hold": "hold",
    "waiting on customer": "pending",
    "closed": "solved",
    "merged": "closed",
}
PRIORITIES: dict[str, str | None] = {
    "low": "low",
    "medium": "normal",
    "high": "high",
    "critical": "urgent",
}
IS_CLOSED = "coalesce(_is_closed, false) or solved_at is not null"
FOOTER = "a line below the report, such as its total or its copyright, not a case"


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sum(sheet.has_any(*aliases) for aliases in TELLS) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("salesforce", (_cases(sheet),))


def _cases(sheet: Sheet) -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*OPENED),
            "solved_at": Moment(*CLOSED),
            "updated_at": Moment(
                "case last modified date",
                "last modified date",
                "last modified date/time",
                "lastmodifieddate",
                "systemmodstamp",
            ),
            "channel": Choice(*ORIGIN, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*ORIGIN),
            "_named": Choice("status", values=STATUSES, vocabulary="status", otherwise="unknown"),
            "_is_closed": Flag("isclosed", "closed"),
            "status": Derived(
                f"case when _named = 'unknown' or _named is null"
                f" then case when {IS_CLOSED} then 'solved' end else _named end"
            ),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type", "case type", "case record type"),
            "category": Text("case reason", "reason"),
            "team": Text("case owner role", "owner role", "owner.userrole.name"),
            "agent": Text(*OWNER),
            "requester_id": Person(
                "contact email",
                "contactemail",
                "contact.email",
                "web email",
                "suppliedemail",
                "contact name",
                "contactid",
            ),
            "organization": Text("account name", "account.name", "suppliedcompany", "accountid"),
            "subject": Text("subject"),
            "_is_escalated": Flag("isescalated", "escalated"),
            "is_escalated": Derived("lower(status_detail) = 'escalated' or _is_escalated"),
            "is_deleted": Flag("isdeleted"),
            "is_merged": Derived("lower(status_detail) = 'merged'"),
            "_milestone": Text("milestone status", "milestonestatus"),
            "is_sla_resolution_met": Derived(
                "case when regexp_matches(lower(_milestone), 'violation') then false"
                f" when lower(_milestone) = 'compliant' and ({IS_CLOSED}) then true end"
            ),
        },
        refuse=_footers(sheet),
    )


def _footers(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """A formatted report ends with lines of text: no time of opening and no number of a case."""
    number, opened = sheet.find(*NUMBER), sheet.find(*OPENED)
    is_number = f"regexp_full_match(coalesce(x{number}, ''), '[^ ]*[0-9][^ ]*')"
    return ((f"coalesce(x{opened}, '') = '' and not {is_number}", FOOTER),)
