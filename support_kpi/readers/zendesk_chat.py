"""Zendesk Chat as JSON: one row a chat, or a message left while nobody was there."""

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

TITLE = "Zendesk chats (JSON)"
REQUIRED = (("id",), ("timestamp",), ("zendesk_ticket_id", "agent_names"), ("missed", "started_by"))

# The ticket that a chat became is the same request: whichever was changed last stands.
TICKET = "coalesce(_ticket, 'chat-' || _chat)"
REQUESTER = Person("visitor.email", "visitor.phone", "visitor.id", "visitor.name")
FIRST_AGENT = (
    "case when starts_with(_agents, '[') then json_extract_string(_agents, '$[0]') else _agents end"
)
IS_ANSWERED = "coalesce(_kind, 'chat') <> 'offline_msg' and not coalesce(_is_missed, false)"


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("zendesk", (_chats(), _ratings()))


def _chats() -> Draft:
    return Draft(
        "ticket",
        {
            "_chat": Text("id"),
            "_ticket": Text("zendesk_ticket_id"),
            "ticket_id": Derived(TICKET),
            "created_at": Moment("timestamp", zone="UTC"),
            "_ended_at": Moment("end_timestamp", zone="UTC"),
            "updated_at": Derived("coalesce(_ended_at, created_at)"),
            "_kind": Text("type"),
            "_is_missed": Flag("missed"),
            "solved_at": Derived(f"case when {IS_ANSWERED} then _ended_at end"),
            "status": Derived(
                f"case when not ({IS_ANSWERED}) then 'new'"
                " when _ended_at is null then 'open' else 'solved' end"
            ),
            "channel": Derived(
                "case when _kind = 'offline_msg' then 'web_form' else 'live_chat' end"
            ),
            "channel_detail": Text("type"),
            "team": Text("department_name"),
            "_agents": Text("agent_names"),
            "agent": Derived(FIRST_AGENT),
            "requester_id": REQUESTER,
            "tags": Labels("tags"),
            "_first_reply_seconds": Duration("response_time.first"),
            "first_reply_seconds": Derived(
                f"case when {IS_ANSWERED} then _first_reply_seconds end"
            ),
            "_handle_seconds": Duration("duration"),
            "handle_seconds": Derived(f"case when {IS_ANSWERED} then _handle_seconds end"),
            "_starter": Text("started_by"),
            "is_agent_created": Derived("lower(_starter) in ('agent', 'trigger')"),
        },
    )


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "_chat": Text("id"),
            "_ticket": Text("zendesk_ticket_id"),
            "ticket_id": Derived(TICKET),
            "response_id": Derived("_chat || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Zendesk chat rating"),
            "requester_id": REQUESTER,
            "responded_at": Moment("end_timestamp", "timestamp", zone="UTC"),
            "is_answered": Constant(True),
            "label": Text("rating"),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived("lower(label) = 'good'"),
            "channel": Constant("live_chat"),
            "team": Text("department_name"),
            "_agents": Text("agent_names"),
            "agent": Derived(FIRST_AGENT),
            "comment": Text("comment"),
        },
        when="lower(label) in ('good', 'bad')",
    )
