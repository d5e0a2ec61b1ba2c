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
REQUIRED = (("call id",), ("timestamp",), ("call type",), ("disposition",), ("queue wait time",))
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

HAS_AGENT = "_agent_name is not null and _agent_name <> '[None]'"
IS_ANSWERED = f"""
    {HAS_AGENT} and not coalesce(_is_abandoned, false) and coalesce(_talk, 0) > 0
"""
OUTCOME = """
    case
        when is_answered then 'answered'
        when direction is distinct from 'inbound' then null
        when _is_abandoned then 'abandoned'
        when lower(category) similar to '.*(after hours|out of hours|closed|holiday).*'
        then 'out_of_hours'
        when lower(concat_ws(' ', category, status_detail)) like '%voice%mail%' then 'voicemail'
        when lower(category) similar to '.*call ?back.*' then 'callback'
        when coalesce(_wait, 0) = 0 then 'ivr_only'
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
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    call = Draft(
        "ticket",
        {
            "ticket_id": Text("call id"),
            "created_at": Moment("timestamp"),
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
            "is_answered": Derived(IS_ANSWERED),
            "call_outcome": Derived(OUTCOME),
            "handle_seconds": Derived(HANDLED),
            "requester_wait_seconds": Derived("case when direction = 'inbound' then _wait end"),
            "speed_of_answer_seconds": Derived(
                "case when is_answered and direction = 'inbound' then _wait end"
            ),
        },
    )
    return Reading("five9", (call,))
