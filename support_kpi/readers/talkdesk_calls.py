"""Talkdesk calls: the report of calls, one row a call, its kind telling how it went."""

from support_kpi.drafts import (
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
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Talkdesk calls"


def _either(*names: str) -> tuple[str, ...]:
    """A column as the report heads it and as the interface names it."""
    return tuple(spelling for name in names for spelling in (name, name.replace(" ", "_")))


NUMBER = _either("interaction id", "callsid", "call sid", "call id")
KIND, STARTED = _either("call type"), _either("start time")
REQUIRED = (NUMBER, KIND, STARTED)
TELLS = (
    _either("talkdesk phone number", "talkdesk phone"),
    _either("customer phone number", "customer phone"),
    _either("agent speed to answer"),
    _either("in business hours", "in business hours?"),
    _either("callback from queue", "callback from queue?"),
    _either("handling user name", "handling user id", "handling agent"),
    _either("total ringing time"),
    _either("if no answer", "if-no-answer"),
    _either("ring groups"),
)
TALK = "coalesce(_talk, 0) > 0"
IS_OUT = "starts_with(lower(status_detail), 'out')"
IS_ANSWERED = (
    f"lower(status_detail) in ('inbound', 'outbound', 'answered') and (_talk is null or {TALK})"
)
OUTCOME = f"""
    case
        when is_answered then 'answered'
        when {IS_OUT} then null
        when lower(status_detail) like '%short%' then 'short_abandon'
        when _is_open = false or lower(status_detail) like '%hours%' then 'out_of_hours'
        when lower(status_detail) like '%aband%' then 'abandoned'
        when lower(status_detail) like '%voice%' then 'voicemail'
        when _is_callback then 'callback'
        else 'missed'
    end
"""
HANDLED = "_talk + coalesce(_hold, 0) + coalesce(_after_call, 0)"


def recognises(sheet: Sheet) -> bool:
    is_complete = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return is_complete and sheet.count(TELLS) >= 2


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("talkdesk", (_calls(),))


def _calls() -> Draft:
    agent = _either("handling user name", "agent name", "user name", "handling agent")
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*STARTED),
            "closed_at": Moment(*_either("end time")),
            "channel": Constant("phone"),
            "channel_detail": Text(*TELLS[0]),
            "status": Constant("closed"),
            "status_detail": Text(*KIND),
            "category": Text("description"),
            "team": Text(*_either("ring groups", "team name")),
            "agent": Text(*agent),
            "requester_id": Person(*TELLS[1]),
            "tags": Labels("tags", separator=","),
            "direction": Derived(f"case when {IS_OUT} then 'outbound' else 'inbound' end"),
            "_talk": Duration(*_either("talk time")),
            "_hold": Duration(*_either("holding time", "hold time")),
            "_after_call": Duration(*_either("after call work time", "wrap up time")),
            "_wait": Duration(*_either("waiting time", "wait time")),
            "_speed": Duration(*_either("agent speed to answer")),
            "_is_open": Flag(*_either("in business hours", "in business hours?")),
            "_is_callback": Flag(*_either("callback from queue", "callback from queue?")),
            "is_answered": Derived(IS_ANSWERED),
            "call_outcome": Derived(OUTCOME),
            "handle_seconds": Derived(f"case when is_answered then {HANDLED} end"),
            "requester_wait_seconds": Derived(f"case when not {IS_OUT} then _wait end"),
            "speed_of_answer_seconds": Derived(
                f"case when is_answered and not {IS_OUT} then coalesce(_speed, _wait) end"
            ),
        },
    )
