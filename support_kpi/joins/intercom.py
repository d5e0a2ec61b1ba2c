"""Intercom in a warehouse: admins, teams, contacts, tags and the parts of conversations."""

from support_kpi.drafts import Cell, Flag, Join, Lookup, Moment, Text

ID_AND_NAME = {"id": Text("id"), "name": Text("name", keep_words=True)}
VERSION: dict[str, Cell] = {
    "is_active": Flag("_fivetran_active"),
    "updated_at": Moment("updated_at", "conversation_updated_at", zone="UTC"),
}

JOIN = Join(
    readers=("intercom_warehouse",),
    main="conversations",
    cells={
        "conversation_id": Text("id"),
        "assignee_id": Text("assignee_id"),
        "assignee_type": Text("assignee_type"),
        "team_id": Text("team_assignee_id"),
        "author_id": Text("source_author_id"),
        "author_type": Text("source_author_type"),
        "first_reply_at": Moment("statistics_first_admin_reply_at", zone="UTC"),
        "last_closed_at": Moment("statistics_last_close_at", zone="UTC"),
    },
    lookups=(
        Lookup(
            "admins",
            "names of agents",
            ("id", "name", "email", "job_title"),
            ID_AND_NAME,
            key="id",
        ),
        Lookup("teams", "names of teams", ("id", "name"), ID_AND_NAME, key="id", is_named=True),
        Lookup(
            "team_admins",
            "teams of agents",
            ("admin_id", "team_id"),
            {"admin_id": Text("admin_id"), "team_id": Text("team_id")},
        ),
        Lookup(
            "contacts",
            "addresses of requesters",
            ("id", "email", "role", "external_id"),
            {"id": Text("id"), "email": Text("email"), **VERSION},
            key="id",
        ),
        Lookup(
            "conversation_contacts",
            "requesters",
            ("conversation_id", "contact_id"),
            {
                "conversation_id": Text("conversation_id"),
                "contact_id": Text("contact_id"),
                **VERSION,
            },
            key="conversation_id, contact_id",
        ),
        Lookup("tags", "names of tags", ("id", "name"), ID_AND_NAME, key="id", is_named=True),
        Lookup(
            "conversation_tags",
            "tags",
            ("conversation_id", "tag_id"),
            {"conversation_id": Text("conversation_id"), "tag_id": Text("tag_id"), **VERSION},
            key="conversation_id, tag_id",
        ),
        Lookup(
            "parts",
            "first replies, times of closing and counts of messages",
            ("id", "conversation_id", "part_type", "author_type"),
            {
                "id": Text("id"),
                "conversation_id": Text("conversation_id"),
                "part_type": Text("part_type"),
                "author_type": Text("author_type"),
                "body": Text("body"),
                "created_at": Moment("created_at", zone="UTC"),
                **VERSION,
            },
            key="id",
        ),
    ),
)
