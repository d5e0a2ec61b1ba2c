"""Delighted responses, as CSV or JSON: the kind of survey of each row decides its scale."""

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading

TITLE = "Delighted responses"
FOLDED, SEPARATOR = "additional_answers", " | "
REQUIRED = (
    ("id", "response id"),
    ("score",),
    ("survey_type", "survey type"),
    ("created_at", "created at", "response at", "responded at", "survey date"),
)
TELLS = (
    "permalink", "person", "person id", "person.id", "person.email", "updated_at", "updated at",
    "customer email", "email", "additional_answers", "notes",
)  # fmt: skip
LEAST_TELLS = 2
METRICS: dict[str, str | None] = {
    "nps": "nps",
    "csat": "csat",
    "csat3": "csat",
    "stars": "csat",
    "stars5": "csat",
    "smileys": "csat",
    "thumbs": "csat",
    "ces": "ces",
    "ces7": "ces",
    # Employees, and whether a product would be missed: asked of nobody's support.
    "enps": None,
    "pmf": None,
}
HIGH = """
    case lower(_kind)
        when 'nps' then 10 when 'thumbs' then 1 when 'csat3' then 3 when 'ces7' then 7 else 5
    end
"""
SATISFIED = """
    case
        when metric <> 'csat' then null
        when lower(_kind) = 'thumbs' then score >= 1
        when lower(_kind) = 'csat3' then score >= 3
        else score >= 4
    end
"""


def recognises(sheet: Sheet) -> bool:
    is_complete = all(sheet.has_any(*aliases) for aliases in REQUIRED)
    return is_complete and sum(sheet.has(tell) for tell in TELLS) >= LEAST_TELLS


def read(sheet: Sheet, options: Options) -> Reading:
    response = Draft(
        "response",
        {
            "response_id": Text(*REQUIRED[0]),
            "_kind": Text(*REQUIRED[2]),
            "metric": Choice(*REQUIRED[2], values=METRICS),
            "survey": Text(*REQUIRED[2]),
            "ticket_id": Text(*_property("ticket id", "ticket_id", "case id", "conversation id")),
            "requester_id": Person(
                "person.email",
                "person email",
                "customer email",
                "email",
                "person.id",
                "person id",
                "person",
            ),
            "responded_at": Moment(*REQUIRED[3]),
            "is_answered": Constant(True),
            "score": Number("score"),
            "label": Text("score"),
            "scale_low": Derived("case when lower(_kind) in ('nps', 'thumbs') then 0 else 1 end"),
            "scale_high": Derived(HIGH),
            "scale_direction": Constant("higher_better"),
            "is_satisfied": Derived(SATISFIED),
            "channel": Choice(
                *_property("channel", "support channel"), vocabulary="channel", otherwise="other"
            ),
            "channel_detail": Text(*_property("channel", "support channel")),
            "team": Text(*_property("team", "group")),
            "agent": Text(*_property("agent", "agent name", "agent_name")),
            "comment": Text("comment", keep_words=True),
        },
        when="coalesce(lower(_kind), '') not in ('enps', 'pmf')",
    )
    asked = _additional(sheet)
    if not asked:
        return Reading("delighted", (response,))
    known: dict[str, Cell] = {
        "respondent_id": Text(*REQUIRED[0]),
        "completed_at": Moment(*REQUIRED[3]),
    }
    survey = reading(sheet, Survey("Delighted", "delighted", 1, asked, known))
    return Reading("delighted", (response, *survey.drafts[:2]))


def question_heading(kind: str, question: str) -> str:
    """The heading of an additional question once its answers are unfolded."""
    return f"{FOLDED}.{kind}: {question}"


def _additional(sheet: Sheet) -> tuple[Block, ...]:
    found: list[Block] = []
    for position in range(sheet.width - sheet.joined, sheet.width):
        kind, _, question = sheet.headings[position].removeprefix(f"{FOLDED}.").partition(": ")
        is_list, is_open = kind == "select_many", kind == "free_response"
        found.append(
            Block(
                question,
                ((position, ""),),
                is_open=is_open,
                separator=SEPARATOR if is_list else None,
            )
        )
    return tuple(found)


def _property(*names: str) -> tuple[str, ...]:
    """A property of the person, nested in JSON and a column of its own in CSV."""
    return (*(f"person_properties.{name}" for name in names), *names)
