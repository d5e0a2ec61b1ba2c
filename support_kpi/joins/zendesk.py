"""Zendesk: names, comments, metrics and the history of fields, of the API and of warehouses."""

from support_kpi.drafts import Cell, Flag, Join, Lookup, Moment, Number, Text

CLOCKS = (
    "reply_time_in_minutes",
    "first_resolution_time_in_minutes",
    "full_resolution_time_in_minutes",
    "requester_wait_time_in_minutes",
    "agent_wait_time_in_minutes",
    "on_hold_time_in_minutes",
)


def _minutes() -> dict[str, Cell]:
    return {
        f"{clock}.{kind}": Number(f"{clock}.{kind}")
        for clock in CLOCKS
        for kind in ("calendar", "business")
    }


JOIN = Join(
    readers=("zendesk_json", "zendesk_warehouse"),
    main="tickets",
    # A list of ratings names its ticket in a column of its own.
    cells={
        "ticket_id": Text("ticket_id", "id"),
        "created_at": Moment("created_at", zone="UTC"),
        "requester_id": Text("requester_id"),
        "assignee_id": Text("assignee_id"),
        "group_id": Text("group_id"),
        "organization_id": Text("organization_id"),
        "merged_ticket_ids": Text("merged_ticket_ids"),
    },
    lookups=(
        Lookup(
            "users",
            "names of agents and addresses of requesters",
            ("id", "name", "email", "role"),
            {
                "id": Text("id"),
                "name": Text("name", keep_words=True),
                "email": Text("email"),
                "role": Text("role"),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "groups",
            "names of teams",
            ("id", "name"),
            {
                "id": Text("id"),
                "name": Text("name", keep_words=True),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
            is_named=True,
        ),
        Lookup(
            "organizations",
            "names of organisations",
            ("id", "name", "shared_tickets"),
            {
                "id": Text("id"),
                "name": Text("name", keep_words=True),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "ticket_tags",
            "tags",
            ("ticket_id", "tag"),
            {"ticket_id": Text("ticket_id"), "tag": Text("tag", keep_words=True)},
        ),
        Lookup(
            "ticket_metrics",
            "times and counts of replies and solving",
            ("ticket_id", "replies", "assignee_stations", "solved_at"),
            {
                "ticket_id": Text("ticket_id"),
                "solved_at": Moment("solved_at", zone="UTC"),
                "reopens": Number("reopens"),
                "replies": Number("replies"),
                "assignee_stations": Number("assignee_stations"),
                "updated_at": Moment("updated_at", zone="UTC"),
                **_minutes(),
            },
            key="ticket_id",
        ),
        Lookup(
            "ticket_comments",
            "first replies and counts of messages",
            ("ticket_id", "public", "body"),
            {
                "id": Text("id"),
                "ticket_id": Text("ticket_id"),
                "author_id": Text("user_id", "author_id"),
                "created_at": Moment("created", "created_at", zone="UTC"),
                "is_public": Flag("public"),
            },
            key="id",
        ),
        Lookup(
            "ticket_field_history",
            "times of solving, reopening, and ratings",
            ("ticket_id", "field_name", "value", "updated"),
            {
                "ticket_id": Text("ticket_id"),
                "field_name": Text("field_name"),
                "value": Text("value", keep_words=True),
                "updated_at": Moment("updated", zone="UTC"),
            },
        ),
    ),
)
