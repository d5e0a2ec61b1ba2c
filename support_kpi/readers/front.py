"""Front analytics export: one row for each activity, folded into one ticket a conversation."""

from support_kpi.drafts import (
    Choice,
    Constant,
    Derived,
    Draft,
    Flag,
    Labels,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet

TITLE = "Front activities"
CONVERSATION = ("conversation id", "conversation api id")
REQUIRED = (("activity id", "message id"), CONVERSATION, ("direction",), ("message date",))
TELLS = (
    "segment",
    "segment start",
    "reaction time",
    "total reply time",
    "attributed to",
    "status at activity time",
)

CHANNELS: dict[str, str | None] = {
    "email": "email",
    "sms": "sms",
    "twilio": "sms",
    "whatsapp": "messaging",
    "facebook": "social_media",
    "facebook messenger": "messaging",
    "twitter": "social_media",
    "front_chat": "live_chat",
    "front chat": "live_chat",
    "smooch": "messaging",
    "aircall": "phone",
    "dialpad": "phone",
    "phone-call": "phone",
    "call": "phone",
    "form": "web_form",
}
STATUSES: dict[str, str | None] = {
    "unassigned": "new",
    "assigned": "open",
    "open": "open",
    "snoozed": "pending",
    "later": "pending",
    "archived": "solved",
    "closed": "solved",
    "resolved": "solved",
    "deleted": "closed",
    "trashed": "closed",
    "spam": "closed",
}
OF_TICKET = "over (partition by ticket_id)"
IS_INBOUND = "starts_with(lower(_way), 'in')"
IS_REPLY = "starts_with(lower(_way), 'out') and not coalesce(_is_automatic, false)"
FIRST_INBOUND = f"min(updated_at) filter ({IS_INBOUND}) {OF_TICKET}"
FIRST_REPLY = f"min(updated_at) filter ({IS_REPLY}) {OF_TICKET}"
FIRST_OF_ALL = f"min(coalesce(updated_at, _segment_at)) {OF_TICKET}"
PARTS = (
    "A Front conversation begins here with its first message in this file: export whole"
    " conversations, from before they began."
)
STAND_IN = (
    "Front exports no time of rating: the date of the newest message that carries it stands in."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED) and sheet.has_any(*TELLS)


def read(sheet: Sheet, options: Options) -> Reading:
    if not sheet.has("survey rating"):
        return Reading("front", (_conversations(),), warnings=(PARTS,))
    return Reading("front", (_conversations(), _ratings()), warnings=(PARTS, STAND_IN))


def _conversations() -> Draft:
    """Each row knows its whole conversation; of its rows the newest stands."""
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*CONVERSATION),
            "updated_at": Moment("message date"),
            "_segment_at": Moment("segment start"),
            "_segment_end": Moment("segment end", "last segment activity"),
            "_way": Text("direction"),
            "_is_automatic": Flag("autoreply"),
            "_source": Choice("source", values=CHANNELS, vocabulary="channel", otherwise="other"),
            "_type": Choice("type", values=CHANNELS, vocabulary="channel", otherwise="other"),
            "_source_detail": Text("source"),
            "_type_detail": Text("type"),
            "_status": Choice("status", values=STATUSES, vocabulary="status"),
            "created_at": Derived(f"coalesce({FIRST_INBOUND}, {FIRST_OF_ALL})"),
            "first_reply_at": Derived(
                f"case when {FIRST_REPLY} >= {FIRST_INBOUND} then {FIRST_REPLY} end"
            ),
            "solved_at": Derived(
                f"case when _status = 'solved' then max(_segment_end) {OF_TICKET} end"
            ),
            "status": Derived("_status"),
            "status_detail": Text("status"),
            "channel": Derived(
                f"coalesce(nullif({_first('_source')}, 'other'), {_first('_type')},"
                f" {_first('_source')})"
            ),
            "channel_detail": Derived(
                f"coalesce({_first('_source_detail')}, {_first('_type_detail')})"
            ),
            "team": Text("inbox"),
            "agent": Text("assignee", "attributed to"),
            "requester_id": Person("contact handle", "contact name"),
            "organization": Text("account name", "account names"),
            "subject": Text("subject"),
            "tags": Labels("tags", separator=","),
            "agent_replies": Derived(f"count(*) filter ({IS_REPLY}) {OF_TICKET}"),
            "customer_messages": Derived(f"count(*) filter ({IS_INBOUND}) {OF_TICKET}"),
            "is_agent_created": Derived(f"not {_first(IS_INBOUND)}"),
            "is_spam": Derived("case when lower(status_detail) = 'spam' then true end"),
            "is_deleted": Derived("lower(status_detail) in ('deleted', 'trashed')"),
        },
    )


def _ratings() -> Draft:
    score = "try_cast(label as double)"
    return Draft(
        "response",
        {
            "response_id": Derived("ticket_id || '-csat'"),
            "metric": Constant("csat"),
            "survey": Constant("Front survey"),
            "ticket_id": Text(*CONVERSATION),
            "requester_id": Person("contact handle", "contact name"),
            "responded_at": Moment("message date"),
            "is_answered": Constant(True),
            "label": Text("survey rating"),
            "score": Derived(score),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(f"{score} >= 4"),
            "team": Text("inbox"),
            "agent": Text("assignee", "attributed to"),
            "comment": Text("survey comment"),
        },
        when="label is not null",
    )


def _first(value: str) -> str:
    """What the first message of the conversation has."""
    return f"arg_min({value}, updated_at) {OF_TICKET}"
