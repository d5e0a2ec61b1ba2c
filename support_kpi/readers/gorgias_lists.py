"""Gorgias satisfaction surveys and voice calls as JSON of the API."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Flag,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Gorgias surveys or calls (JSON)"
SURVEYS = ("id", "ticket_id", "score", "scored_datetime", "sent_datetime")
CALLS = ("id", "started_datetime", "direction", "provider", "last_answered_by_agent_id")
REQUIRED = (("id",), ("ticket_id",), ("scored_datetime", "started_datetime"))


def recognises(sheet: Sheet) -> bool:
    return sheet.has(*SURVEYS) or sheet.has(*CALLS)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("gorgias", (_surveys() if sheet.has(*SURVEYS) else _calls(),))


def _surveys() -> Draft:
    """A survey that was sent and not answered has no score."""
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "ticket_id": Text("ticket_id"),
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Gorgias survey"),
            "requester_id": Person("customer_id"),
            "offered_at": _moment("sent_datetime"),
            "_scored_at": _moment("scored_datetime"),
            "label": Text("score"),
            "is_answered": Derived("label is not null"),
            "responded_at": Derived("case when label is not null then _scored_at end"),
            "score": Derived(score),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} >= 4"),
            "comment": Text("body_text"),
        },
        when="label is not null or offered_at is not null",
    )


def _calls() -> Draft:
    """A call belongs to a ticket of its own; whichever of the two was changed last stands."""
    return Draft(
        "ticket",
        {
            "_call": Text("id"),
            "_ticket": Text("ticket_id"),
            "ticket_id": Derived("coalesce(_ticket, 'call-' || _call)"),
            "created_at": _moment("started_datetime", "created_datetime"),
            "_seconds": Duration("duration"),
            "closed_at": Derived("created_at + to_seconds(coalesce(_seconds, 0))"),
            "updated_at": Derived("created_at + to_seconds(coalesce(_seconds, 0))"),
            "channel": Constant("phone"),
            "channel_detail": Text("provider"),
            "status": Constant("closed"),
            "status_detail": Text("status"),
            "agent": Text("last_answered_by_agent_id", "initiated_by_agent_id"),
            "requester_id": Person("customer_id"),
            "direction": Choice("direction", values={"inbound": "inbound", "outbound": "outbound"}),
            "_agent": Text("last_answered_by_agent_id"),
            "_has_voicemail": Flag("has_voicemail"),
            "is_answered": Derived("_agent is not null"),
            "call_outcome": Derived(
                "case when _agent is not null then 'answered'"
                " when direction = 'outbound' then null"
                " when _has_voicemail then 'voicemail' else 'missed' end"
            ),
            "handle_seconds": Derived("case when _agent is not null then _seconds end"),
        },
    )


def _moment(*names: str) -> Moment:
    return Moment(*names, zone="UTC")
