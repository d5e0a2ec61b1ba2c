"""Zendesk's table of tickets as a connector keeps it in a warehouse."""

from support_kpi.drafts import (
    Choice,
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
from support_kpi.readers.zendesk_csv import FLAGS, PRIORITIES, STATUSES, VIA

TITLE = "Zendesk tickets (warehouse table)"
REQUIRED = (("id",), ("created_at",), ("requester_id",), ("via_channel",), ("status",))
UNTIMED = (
    "This table says of a ticket that it is solved, not when: replies and solving have no times."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    return Reading("zendesk", (_tickets(),), warnings=(UNTIMED,))


def _tickets() -> Draft:
    return Draft(
        "ticket",
        {
            "ticket_id": Text("id"),
            "created_at": Moment("created_at", zone="UTC"),
            "updated_at": Moment("updated_at", zone="UTC"),
            "channel": Choice("via_channel", values=VIA, vocabulary="channel"),
            "channel_detail": Text("via_channel"),
            "status": Choice("status", values=STATUSES, vocabulary="status"),
            "status_detail": Text("status"),
            "priority": Choice("priority", values=PRIORITIES, vocabulary="priority"),
            "priority_detail": Text("priority"),
            "ticket_type": Text("type"),
            "team": Text("group_id"),
            "agent": Text("assignee_id"),
            "requester_id": Person("requester_id"),
            "organization": Text("organization_id"),
            "subject": Text("subject"),
            "tags": Labels("tags"),
            **FLAGS,
            "_is_removed": Flag("_fivetran_deleted"),
            "is_deleted": Derived(
                "coalesce(_is_removed, false) or lower(status_detail) = 'deleted'"
            ),
        },
    )
