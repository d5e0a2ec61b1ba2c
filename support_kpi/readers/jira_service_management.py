"""Jira and Jira Service Management issue export as CSV, with its repeated headings."""

import re

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Labels,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Jira Service Management issues"
NUMBER = ("issue key", "key")
REQUIRED = (NUMBER, ("issue id", "summary"))
KEY = r"[A-Z][A-Z0-9_]*-\d+"
FOOTER = "a line between or below the issues, such as headings or the time of the export"

CHANNELS: dict[str, str | None] = {
    "portal": "self_service",
    "email": "email",
    "widget": "web_form",
    "anonymousportal": "self_service",
    "chat": "live_chat",
    "phone": "phone",
    "slack": "messaging",
    "msteams": "messaging",
    "virtual agent": "chatbot",
    "jira": "other",
    "api": "other",
}
STATUS_VALUES = {
    "new": "to do|new|backlog|waiting for triage|awaiting triage|selected for development",
    "open": "open|reopened|in progress|work in progress|waiting for support|escalated|in review"
    "|under review|under investigation|investigating|waiting for approval",
    "pending": "pending|waiting for customer|awaiting customer",
    "hold": "on hold|blocked|waiting for vendor|awaiting implementation|waiting for third party",
    "solved": "done|resolved|completed|fixed",
    "closed": "closed|canceled|cancelled|declined|won't do",
}
CATEGORIES: dict[str, str | None] = {"to do": "new", "in progress": "open", "done": "solved"}
PRIORITY_VALUES = {
    "urgent": "highest|blocker|critical|urgent",
    "high": "high|major",
    "normal": "medium|normal",
    "low": "low|lowest|minor|trivial",
}
STATUSES: dict[str, str | None] = {
    value: status for status, values in STATUS_VALUES.items() for value in values.split("|")
}
PRIORITIES: dict[str, str | None] = {
    value: priority for priority, values in PRIORITY_VALUES.items() for value in values.split("|")
}
RATING = (
    "satisfaction rating",
    "custom field (satisfaction rating)",
    "custom field (satisfaction)",
)
RATED = ("custom field (satisfaction date)", "satisfaction date")
STAND_IN = (
    "This Jira export gives no time of rating: the time of resolving stands in,"
    " or that of the last change where there is none."
)


def recognises(sheet: Sheet) -> bool:
    """`Key` alone is any product's word, and so are its translations: then the keys must look like
    `SHOP-12`."""
    if not all(sheet.has_any(*aliases) for aliases in REQUIRED):
        return False
    if sheet.has("issue key") and not sheet.aliases:
        return True
    position = sheet.find(*NUMBER)
    keys = sheet.values(position) if position is not None else ()
    known = [key for key in keys if re.fullmatch(KEY, key.strip())]
    is_table = sheet.has("issue_type")
    return sheet.has("status") and not is_table and 0 < len(known) >= len(keys) - 3


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has_any(*RATING):
        return Reading("jira", (_issues(sheet),))
    warnings = () if sheet.has_any(*RATED) else (STAND_IN,)
    return Reading("jira", (_issues(sheet), _ratings(sheet)), warnings=warnings)


def _issues(sheet: Sheet) -> Draft:
    channel = ("custom field (request channel type)", *_custom("channel"), *_custom("source"))
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment("created"),
            "first_reply_at": Moment(*_custom("[CHART] Date of First Response")),
            "solved_at": Moment("resolved"),
            "updated_at": Moment("updated"),
            "channel": Choice(*channel, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*channel),
            **_status(sheet),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "_request_type": Text(*_custom("request type"), *_custom("customer request type")),
            "_issue_type": Text("issue type"),
            "ticket_type": Derived("coalesce(_request_type, _issue_type)"),
            "category": Text(*_custom("category"), "component/s", "components"),
            "team": _team(),
            "agent": Text("assignee"),
            "requester_id": _requester(),
            "organization": Text(*_custom("organizations")),
            "subject": Text("summary"),
            "tags": Labels(*sheet.find_all("labels")),
            "handle_seconds": Duration("time spent", zero_is_none=True),
            "_first_reply_left": Text(*_custom("time to first response")),
            "_resolution_left": Text(*_custom("time to resolution")),
            "is_sla_first_reply_met": _kept(
                "_first_reply_left", "coalesce(first_reply_at, solved_at)"
            ),
            "is_sla_resolution_met": _kept("_resolution_left", "solved_at"),
        },
        refuse=_footers(sheet),
    )


def _footers(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Lists end with the time of the export, and joined ones repeat their headings."""
    number = sheet.find(*NUMBER)
    others = [sheet.find(name) for name in ("issue id", "issue type", "status", "created")]
    is_key = f"regexp_full_match(coalesce(x{number}, ''), '[^ ]*[0-9][^ ]*')"
    is_heading = f"coalesce(lower(x{number}) in ('issue key', 'key'), false)"
    cells = ", ".join(f"x{place}" for place in others if place is not None)
    is_bare = f"concat({cells}) = ''" if cells else "true"
    return ((f"not {is_key} and ({is_bare} or {is_heading})", FOOTER),)


def _ratings(sheet: Sheet) -> Draft:
    has_time = sheet.has_any(*RATED)
    stand_in = Derived("coalesce(_solved_at, _updated_at)")
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Jira satisfaction"),
            "ticket_id": Text(*NUMBER),
            "requester_id": _requester(),
            "is_answered": Constant(True),
            "label": Text(*RATING),
            "score": Derived("try_cast(label as double)"),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived("try_cast(label as double) >= 4"),
            "team": _team(),
            "agent": Text("assignee"),
            "_solved_at": Moment("resolved"),
            "_updated_at": Moment("updated"),
            "responded_at": Moment(*RATED) if has_time else stand_in,
        },
        when="label is not null",
    )


def _custom(name: str) -> tuple[str, str]:
    return f"custom field ({name})", name


def _team() -> Text:
    return Text(*_custom("team"), "component/s", "components")


def _requester() -> Person:
    return Person("reporter email", "reporter id", "reporter")


def _status(sheet: Sheet) -> dict[str, Cell]:
    """Projects name their states as they like; the category of a state is always one of three."""
    if not sheet.has("status category"):
        return {"status": Choice("status", values=STATUSES, vocabulary="status")}
    return {
        "_named": Choice("status", values=STATUSES, vocabulary="status", otherwise="unknown"),
        "_category": Choice(
            "status category", values=CATEGORIES, vocabulary="status", otherwise="unknown"
        ),
        "status": Derived("coalesce(nullif(_named, 'unknown'), nullif(_category, 'unknown'))"),
    }


def _kept(left: str, done_at: str) -> Derived:
    """A target's cell is the time left when its clock stopped: below zero is a breach."""
    return Derived(
        f"case when starts_with({left}, '-') then false"
        f" when {left} is not null and {done_at} is not null then true end"
    )
