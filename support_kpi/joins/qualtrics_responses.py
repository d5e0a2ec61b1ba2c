"""Qualtrics in a warehouse: the names of the surveys that responses belong to."""

from support_kpi.drafts import Join, Lookup, Moment, Text

SURVEYS = Lookup(
    "surveys",
    "names of surveys",
    ("id", "survey_name"),
    {
        "id": Text("id"),
        "name": Text("survey_name", keep_words=True),
        "updated_at": Moment("last_modified", zone="UTC"),
    },
    key="id",
)

JOIN = Join(
    readers=("qualtrics_responses",),
    main="responses",
    cells={"survey_id": Text("survey_id")},
    lookups=(SURVEYS,),
)
