"""Zendesk tickets and satisfaction ratings as JSON: API, account export, connector streams."""

import re

from support_kpi.drafts import (
    Cell,
    Choice,
    Draft,
    Duration,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.zendesk_csv import (
    FLAGS,
    IS_RATING,
    PRIORITIES,
    STAND_IN,
    STATIONS_LESS_ONE,
    STATUSES,
    VIA,
    rating,
)

TITLE = "Zendesk tickets or satisfaction ratings (JSON)"
REQUIRED = (
    ("id",),
    ("created_at", "created at"),
    ("requester_id", "requester id"),
    ("via.channel", "via", "raw_subject", "ticket_id", "ticket id"),
    ("status", "score"),
)
TICKETS = ("id", "created_at", "requester_id", "status")
CHANNEL = ("via.channel", "via", "channel")
# Lists of chosen fields may lack the channel.
OWN = ("via.channel", "raw_subject", "metric_set.reopens", "ticket_form_id", "satisfaction_rating")
RATINGS = ("id", "created_at", "requester_id", "ticket_id", "score", "assignee_id", "group_id")
METRICS = ("ticket_id", "assignee_stations", "reply_time_in_minutes.calendar")


def _either(name: str) -> tuple[str, str]:
    """The name of a field, or its label in a list of ratings."""
    return name, name.replace("_", " ")


def _minutes(name: str, clock: str = "calendar") -> Duration:
    return Duration(f"metric_set.{name}_time_in_minutes.{clock}", unit="minutes")


TIMES: dict[str, Cell] = {
    "first_reply_seconds": _minutes("reply"),
    "first_reply_business_seconds": _minutes("reply", "business"),
    "first_resolution_seconds": _minutes("first_resolution"),
    "resolution_seconds": _minutes("full_resolution"),
    "resolution_business_seconds": _minutes("full_resolution", "business"),
    "requester_wait_seconds": _minutes("requester_wait"),
    "agent_wait_seconds": _minutes("agent_wait"),
    "on_hold_seconds": _minutes("on_hold"),
}


def recognises(sheet: Sheet) -> bool:
    is_list = sheet.has(*TICKETS) and sheet.has_any(*OWN) and not sheet.has("via_channel")
    is_rated = all(sheet.has_any(*_either(name)) for name in RATINGS)
    return is_list or (is_rated and not sheet.has("status"))


def refusal(sheet: Sheet) -> str | None:
    """Names the other lists of the Zendesk API, which hold no ticket by themselves."""
    if sheet.has(*METRICS):
        return (
            "is Zendesk's list of ticket metrics without the tickets themselves;"
            " export the tickets with their metrics in them (include=metric_sets), then load that."
        )
    address = sheet.find("url")
    values = sheet.values(address) if address is not None else ()
    match = re.search(r"\.zendesk\.com/api/v2/(\w+)/", values[0]) if values else None
    match = match or re.search(r"zendesk_+(\w+)$", sheet.name)
    if match is None:
        return None
    return (
        f"is Zendesk's list of {match[1]}, which holds no tickets and no ratings; it is not loaded."
    )


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has(*TICKETS):
        return Reading("zendesk", (_standalone_ratings(),))
    score = ("satisfaction_rating.score", "satisfaction_rating")
    if not sheet.has_any(*score):
        return Reading("zendesk", (_tickets(),))
    return Reading("zendesk", (_tickets(), _ratings(score)), warnings=(STAND_IN,))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("created_at", zone="UTC"),
            "first_reply_at": Moment("comments.first_reply_at", zone="UTC"),
            "first_solved_at": Moment("history.first_solved_at", zone="UTC"),
            "solved_at": Moment("metric_set.solved_at", zone="UTC"),
            "closed_at": Moment("history.closed_at", zone="UTC"),
            "updated_at": Moment("updated_at", zone="UTC"),
            "channel": Choice(*CHANNEL, values=VIA, vocabulary="channel"),
            "channel_detail": Text(*CHANNEL),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "team": Text("group.name", "group_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "requester_id": Person("requester.email", "requester_id"),
            "organization": Text("organization.name", "organization_id"),
            "subject": Text("subject", "raw_subject"),
            "tags": Labels("tags"),
            "reopens": Number("metric_set.reopens"),
            "agent_replies": Number("comments.agent_replies", "metric_set.replies"),
            "customer_messages": Number("comments.customer_messages"),
            "_reassignments": Number("metric_set.assignee_stations"),
            "reassignments": STATIONS_LESS_ONE,
            **TIMES,
            **FLAGS,
        },
    )


def _ratings(score: tuple[str, ...]) -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text("id"),
            "requester_id": Person("requester.email", "requester_id"),
            "label": Text(*score),
            "_solved_at": Moment("metric_set.solved_at", zone="UTC"),
            "_updated_at": Moment("updated_at", zone="UTC"),
            "team": Text("group.name", "group_id"),
            "agent": Text("assignee.name", "assignee_id"),
            "comment": Text("satisfaction_rating.comment"),
            **rating(when="coalesce(_solved_at, _updated_at)"),
        },
        when=IS_RATING,
    )


def _standalone_ratings() -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text(*_either("ticket_id")),
            "requester_id": Person("requester.email", *_either("requester_id")),
            "label": Text("score"),
            "_updated_at": Moment(*_either("updated_at"), *_either("created_at"), zone="UTC"),
            "team": Text("group.name", *_either("group_id")),
            "agent": Text("assignee.name", *_either("assignee_id")),
            "comment": Text("comment"),
            **rating(when="_updated_at"),
            "offered_at": Moment(*_either("created_at"), zone="UTC"),
        },
        when=IS_RATING,
    )
