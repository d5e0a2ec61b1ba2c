"""Jira in a warehouse: names of states, priorities and people, comments, the history of fields."""

from support_kpi.drafts import Flag, Join, Lookup, Moment, Text

ID_AND_NAME = {"id": Text("id"), "name": Text("name", keep_words=True)}


def _names(name: str, use: str, *headings: str) -> Lookup:
    is_named = not headings
    return Lookup(name, use, ("id", "name", *headings), ID_AND_NAME, key="id", is_named=is_named)


JOIN = Join(
    readers=("jira_warehouse",),
    main="issues",
    cells={
        "issue_id": Text("id"),
        "created_at": Moment("created", zone="UTC"),
        "resolved_at": Moment("resolved", zone="UTC"),
        "status_id": Text("status"),
        "priority_id": Text("priority"),
        "type_id": Text("issue_type"),
        "project_id": Text("project"),
        "assignee_id": Text("assignee"),
        "reporter_id": Text("reporter"),
        "creator_id": Text("creator"),
    },
    lookups=(
        Lookup(
            "statuses",
            "names of states",
            ("id", "name", "status_category_id"),
            {**ID_AND_NAME, "category_id": Text("status_category_id")},
            key="id",
        ),
        _names("status_categories", "kinds of states"),
        _names("priorities", "names of priorities"),
        _names("issue_types", "kinds of issues", "subtask"),
        _names("projects", "names of projects", "key"),
        _names("fields", "names of fields", "is_custom"),
        _names("field_options", "values of fields"),
        Lookup(
            "users",
            "names of agents and addresses of requesters",
            ("id", "name", "email"),
            {**ID_AND_NAME, "email": Text("email")},
            key="id",
        ),
        Lookup(
            "comments",
            "first replies and counts of messages",
            ("id", "author_id", "body", "issue_id"),
            {
                "id": Text("id"),
                "issue_id": Text("issue_id"),
                "author_id": Text("author_id"),
                "created_at": Moment("created", zone="UTC"),
                "is_public": Flag("is_public"),
                "updated_at": Moment("updated", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "history",
            "times of solving, reopening, labels and ratings",
            ("field_id", "issue_id", "time", "value"),
            {
                "issue_id": Text("issue_id"),
                "field_id": Text("field_id"),
                "value": Text("value", keep_words=True),
                "is_active": Flag("is_active"),
                "updated_at": Moment("time", zone="UTC"),
            },
        ),
    ),
)
