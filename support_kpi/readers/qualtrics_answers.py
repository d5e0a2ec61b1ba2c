"""Qualtrics' table of answers as a connector keeps it in a warehouse: one row an answer."""

from support_kpi.drafts import (
    Constant,
    Derived,
    Draft,
    Moment,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.qualtrics import IS_TEST

TITLE = "Qualtrics answers (warehouse table)"
REQUIRED = (("response_id",), ("question_id",), ("question_option_key",), ("value",))
NAME = "survey.name"
NPS = "question.selector"
UNNAMED = (
    "This table alone does not say which survey its answers belong to, nor when they were given:"
    " load it together with survey_response, survey, question and question_option."
)


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with what a join adds: `survey.`, `question.`, `response.`, options."""
    warnings = () if sheet.has(NAME) else (UNNAMED,)
    drafts = (_answers(sheet), _recommendations(sheet)) if sheet.has(NPS) else (_answers(sheet),)
    return Reading("qualtrics", drafts, warnings=warnings)


def _answers(sheet: Sheet) -> Draft:
    return Draft(
        "answer",
        {
            "survey": _survey(sheet),
            "respondent_id": Text("response_id"),
            "_question_id": Text("question_id"),
            "_row": Text("sub_question_key"),
            "_loop": Text("loop_id"),
            "question_id": Derived("concat_ws('_', _loop, _question_id, _row)"),
            "question": Text("question.text", "question"),
            "part": Text("sub_question.text", "sub_question_text"),
            "kind": Text("question.kind"),
            "_option": Text("option.text", keep_words=True),
            "_text": Text("text", keep_words=True),
            "_value": Text("value", keep_words=True),
            "option": Derived("coalesce(_option, _text, _value)"),
            "number": Derived("try_cast(_value as double)"),
        },
    )


def _recommendations(sheet: Sheet) -> Draft:
    """Qualtrics marks the questions that are asked from 0 to 10."""
    return Draft(
        "response",
        {
            "_respondent": Text("response_id"),
            "_question_id": Text("question_id"),
            "response_id": Derived("_respondent || '-' || _question_id"),
            "metric": Constant("nps"),
            "survey": _survey(sheet),
            "ticket_id": Text("response.ticket_id"),
            "requester_id": Person("response.email"),
            "responded_at": Moment("response.recorded_at", zone="UTC"),
            "is_answered": Constant(True),
            "label": Text("value"),
            "score": Derived("try_cast(label as double)"),
            "scale_low": Constant(0),
            "scale_high": Constant(10),
            "scale_direction": Constant("higher_better"),
            "_selector": Text(NPS),
            "_status": Text("response.status"),
            "is_test": Derived(IS_TEST),
        },
        when="upper(_selector) = 'NPS' and score between 0 and 10",
    )


def _survey(sheet: Sheet) -> Text | Constant:
    return Text(NAME) if sheet.has(NAME) else Constant("Qualtrics survey")
