"""HubSpot in a warehouse: stages, pipelines, owners, teams, contacts and the history of stages."""

from support_kpi.drafts import Flag, Join, Lookup, Moment, Text

JOIN = Join(
    readers=("hubspot_warehouse",),
    main="tickets",
    cells={
        "ticket_id": Text("id"),
        "pipeline_id": Text("property_hs_pipeline"),
        "stage_id": Text("property_hs_pipeline_stage"),
        "owner_id": Text("property_hubspot_owner_id", "property_owner_id"),
        "team_id": Text("property_hubspot_team_id"),
        "closed_at": Moment("property_closed_date", zone="UTC"),
    },
    lookups=(
        Lookup(
            "stages",
            "names and states of stages",
            ("stage_id", "label", "pipeline_id"),
            {
                "stage_id": Text("stage_id"),
                "pipeline_id": Text("pipeline_id"),
                "label": Text("label", keep_words=True),
                "is_closed": Flag("is_closed"),
                "state": Text("ticket_state"),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="pipeline_id, stage_id",
        ),
        Lookup(
            "pipelines",
            "names of pipelines",
            ("pipeline_id", "label", "object_type_id"),
            {
                "id": Text("pipeline_id"),
                "label": Text("label", keep_words=True),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "owners",
            "names of agents",
            ("owner_id", "email", "first_name", "last_name"),
            {
                "id": Text("owner_id"),
                "email": Text("email"),
                "first_name": Text("first_name", keep_words=True),
                "last_name": Text("last_name", keep_words=True),
                "updated_at": Moment("updated_at", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "teams",
            "names of teams",
            ("id", "name"),
            {"id": Text("id"), "name": Text("name", keep_words=True)},
            key="id",
            is_named=True,
        ),
        Lookup(
            "ticket_contacts",
            "requesters",
            ("ticket_id", "contact_id"),
            {"ticket_id": Text("ticket_id"), "contact_id": Text("contact_id")},
        ),
        Lookup(
            "contacts",
            "addresses of requesters",
            ("id", "property_email"),
            {"id": Text("id"), "email": Text("property_email")},
            key="id",
        ),
        Lookup(
            "ticket_companies",
            "companies of requesters",
            ("ticket_id", "company_id"),
            {"ticket_id": Text("ticket_id"), "company_id": Text("company_id")},
        ),
        Lookup(
            "companies",
            "names of companies",
            ("id", "property_name"),
            {"id": Text("id"), "name": Text("property_name", keep_words=True)},
            key="id",
            is_named=True,
        ),
        Lookup(
            "ticket_property_history",
            "times of solving, reopening and reassigning",
            ("ticket_id", "name", "value", "source_id"),
            {
                "ticket_id": Text("ticket_id"),
                "name": Text("name"),
                "value": Text("value", keep_words=True),
                "updated_at": Moment("timestamp_instant", "timestamp", zone="UTC"),
            },
        ),
    ),
)
