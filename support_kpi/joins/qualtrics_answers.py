"""Qualtrics in a warehouse: what answers were given to, in which survey, by whom and when."""

from support_kpi.drafts import Join, Lookup, Moment, Text
from support_kpi.joins.qualtrics_responses import SURVEYS

JOIN = Join(
    readers=("qualtrics_answers",),
    main="answers",
    cells={
        "response_id": Text("response_id"),
        "question_id": Text("question_id"),
        "option_key": Text("question_option_key"),
        "row_key": Text("sub_question_key"),
        "row_text": Text("sub_question_text", keep_words=True),
        "question": Text("question", keep_words=True),
    },
    lookups=(
        SURVEYS,
        Lookup(
            "responses",
            "surveys, people and times of answers",
            ("id", "survey_id", "recorded_date", "finished"),
            {
                "id": Text("id"),
                "survey_id": Text("survey_id"),
                "status": Text("status"),
                "email": Text("recipient_email"),
                "recorded_at": Moment("recorded_date", "end_date", zone="UTC"),
                "updated_at": Moment("last_modified_date", zone="UTC"),
            },
            key="id",
        ),
        Lookup(
            "questions",
            "texts and kinds of questions",
            ("id", "survey_id", "question_text", "question_type"),
            {
                "id": Text("id"),
                "survey_id": Text("survey_id"),
                "text": Text("question_text", "question_description", keep_words=True),
                "type": Text("question_type"),
                "selector": Text("selector"),
            },
            key="survey_id, id",
        ),
        Lookup(
            "question_options",
            "texts of picked options",
            ("key", "question_id", "survey_id", "recode_value", "text"),
            {
                "key": Text("key"),
                "question_id": Text("question_id"),
                "survey_id": Text("survey_id"),
                "text": Text("text", keep_words=True),
            },
            key="survey_id, question_id, key",
        ),
        Lookup(
            "sub_questions",
            "rows of matrix questions",
            ("key", "question_id", "survey_id", "choice_data_export_tag", "text"),
            {
                "key": Text("key"),
                "question_id": Text("question_id"),
                "survey_id": Text("survey_id"),
                "text": Text("text", keep_words=True),
            },
            key="survey_id, question_id, key",
        ),
        Lookup(
            "embedded_data",
            "tickets that responses belong to",
            ("response_id", "key", "value", "import_id"),
            {
                "response_id": Text("response_id"),
                "key": Text("key"),
                "value": Text("value"),
            },
        ),
    ),
)
