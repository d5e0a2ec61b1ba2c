"""Microsoft Forms: an id, times, an address and a name, then one column for each question.

Several choices stand in one cell, each followed by a semicolon, the last too.
"""

from support_kpi.drafts import Cell, Derived, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import EMPTY, Profile, profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Microsoft Forms survey"

ID, STARTED, COMPLETED, EMAIL, NAME = "id", "start time", "completion time", "email", "name"
METADATA = frozenset(
    {
        ID, STARTED, COMPLETED, EMAIL, NAME, "language", "last modified time", "total points",
        "quiz feedback", "grade posted time",
    }
)  # fmt: skip
MARKING = ("points - ", "feedback - ")
NOBODY = "anonymous"
SEPARATOR = ";"
LEFT_TO_RIGHT = 0x200E


def recognises(sheet: Sheet) -> bool:
    return all(sheet.find_all(heading) for heading in (ID, STARTED, COMPLETED, EMAIL, NAME))


def read(sheet: Sheet, options: Options) -> Reading:
    respondent: dict[str, Cell] = {
        "respondent_id": Text(ID),
        "started_at": Moment(STARTED),
        "completed_at": Moment(COMPLETED),
    }
    if sheet.find_all("language"):
        respondent["_language"] = Text("language")
        respondent["language"] = Derived(f"trim(_language, chr({LEFT_TO_RIGHT}))")
    asked = [
        position
        for position, heading in enumerate(sheet.headings)
        if heading.strip()
        and position not in _metadata(sheet)
        and not normal(heading).startswith(MARKING)
    ]
    (email,) = sheet.find_all(EMAIL)[:1]
    answers = profiles(sheet, [email, *asked], 1)
    named = {value.casefold() for value, _ in answers[email].values}
    warnings = []
    if NOBODY in named and len(named) > 1:
        warnings.append(
            "Some answers are anonymous and some are not; addresses are not used to tell customers"
            " apart."
        )
    survey = Survey(
        name=survey_name(sheet, options),
        source="microsoft_forms",
        heading_rows=1,
        blocks=tuple(
            Block(
                " ".join(sheet.headings[position].split()),
                ((position, ""),),
                separator=SEPARATOR if _is_list(answers.get(position, EMPTY)) else None,
            )
            for position in asked
        ),
        respondent=respondent,
        fields={} if NOBODY in named or not named else {"email": email},
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _metadata(sheet: Sheet) -> set[int]:
    """The first column of each of these names: a question may be called `Name` too."""
    return {sheet.find_all(name)[0] for name in METADATA if sheet.find_all(name)}


def _is_list(profile: Profile) -> bool:
    return bool(profile.values) and all(v.endswith(SEPARATOR) for v, _ in profile.values)
