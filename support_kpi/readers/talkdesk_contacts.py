"""Talkdesk contacts: one row a contact; a call that was passed on has several contacts.

A call is an interaction. It starts with its first contact, ends with its last and is handled as
long as all of them together; team and agent are those of the last contact that was answered.
"""

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

TITLE = "Talkdesk contacts"
REQUIRED = (
    ("interaction id", "interaction_id"),
    ("started at", "started_at"),
    ("contact type", "contact_type"),
)

CALL = "over (partition by ticket_id)"
HAS_AGENT = """
    coalesce(
        _answered is not null
        or lower(_kind) in ('answered', 'connected')
        or (_talk > 0 and lower(coalesce(_kind, '')) not similar to '.*(aband|voice|miss).*'),
        false
    )
"""
IS_ANSWERED = f"bool_or({HAS_AGENT}) {CALL}"
STANDING = f"""
    case when {HAS_AGENT} or not {IS_ANSWERED} then coalesce(_finished, _started) end
"""
HANDLED = f"""
    case
        when {IS_ANSWERED}
        then sum(
            coalesce(
                _handle,
                nullif(coalesce(_talk, 0) + coalesce(_hold, 0) + coalesce(_after_call, 0), 0)
            )
        ) {CALL}
    end
"""
OUTCOME = f"""
    case
        when {IS_ANSWERED} then 'answered'
        when direction = 'outbound' then null
        when lower(_kind) similar to '.*(hours|closed).*' or not _is_open then 'out_of_hours'
        when lower(_kind) similar to '.*short.*aband.*' then 'short_abandon'
        when lower(_kind) like '%aband%' then 'abandoned'
        when lower(_kind) like '%voice%mail%' then 'voicemail'
        when _is_callback then 'callback'
        else 'missed'
    end
"""


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    call = Draft(
        "ticket",
        {
            "ticket_id": Text(*REQUIRED[0]),
            "_started": Moment(*REQUIRED[1]),
            "_finished": Moment("finished at", "finished_at"),
            "_kind": Text(*REQUIRED[2]),
            "_answered": Text("answered at", "answered_at"),
            "_wait": Duration("wait time", "wait_time"),
            "_talk": Duration("talk time", "talk_time"),
            "_hold": Duration("hold time", "hold_time"),
            "_after_call": Duration("after call work time", "after_call_work_time"),
            "_handle": Duration("handle time", "handle_time"),
            "_is_open": Flag("inside business hours", "inside_business_hours"),
            "_is_callback": Flag("callback"),
            "_team": Text("team name", "team_name"),
            "_queue": Text("handling ring groups", "ring groups", "ring_groups"),
            "created_at": Derived(f"min(_started) {CALL}"),
            "closed_at": Derived(f"max(_finished) {CALL}"),
            "updated_at": Derived(STANDING),
            "channel": Constant("phone"),
            "channel_detail": Text("phone display name", "phone_display_name"),
            "status": Constant("closed"),
            "status_detail": Text(*REQUIRED[2]),
            "team": Derived("coalesce(_team, _queue)"),
            "agent": Text("user name", "user_name"),
            "requester_id": Person("contact person number", "contact_person_number"),
            "reassignments": Derived(f"count(*) {CALL} - 1"),
            "direction": Choice(
                "direction",
                values={"inbound": "inbound", "outbound": "outbound", "internal": "outbound"},
            ),
            "is_answered": Derived(IS_ANSWERED),
            "call_outcome": Derived(OUTCOME),
            "handle_seconds": Derived(HANDLED),
            "requester_wait_seconds": Derived(f"sum(_wait) {CALL}"),
            "speed_of_answer_seconds": Derived(
                f"arg_min(_wait, _started) filter (where {HAS_AGENT} and direction = 'inbound')"
                f" {CALL}"
            ),
        },
    )
    return Reading("talkdesk", (call,))
