"""Genesys Cloud interactions: one row a conversation, by telephone, chat, e-mail or message."""

from support_kpi.drafts import (
    Choice,
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
from support_kpi.questionnaires.profile import profiles

TITLE = "Genesys Cloud interactions"
COMPLETED = (
    "full export completed",
    "exportación completa",
    "exportación completada",
    "exportación completa finalizada",
)
MEDIA = ("media type", "tipo de medio", "tipo de medios", "tipo de medios de comunicación")
STARTED = ("date", "fecha", "fecha de inicio")
NUMBER = ("conversation id", "id de conversación", "id de la conversación")
QUEUE = ("queue", "first queue", "cola", "primera cola")
USERS = ("users", "usuarios")
WRAP_UP = ("wrap-up", "conclusión", "código de conclusión")
DIRECTION = ("initial direction", "direction", "dirección inicial", "dirección")
REMOTE = ("remote", "remoto")
REQUIRED = (NUMBER, MEDIA, STARTED)
TELLS = (
    COMPLETED,
    ("partial result timestamp",),
    USERS,
    REMOTE,
    ("ani",),
    ("dnis",),
    QUEUE,
    WRAP_UP,
    ("flow", "flujo"),
    ("total handle", "gestión total"),
    ("total talk", "conversación total"),
    ("total acw", "total acw"),
)
CHANNELS: dict[str, str | None] = {
    "voice": "phone",
    "voz": "phone",
    "call": "phone",
    "llamada": "phone",
    "callback": "phone",
    "devolución de llamada": "phone",
    "chat": "live_chat",
    "webchat": "live_chat",
    "email": "email",
    "correo electrónico": "email",
    "message": "messaging",
    "mensaje": "messaging",
    "sms": "sms",
    "social": "social_media",
    "video": "video",
}
DIRECTIONS: dict[str, str | None] = {
    "inbound": "inbound",
    "outbound": "outbound",
    "inbound/outbound": "inbound",
    "outbound/inbound": "outbound",
    "internal": "outbound",
    "entrante": "inbound",
    "saliente": "outbound",
    "entrante/saliente": "inbound",
    "saliente/entrante": "outbound",
    "eingehend": "inbound",
    "ausgehend": "outbound",
    "entrant": "inbound",
    "sortant": "outbound",
    "entrada": "inbound",
    "saída": "outbound",
    "intern": "outbound",
    "interna": "outbound",
    "interno": "outbound",
}

LAST_OF = "nullif(trim(regexp_extract(trim({0}, '; '), '[^;]+$')), '')"
IS_ANSWERED = """
    case
        when channel <> 'phone' then null
        else {taken} and not coalesce(_is_abandoned, false) and coalesce(_talk, 1) > 0
    end
"""
OUTCOME = """
    case
        when channel <> 'phone' then null
        when is_answered then 'answered'
        when lower(channel_detail) like '%callback%' then 'callback'
        when direction = 'outbound' then null
        when _is_abandoned then 'abandoned'
        when _queue is null then 'ivr_only'
        when not is_answered then 'missed'
    end
"""
HANDLED = """
    coalesce(
        _handle, nullif(coalesce(_talk, 0) + coalesce(_hold, 0) + coalesce(_after_call, 0), 0)
    )
"""
# The remote end of a chat is a name that many people share.
REQUESTER = """
    coalesce(
        case when direction = 'outbound' then _to else _from end,
        case when _name like '%@%' then _remote end
    )
"""
ANSWERED_IN = """
    case
        when
            is_answered
            and direction is distinct from 'outbound'
            and lower(channel_detail) not like '%callback%'
        then _wait
    end
"""


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return required and sheet.count(TELLS) >= 3


def refusal(sheet: Sheet) -> str | None:
    """Names the views of Genesys that hold totals only."""
    if not sheet.has("interval start", "interval end", "media type"):
        return None
    return (
        "is a Genesys Cloud view of totals by interval, not of single interactions."
        " Export Performance > Interactions instead."
    )


def read(sheet: Sheet, options: Options) -> Reading:
    interaction = Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*STARTED),
            "closed_at": Moment("end date", "fecha de finalización", "fecha final"),
            "channel": Choice(*MEDIA, values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*MEDIA),
            "status": Derived("case when closed_at is null then 'open' else 'closed' end"),
            "category": Text(*WRAP_UP),
            "subject": Text("subject"),
            "_queue": Text(*QUEUE),
            "team": Derived(LAST_OF.format("_queue")),
            "_users": Text(*USERS),
            "agent": Derived(LAST_OF.format("_users")),
            "reassignments": Derived("len(string_split(trim(_users, '; '), ';')) - 1"),
            "_from": Person("ani"),
            "_to": Person("dnis"),
            "_name": Text(*REMOTE),
            "_remote": Person(*REMOTE),
            "requester_id": Derived(REQUESTER),
            "direction": Choice(*DIRECTION, values=DIRECTIONS),
            "_is_abandoned": Flag("abandoned", "abandonado", "abandonada"),
            "is_answered": Derived(IS_ANSWERED.format(taken=_taken(sheet))),
            "call_outcome": Derived(OUTCOME),
            "_talk": Duration("total talk", "conversación total", unit="milliseconds"),
            "_hold": Duration("total hold", "retención total", unit="milliseconds"),
            "_after_call": Duration("total acw", unit="milliseconds"),
            "_handle": Duration("total handle", "gestión total", unit="milliseconds"),
            "_wait": Duration("total queue", "cola total", unit="milliseconds"),
            "handle_seconds": Derived(HANDLED),
            "requester_wait_seconds": Derived("case when channel = 'phone' then _wait end"),
            "speed_of_answer_seconds": Derived(ANSWERED_IN),
        },
    )
    return Reading("genesys", (interaction,), warnings=_warnings(sheet))


def _taken(sheet: Sheet) -> str:
    """By the agents named, else by the time talked."""
    return "_users is not null" if sheet.has_any(*USERS) else "coalesce(_talk, _handle, 0) > 0"


def _warnings(sheet: Sheet) -> tuple[str, ...]:
    position = sheet.find(*COMPLETED)
    if position is None:
        return ()
    answers = profiles(sheet, [position], 1)[position].values
    if any(value.casefold() in ("no", "false") for value, _ in answers):
        return (
            "The file says of itself that the export was not completed: interactions are missing."
            " Export it again.",
        )
    return ()
