"""Intercom ticket dataset: labels with the zone in the heading, or snake-case ids."""

from support_kpi.drafts import Choice, Derived, Draft, Duration, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.intercom_conversations import CHANNELS, either, requester

TITLE = "Intercom tickets"
NUMBER = ("conversation id", "conversation_id", "ticket id", "ticket_id")
OPENED = ("ticket created", "ticket created at", "ticket_created", "ticket_created_at")
CATEGORY = either("current ticket state category")
STATE = either("current ticket custom state")
REQUIRED = (NUMBER, OPENED)
TELLS = (
    CATEGORY,
    STATE,
    either("ticket time to resolve"),
    either("ticket last resolved"),
    either("teammate currently assigned"),
)
NOT_TICKETS = ("conversation started at", "conversation_started_at")

CATEGORIES: dict[str, str | None] = {
    "submitted": "new",
    "in progress": "open",
    "in_progress": "open",
    "waiting on customer": "pending",
    "waiting_on_customer": "pending",
    "resolved": "solved",
}

IS_DONE = "coalesce(_category, nullif(_state, '?'), 'solved') in ('solved', 'closed')"


def recognises(sheet: Sheet) -> bool:
    required = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    is_ticket = any(sheet.has_any(*aliases) for aliases in TELLS)
    return required and is_ticket and not sheet.has_any(*NOT_TICKETS)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("intercom", (_tickets(),))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text(*NUMBER),
            "created_at": Moment(*OPENED),
            "_resolved_at": Moment(
                *either("ticket last resolved"), *either("ticket last resolved at")
            ),
            "updated_at": Moment(*either("ticket updated at"), *either("updated at")),
            "channel": Choice(*_origin(), values=CHANNELS, vocabulary="channel"),
            "channel_detail": Text(*_origin()),
            "_category": Choice(*CATEGORY, values=CATEGORIES, vocabulary="status"),
            "_state": Choice(*STATE, *either("ticket state"), vocabulary="status", otherwise="?"),
            "status": Derived("coalesce(_category, nullif(_state, '?'))"),
            # A ticket that was opened again keeps the time at which it was last resolved.
            "solved_at": Derived(f"case when {IS_DONE} then _resolved_at end"),
            "status_detail": Text(*STATE, *either("ticket state"), *CATEGORY),
            "ticket_type": Text(*either("ticket type")),
            "category": Text(*either("ticket category")),
            "team": Text(*either("team currently assigned")),
            "agent": Text(*either("teammate currently assigned"), *either("resolved by")),
            "requester_id": requester(),
            "organization": Text(*either("company name")),
            "subject": Text(*either("ticket title"), *either("title")),
            "_resolution_seconds": Duration(*either("ticket time to resolve")),
            "resolution_seconds": Derived(
                f"case when {IS_DONE} and _resolved_at is not null then _resolution_seconds end"
            ),
            "_creator": Text(*either("created by")),
            "is_agent_created": Derived(
                "case when regexp_matches(lower(_creator), '^(teammate|admin|bot|workflow|fin)')"
                " then true when regexp_matches(lower(_creator), '^(customer|user|lead|visitor)')"
                " then false end"
            ),
        },
    )


def _origin() -> tuple[str, ...]:
    return either("channel") + either("created via")
