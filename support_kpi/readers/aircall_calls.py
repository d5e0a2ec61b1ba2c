"""Aircall calls, in the three generations of the export."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Flag,
    Labels,
    Moment,
    Options,
    Person,
    Reading,
    Serial,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Aircall calls"
UTC, LOCAL, LOCAL_DAY = "datetime (utc)", "datetime (tz offset incl.)", "date (tz offset incl.)"
TALK = ("duration (in call)", "in-call duration")
REQUIRED = (("direction",), ("answered", *TALK), (UTC, LOCAL, LOCAL_DAY))
IDS = ("call id (internal)", "call id")
TALK_ONLY = "Aircall exports talk time only: hold and after-call work are not in the handle time."

REQUESTER = """
    case
        when lower(_caller) in ('anonymous', 'unknown', 'restricted', 'private') then null
        when direction = 'outbound' then _to
        else _from
    end
"""
OUTCOME = """
    case
        when is_answered then 'answered'
        when direction = 'outbound' then null
        when _reason = 'out_of_opening_hours' then 'out_of_hours'
        when _reason = 'short_abandoned' then 'short_abandon'
        when _reason in ('abandoned_in_ivr', 'abandonned_in_ivr') then 'ivr_only'
        when _reason in ('abandoned_in_classic', 'abandonned_in_classic') then 'abandoned'
        when _voicemail is not null then 'voicemail'
        when not is_answered then 'missed'
    end
"""


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    call = Draft(
        "ticket",
        {
            "ticket_id": _identifier(sheet),
            "created_at": _start(sheet),
            "_seconds": Duration("duration (total)"),
            "closed_at": Derived("created_at + to_seconds(_seconds)"),
            "channel": Constant("phone"),
            "channel_detail": Text("line"),
            "status": Constant("closed"),
            "status_detail": Text("call type"),
            "team": Text("team", "line"),
            "_agent": Text("user"),
            "agent": Derived("nullif(_agent, '[No associated user]')"),
            "_from": Person("customer number", "from"),
            "_to": Person("customer number", "to"),
            "_caller": Text("customer number", "from"),
            "requester_id": Derived(REQUESTER),
            "tags": Labels("tags", separator=","),
            "direction": Choice("direction", values={"inbound": "inbound", "outbound": "outbound"}),
            "is_answered": _is_answered(sheet),
            "_reason": Text("missed_call_reason"),
            "_voicemail": Text("voicemail"),
            "call_outcome": Derived(OUTCOME),
            "_handle_seconds": Duration(*TALK),
            "handle_seconds": Derived("case when is_answered then _handle_seconds end"),
            "requester_wait_seconds": Duration("waiting time"),
            "_speed_of_answer_seconds": Duration("time to answer"),
            "speed_of_answer_seconds": Derived(
                "case when is_answered and direction = 'inbound' then _speed_of_answer_seconds end"
            ),
        },
    )
    return Reading("aircall", (call,), warnings=(TALK_ONLY,))


def _is_answered(sheet: Sheet) -> Cell:
    """Where the column was left out, a call with time in it was answered."""
    return (
        Flag("answered") if sheet.has("answered") else Derived("coalesce(_handle_seconds, 0) > 0")
    )


def _identifier(sheet: Sheet) -> Cell:
    """Older generations give a call no id: it is known by when, where and who."""
    if sheet.has_any(*IDS):
        return Text(*IDS)
    return Serial(
        UTC, LOCAL, LOCAL_DAY, "time (tz offset incl.)", "line", "direction", "from", "to"
    )


def _start(sheet: Sheet) -> Moment:
    if sheet.has(UTC):
        return Moment(UTC, zone="UTC")
    if sheet.has(LOCAL):
        return Moment(LOCAL, zone_column="number timezone")
    return Moment(LOCAL_DAY, and_time="time (tz offset incl.)", zone_column="number timezone")
