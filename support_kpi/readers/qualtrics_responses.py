"""Qualtrics' table of survey responses as a connector keeps it in a warehouse: one row a person."""

from support_kpi.drafts import Derived, Draft, Duration, Flag, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers.qualtrics import IS_TEST

TITLE = "Qualtrics responses (warehouse table)"
REQUIRED = (("id",), ("survey_id",), ("recorded_date",), ("start_date",), ("finished",))
NAME = "survey.name"
UNNAMED = "This table has ids instead of the names of surveys, and no answers."


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    """The table alone, or with the names of surveys that a join adds."""
    warnings = () if sheet.has(NAME) else (UNNAMED,)
    return Reading("qualtrics", (_respondents(),), warnings=warnings)


def _respondents() -> Draft:
    return Draft(
        "respondent",
        {
            "survey": Text(NAME, "survey_id"),
            "respondent_id": Text("id"),
            "started_at": Moment("start_date", zone="UTC"),
            "completed_at": Moment("end_date", "recorded_date", zone="UTC"),
            "is_complete": Flag("finished"),
            "_status": Text("status"),
            "is_test": Derived(IS_TEST),
            "language": Text("user_language"),
            "duration_seconds": Duration("duration_in_seconds"),
        },
    )
