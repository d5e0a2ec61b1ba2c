"""Alchemer, once SurveyGizmo: metadata, then questions; a choice is a column `Choice:Question`."""

from support_kpi.drafts import Cell, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import EMPTY, profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.states import states
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Alchemer (SurveyGizmo) survey"

ID, STARTED, SUBMITTED, STATUS = "response id", "time started", "date submitted", "status"
METADATA = frozenset(
    {
        ID, STARTED, "date started", SUBMITTED, STATUS, "contact id", "legacy comments", "comments",
        "language", "referer", "extended referer", "session id", "sessionid", "user agent",
        "extended user agent", "tags", "ip address", "longitude", "latitude", "country", "city",
        "state/region", "postal", "link name", "response time",
    }
)  # fmt: skip
FREE = ("other", "comments", "please specify")


def recognises(sheet: Sheet) -> bool:
    has_start = sheet.find_all(STARTED) or sheet.find_all("date started")
    return bool(has_start) and all(sheet.find_all(name) for name in (ID, SUBMITTED, STATUS))


def read(sheet: Sheet, options: Options) -> Reading:
    respondent: dict[str, Cell] = {
        "respondent_id": Text(ID),
        "started_at": Moment(STARTED, "date started"),
        "completed_at": Moment(SUBMITTED),
        **states(STATUS),
    }
    if sheet.find_all("language"):
        respondent["language"] = Text("language")
    used = {sheet.find_all(name)[0] for name in METADATA if sheet.find_all(name)}
    asked = [
        position
        for position, heading in enumerate(sheet.headings)
        if position not in used and heading.strip()
    ]
    survey = Survey(
        name=survey_name(sheet, options),
        source="alchemer",
        heading_rows=1,
        blocks=_blocks(sheet, asked),
        respondent=respondent,
    )
    return reading(sheet, survey)


def _blocks(sheet: Sheet, asked: list[int]) -> tuple[Block, ...]:
    """Neighbouring columns whose headings end in the same question are one."""
    groups: list[tuple[str, list[int]]] = []
    for place, position in enumerate(asked):
        heading = sheet.headings[position]
        if groups and groups[-1][0] and heading.endswith(f":{groups[-1][0]}"):
            groups[-1][1].append(position)
            continue
        following = asked[place + 1] if place + 1 < len(asked) else None
        shared = _shared(heading, sheet.headings[following]) if following is not None else ""
        groups.append((shared, [position]))
    return tuple(_block(sheet, question, positions) for question, positions in groups)


def _shared(heading: str, following: str) -> str:
    """The longest question that both headings end in, each after a choice and a colon."""
    colons = (i for i, character in enumerate(heading) if character == ":" and i > 0)
    tails = (heading[i + 1 :] for i in colons)
    return next((tail for tail in tails if tail.strip() and following.endswith(f":{tail}")), "")


def _block(sheet: Sheet, question: str, positions: list[int]) -> Block:
    if len(positions) == 1:
        return Block(sheet.headings[positions[0]].strip(), ((positions[0], ""),))
    named = [(p, sheet.headings[p].removesuffix(f":{question}").strip()) for p in positions]
    answers = profiles(sheet, positions, 1)
    free = [
        (position, label)
        for position, label in named
        if normal(label).startswith(FREE)
        and any(normal(v) != normal(label) for v, _ in answers.get(position, EMPTY).values)
    ]
    if len(free) == len(named):
        free = []
    return Block(
        question.strip(),
        tuple(column for column in named if column not in free),
        free=tuple(free),
    )
