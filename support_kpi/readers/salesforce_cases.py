"""Salesforce cases: a report by its labels, or Data Loader and API rows by their field names."""

import re

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
KEYS = ("case id", "caseid", "id")
OPENED = ("date/time opened", "createddate", "created date", "opened date", "date opened")
CLOSED = ("date/time closed", "closeddate", "closed date", "date closed")
ORIGIN = ("case origin", "origin")
OWNER = ("case owner", "case owner alias", "owner.name", "owner name", "ownerid")
REQUIRED = ((*NUMBER, *KEYS),)
# Names that only Salesforce has, and names that others have too.
TELLS = (
    ("case origin",),
    ("case owner", "case owner alias"),
    ("date/time opened",),
    ("date/time closed",),
    ("case reason",),
    ("isclosed",),
    ("isescalated",),
    ("suppliedemail",),
    ("case record type",),
    ("casenumber",),
)
USUAL = (
    OPENED,
    CLOSED,
    ORIGIN,
    OWNER,
    ("account name", "accountid"),
    ("contact name", "contactid"),
)
RECORD = r"500[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?"

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
    "urgent": "urgent",
}
IS_CLOSED = "coalesce(_is_closed, false) or solved_at is not null"
FOOTER = "a line below the report, such as its total or its copyright, not a case"


def recognises(sheet: Sheet) -> bool:
    """A report has the columns that its builder chose: one name that only Salesforce has, and
    another usual one, tell it."""
    if not sheet.has_any(*NUMBER):
        return _has_records(sheet) and sheet.has_any(*OPENED)
    tells, usual = sheet.count(TELLS), sheet.count(USUAL)
    return (tells >= 1 and tells + usual >= 3) or (sheet.has_any(*OPENED) and usual >= 3)


def _has_records(sheet: Sheet) -> bool:
    """Whether the ids are the keys that Salesforce gives to cases."""
    position = sheet.find(*KEYS)
    keys = sheet.values(position) if position is not None else ()
    return bool(keys) and all(re.fullmatch(RECORD, key.strip()) for key in keys)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("salesforce", (_cases(sheet),))


def _cases(sheet: Sheet) -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER, *KEYS),
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
    """A formatted report ends with lines of text, and a joined one repeats its headings."""
    number = sheet.find(*NUMBER, *KEYS)
    others = [sheet.find(*names) for names in (OPENED, CLOSED, ORIGIN, OWNER, ("status",))]
    cells = ", ".join(f"x{place}" for place in others if place is not None)
    is_bare = f"concat({cells}) = ''" if cells else "true"
    is_number = f"regexp_full_match(coalesce(x{number}, ''), '[^ ]*[0-9][^ ]*')"
    is_heading = f"coalesce(lower(x{number}) in ('case number', 'casenumber'), false)"
    opened = sheet.find(*OPENED)
    has_time = "true" if opened is None else f"coalesce(x{opened}, '') <> ''"
    return ((f"{is_bare} or {is_heading} or not ({is_number} or {has_time})", FOOTER),)
