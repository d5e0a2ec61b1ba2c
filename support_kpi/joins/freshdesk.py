"""Freshdesk: names, conversations and time entries of the interface."""

from support_kpi.drafts import Duration, Flag, Join, Lookup, Moment, Text

ID_AND_NAME = {
    "id": Text("id"),
    "name": Text("name", keep_words=True),
    "updated_at": Moment("updated_at", zone="UTC"),
}

JOIN = Join(
    readers=("freshdesk_json",),
    main="tickets",
    # A list of ratings names its ticket in a column of its own.
    cells={
        "ticket_id": Text("ticket_id", "display_id", "id"),
        "created_at": Moment("created_at", zone="UTC"),
        "requester_id": Text("requester_id", "user_id"),
        "responder_id": Text("responder_id", "agent_id"),
        "responder_name": Text("responder.name", "responder_name", keep_words=True),
        "group_id": Text("group_id"),
        "company_id": Text("company_id"),
        "first_responded_at": Moment("stats.first_responded_at", zone="UTC"),
    },
    lookups=(
        Lookup(
            "agents",
            "names of agents",
            ("id", "contact.name", "ticket_scope"),
            {
                "id": Text("id"),
                "name": Text("contact.name", keep_words=True),
                "updated_at": Moment("contact.updated_at", "updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "contacts",
            "addresses of requesters",
            ("id", "name", "email", "mobile"),
            {
                "id": Text("id"),
                "email": Text("email"),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup("groups", "names of teams", ("id", "name"), ID_AND_NAME, key="id", is_named=True),
        Lookup("companies", "names of companies", ("id", "name", "domains"), ID_AND_NAME, key="id"),
        Lookup(
            "conversations",
            "first replies and counts of messages",
            ("id", "ticket_id", "incoming", "private"),
            {
                "id": Text("id"),
                "ticket_id": Text("ticket_id"),
                "created_at": Moment("created_at", zone="UTC"),
                "is_incoming": Flag("incoming"),
                "is_private": Flag("private"),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "time_entries",
            "time that agents worked",
            ("id", "ticket_id", "time_spent"),
            {
                "id": Text("id"),
                "ticket_id": Text("ticket_id"),
                "time_spent": Duration("time_spent", unit="minutes"),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup("roles", "", ("id", "name"), {}, is_named=True),
        Lookup("solution_categories", "", ("id", "name"), {}, is_named=True),
        Lookup("solution_folders", "", ("id", "name"), {}, is_named=True),
    ),
)
