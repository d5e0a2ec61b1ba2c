"""Intercom CSAT dataset: one row a conversation that was asked for a rating."""

from support_kpi.drafts import Choice, Constant, Derived, Draft, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, without_bracket
from support_kpi.readers.intercom_conversations import (
    CHANNELS,
    CREATED,
    SCORE,
    either,
    requester,
)

TITLE = "Intercom conversation ratings"
RATING = either("conversation rating")
RATED = (
    *either("updated at"),
    *either("conversation rating updated at"),
    *either("conversation updated at"),
    *either("rated at"),
)
REQUIRED = (either("conversation id"), RATING, RATED)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED) and not sheet.has_any(*CREATED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("intercom", (_ratings(_zone(sheet)),))


def _ratings(zone: str | None) -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text(*either("conversation id")),
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "_rated_type": Text(*either("agent rated type")),
            # Ratings of a bot stand in a survey of their own.
            "survey": Derived(
                "case when regexp_matches(lower(_rated_type), 'fin|bot|operator|workflow')"
                " then 'Intercom rating of the bot' else 'Intercom conversation rating' end"
            ),
            "requester_id": requester(),
            "offered_at": Moment(
                *either("last survey sent"), *either("last survey sent at"), zone=zone
            ),
            "_rated_at": Moment(*RATED),
            "label": Text(*RATING),
            "is_answered": Derived("label is not null"),
            "responded_at": Derived("case when label is not null then _rated_at end"),
            "score": Derived(SCORE),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{SCORE} >= 4"),
            "channel": Choice(*either("channel"), values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*either("channel")),
            "team": Text(*either("team currently assigned")),
            "agent": Text(*either("last teammate rated"), *either("teammate rated")),
            "comment": Text(*either("conversation rating remark")),
        },
        when="label is not null or offered_at is not null",
    )


def _zone(sheet: Sheet) -> str | None:
    """The zone that the heading of the rating's time names: the other times are in it too."""
    rated = sheet.find(*RATED)
    zone = "" if rated is None else without_bracket(sheet.headings[rated])[1]
    return zone if "/" in zone or zone == "UTC" else None
