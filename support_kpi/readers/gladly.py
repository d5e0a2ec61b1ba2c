"""Gladly's conversation export: one row a conversation, its times with their zone."""

from support_kpi.drafts import (
    Choice,
    Derived,
    Draft,
    Labels,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet, normal

TITLE = "Gladly conversations"
REQUIRED = (("conversation id",), ("created at",))
TELLS = (
    ("conversation", "link"),
    ("assigned agent name", "current"),
    ("assigned agent id", "current"),
    ("inbox", "current"),
    ("initiator type", "created"),
    ("first closed at",),
    ("last closed at",),
)
STATUSES: dict[str, str | None] = {"open": "open", "closed": "solved", "merged": "closed"}


def recognises(sheet: Sheet) -> bool:
    is_listed = sheet.has("conversation id", "created at")
    return is_listed and sum(_find(sheet, *words) is not None for words in TELLS) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("gladly", (_conversations(sheet),))


def _find(sheet: Sheet, *words: str) -> int | None:
    """A heading by its words: they are joined by a dash of some kind."""
    return next(
        (
            position
            for position, heading in enumerate(sheet.headings)
            if all(word in normal(heading) for word in words)
        ),
        None,
    )


def _places(position: int | None) -> tuple[int, ...]:
    return () if position is None else (position,)


def _conversations(sheet: Sheet) -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("conversation id"),
            "created_at": Moment("created at"),
            "first_solved_at": Moment("first closed at"),
            "_closed_at": Moment("last closed at", "closed at"),
            "_status": Choice("status", values=STATUSES, vocabulary="status"),
            "status": Derived("_status"),
            "status_detail": Text("status"),
            "solved_at": Derived(
                "case when coalesce(_status, 'solved') <> 'open' then _closed_at end"
            ),
            "channel": Choice(
                "channel", "channel – created", "first channel", vocabulary="channel"
            ),
            "channel_detail": Text("channel", "channel – created", "first channel"),
            "team": Text(*_places(_find(sheet, "inbox name", "current"))),
            "agent": Text(*_places(_find(sheet, "agent name", "current"))),
            "requester_id": Person("customer id"),
            "tags": Labels("topics", separator=","),
            "_initiator": Text(*_places(_find(sheet, "initiator type", "created"))),
            "is_agent_created": Derived("lower(_initiator) in ('agent', 'application', 'system')"),
            "is_merged": Derived("lower(status_detail) = 'merged'"),
        },
    )
