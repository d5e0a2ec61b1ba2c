"""Jira issues as JSON of the API, or the requests of a service desk."""

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
from support_kpi.readers.jira_service_management import PRIORITIES, STATUSES

TITLE = "Jira issues (JSON)"
ISSUES = (("key",), ("fields.created", "fields.summary"))
REQUESTS = (("issueKey",), ("createdDate.iso8601", "createdDate.epochMillis", "createdDate.jira"))
CATEGORIES: dict[str, str | None] = {
    "new": "new",
    "to do": "new",
    "indeterminate": "open",
    "in progress": "open",
    "done": "solved",
}
NAMED = "coalesce(nullif(_named, 'unknown'), _category)"
STAND_IN = (
    "Jira's API gives no time of rating: the time of resolving stands in, or that of the last"
    " change where there is none."
)


def recognises(sheet: Sheet) -> bool:
    return _has(sheet, ISSUES) or _has(sheet, REQUESTS)


def read(sheet: Sheet, options: Options) -> Reading:
    if not _has(sheet, ISSUES):
        return Reading("jira", (_requests(),))
    rating = _custom(sheet, ".rating")
    if rating is None:
        return Reading("jira", (_issues(sheet),))
    return Reading("jira", (_issues(sheet), _ratings(rating)), warnings=(STAND_IN,))


def _issues(sheet: Sheet) -> Draft:
    first_reply = _target(sheet, "time to first response")
    resolution = _target(sheet, "time to resolution")
    request_type = _custom(sheet, ".requestType.name")
    cells: dict[str, Cell] = {
        "ticket_id": Text("key"),
        "created_at": _moment("fields.created"),
        "solved_at": _moment("fields.resolutiondate"),
        "updated_at": _moment("fields.updated"),
        "_named": _named("fields.status.name"),
        "_category": Choice(
            "fields.status.statusCategory.key",
            "fields.status.statusCategory.name",
            values=CATEGORIES,
            otherwise="open",
        ),
        "status": Derived(NAMED),
        "status_detail": Text("fields.status.name"),
        "priority": Choice("fields.priority.name", values=PRIORITIES, vocabulary="priority"),
        "priority_detail": Text("fields.priority.name"),
        "_request_type": Text(*([request_type] if request_type else [])),
        "_issue_type": Text("fields.issuetype.name"),
        "ticket_type": Derived("coalesce(_request_type, _issue_type)"),
        "_parts": Text("fields.components"),
        "category": Derived("json_extract_string(_parts, '$[0].name')"),
        "team": Text("fields.project.name", "fields.project.key"),
        "agent": Text("fields.assignee.displayName", "fields.assignee.accountId"),
        "requester_id": _requester(),
        "subject": Text("fields.summary"),
        "tags": Labels("fields.labels"),
        "handle_seconds": Duration("fields.timespent", zero_is_none=True),
    }
    if first_reply:
        cells |= {
            "_replied": Text(first_reply),
            "first_reply_at": Derived(
                "make_timestamp(try_cast(json_extract_string(_replied,"
                " '$[0].stopTime.epochMillis') as bigint) * 1000)"
            ),
            "is_sla_first_reply_met": _met("_replied"),
        }
    if resolution:
        cells |= {"_resolved": Text(resolution), "is_sla_resolution_met": _met("_resolved")}
    return Draft("ticket", cells)


def _ratings(rating: str) -> Draft:
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "ticket_id": Text("key"),
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Jira satisfaction"),
            "requester_id": _requester(),
            "_solved_at": _moment("fields.resolutiondate"),
            "_updated_at": _moment("fields.updated"),
            "responded_at": Derived("coalesce(_solved_at, _updated_at)"),
            "is_answered": Constant(True),
            "label": Text(rating),
            "score": Derived(score),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} >= 4"),
            "agent": Text("fields.assignee.displayName", "fields.assignee.accountId"),
        },
        when="label is not null",
    )


def _requests() -> Draft:
    """A service desk tells of its requests when they began and where they stand, no more."""
    return Draft(
        "ticket",
        {
            "ticket_id": Text("issueKey"),
            "created_at": _moment(*REQUESTS[1]),
            "_named": _named("currentStatus.status"),
            "_category": Choice(
                "currentStatus.statusCategory", values=CATEGORIES, otherwise="open"
            ),
            "status": Derived(NAMED),
            "status_detail": Text("currentStatus.status"),
            "_status_at": _moment(
                "currentStatus.statusDate.iso8601", "currentStatus.statusDate.epochMillis"
            ),
            "solved_at": Derived("case when status in ('solved', 'closed') then _status_at end"),
            "updated_at": Derived("coalesce(_status_at, created_at)"),
            "ticket_type": Text("requestType.name", "requestTypeId"),
            "requester_id": Person(
                "reporter.emailAddress", "reporter.accountId", "reporter.displayName"
            ),
            "subject": Text("summary"),
        },
    )


def _named(heading: str) -> Choice:
    return Choice(heading, values=STATUSES, vocabulary="status", otherwise="unknown")


def _requester() -> Person:
    return Person(
        "fields.reporter.emailAddress", "fields.reporter.accountId", "fields.reporter.displayName"
    )


def _custom(sheet: Sheet, tail: str) -> str | None:
    """The field of an account's own number that ends so."""
    return next(
        (h for h in sheet.headings if h.startswith("fields.customfield_") and h.endswith(tail)),
        None,
    )


def _target(sheet: Sheet, name: str) -> str | None:
    """The finished cycles of the target of this name, whose field has an account's own number."""
    for position, heading in enumerate(sheet.headings):
        is_name = heading.startswith("fields.customfield_") and heading.endswith(".name")
        if is_name and name in {value.casefold() for value in sheet.values(position)}:
            return heading.removesuffix("name") + "completedCycles"
    return None


def _met(cycles: str) -> Derived:
    """Late once is late; a target without a finished cycle says nothing."""
    late = f"json_extract_string({cycles}, '$[*].breached')"
    return Derived(
        f"case when list_contains({late}, 'true') then false when len({late}) > 0 then true end"
    )


def _has(sheet: Sheet, needed: tuple[tuple[str, ...], ...]) -> bool:
    return all(sheet.has_any(*aliases) for aliases in needed)


def _moment(*names: str) -> Moment:
    return Moment(*names, zone="UTC")
