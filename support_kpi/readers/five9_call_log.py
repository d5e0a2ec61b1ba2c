"""Five9 call log: one row a call, every length of time as a clock."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Duration,
    Flag,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Five9 call log"
STARTED = ("timestamp", "date")
REQUIRED = (("call id",), STARTED, ("call type", "disposition", "campaign"))
# Whoever builds the report picks its columns.
TELLS = (
    ("campaign",),
    ("call type",),
    ("disposition",),
    ("ani",),
    ("dnis",),
    ("queue wait time",),
    ("after call work time",),
    ("bill time (rounded)",),
    ("park time",),
    ("ivr time",),
    ("abandoned",),
    ("skill",),
)
INBOUND = ("inbound", "inbound voicemail", "3rd party transfer")
# Whatever an agent or the dialler begins, calls between agents included, is no call of a requester.
OUTBOUND = (
    "outbound", "manual", "autodial", "preview", "progressive", "predictive", "power",
    "outbound preview", "outbound autodial", "queue callback", "test", "internal", "agent",
    "3rd party conference",
)  # fmt: skip
TYPES: dict[str, str | None] = {
    **dict.fromkeys(INBOUND, "inbound"),
    **dict.fromkeys(OUTBOUND, "outbound"),
}

OUTCOME = """
    case
        when is_answered then 'answered'
        when direction is distinct from 'inbound' then null
        when _is_abandoned then 'abandoned'
        when lower(category) similar to '.*(after hours|out of hours|closed|holiday).*'
        then 'out_of_hours'
        when lower(concat_ws(' ', category, status_detail)) like '%voice%mail%' then 'voicemail'
        when lower(category) similar to '.*call ?back.*' then 'callback'
        when _wait = 0 then 'ivr_only'
        else 'missed'
    end
"""
HANDLED = """
    case
        when is_answered
        then coalesce(_talk, 0) + coalesce(_hold, 0) + coalesce(_park, 0) + coalesce(_after_call, 0)
    end
"""


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sheet.count(TELLS) >= 3


def read(sheet: Sheet, options: Options) -> Reading:
    call = Draft(
        "ticket",
        {
            "ticket_id": Text("call id"),
            "created_at": Moment("timestamp")
            if sheet.has("timestamp")
            else Moment("date", and_time="time"),
            "_length": Duration("call time"),
            "closed_at": Derived("created_at + to_seconds(_length)"),
            "channel": Constant("phone"),
            "_campaign": Text("campaign"),
            "_skill": Text("skill"),
            "channel_detail": Derived("nullif(_campaign, '[None]')"),
            "status": Constant("closed"),
            "status_detail": Text("call type"),
            "category": Text("disposition"),
            "team": Derived("coalesce(nullif(_skill, '[None]'), nullif(_campaign, '[None]'))"),
            "_agent_name": Text("agent name", "agent"),
            "agent": Derived("nullif(_agent_name, '[None]')"),
            "_from": Person("ani"),
            "_to": Person("dnis"),
            "requester_id": Derived("case when direction = 'outbound' then _to else _from end"),
            "reassignments": Number("transfers"),
            "direction": Choice("call type", values=TYPES),
            "is_test": Derived("lower(status_detail) = 'test'"),
            "_is_abandoned": Flag("abandoned"),
            "_talk": Duration("talk time"),
            "_hold": Duration("hold time"),
            "_park": Duration("park time"),
            "_after_call": Duration("after call work time"),
            "_wait": Duration("queue wait time"),
            "is_answered": Derived(_is_answered(sheet)),
            "call_outcome": Derived(OUTCOME),
            "handle_seconds": Derived(HANDLED),
            "requester_wait_seconds": Derived("case when direction = 'inbound' then _wait end"),
            "speed_of_answer_seconds": Derived(
                "case when is_answered and direction = 'inbound' then _wait end"
            ),
        },
    )
    return Reading("five9", (call,))


def _is_answered(sheet: Sheet) -> str:
    """Someone took it, and talked, as far as the columns tell."""
    signs = ["not coalesce(_is_abandoned, false)"]
    if sheet.has_any("agent name", "agent"):
        signs.append("_agent_name is not null and _agent_name <> '[None]'")
    if sheet.has("talk time"):
        signs.append("coalesce(_talk, 0) > 0")
    return " and ".join(signs) if len(signs) > 1 else "null"
