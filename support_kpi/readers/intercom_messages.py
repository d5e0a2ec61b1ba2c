"""Intercom messages as an older export lists them: one row a message, folded by conversation."""

from support_kpi.drafts import Choice, Derived, Draft, Labels, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.intercom_conversations import STATES

TITLE = "Intercom messages"
REQUIRED = (("message_id",), ("conversation_id",), ("conversation_created_at",))


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("intercom", (_conversations(),))


def _conversations() -> Draft:
    """Each message repeats its conversation; the newest stands."""
    return Draft(
        "ticket",
        {
            "ticket_id": Text("conversation_id"),
            "created_at": _moment("conversation_created_at"),
            "first_reply_at": _moment("conversation_first_response_at"),
            "_closed_at": _moment("conversation_closed_at"),
            "updated_at": _moment("message_created_at"),
            "_status": Choice("conversation_state", values=STATES, vocabulary="status"),
            "status": Derived("_status"),
            "solved_at": Derived(
                "case when coalesce(_status, 'solved') = 'solved' then _closed_at end"
            ),
            "status_detail": Text("conversation_state"),
            "tags": Labels("conversation_tags", separator=","),
        },
    )


def _moment(name: str) -> Moment:
    return Moment(name, zone="UTC")
