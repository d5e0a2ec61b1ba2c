"""Survey tables of any tool: one row a respondent, one or more columns a question."""

import re
from collections.abc import Mapping, Sequence

from support_kpi.drafts import Cell, Moment, Number, Options, Serial, Text
from support_kpi.mappings.kinds import is_date
from support_kpi.mappings.score_lists import IDS
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.blocks import constant, prefixed, spread
from support_kpi.questionnaires.choices import choices
from support_kpi.questionnaires.kinds import YES_NO
from support_kpi.questionnaires.metrics import answer_labels, wording
from support_kpi.questionnaires.profile import Profile, profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import NO_ID, Survey, survey_name
from support_kpi.questionnaires.ticks import TICKS

LIKELY_IDS = (
    "id", "response id", "response_id", "responseid", "participant", "participant id",
    "participant_id", "record id", "record_id", "submission id", "#",
)  # fmt: skip
TIMES = {
    "started_at": ("started_at", "started at", "start date", "start time", "start"),
    "completed_at": (
        "completed_at", "completed at", "submitted at", "submitted_at", "end date", "end time",
        "date", "response date", "responded at", "timestamp", "submission date", "submitted",
        "submitted time", "completed time", "completion date", "submission time",
    ),
}  # fmt: skip
CONTINUES = r"(?:column|unnamed:?|field|var|x|\.\.\.)[ _]?\d+(?:_level_\d+)?|"
ASKS = (
    r"(?:what|which|how|why|when|where|who|do|does|did|are|is|have|has|would|will|should|can|could"
    r"|please|rate|rank|select|to what extent|qué|cuál|cómo|por qué|wie|was|welche[rs]?|warum"
    r"|quel(?:le)?s?|comment|pourquoi|combien|qual|quais|como|por que)\b.*"
)
WAREHOUSE = "_fivetran_synced"
LEAST_WIDTH, LEAST_ROWS = 5, 4
LEAST_QUESTIONS, LEAST_TOLD, LEAST_SHARE = 3, 3, 0.25
LONG_HEADING = 6
LEAST_FAMILY = 4

Answers = Mapping[int, Profile]


def has_respondents(sheet: Sheet) -> bool:
    """Whether a heading names the respondent."""
    identifier = sheet.find(*IDS)
    return identifier is not None and sheet.width >= 3 and _is_unique(sheet, identifier)


def is_survey(sheet: Sheet) -> bool:
    """Whether headings are questions, or answers are those that surveys offer.

    Scales of agreement and the like, several picks in a cell, and columns of one choice each are
    found in nothing else; nor are two of the questions whether customers are satisfied, found it
    easy, or would recommend.
    """
    filled = [p for p, h in enumerate(sheet.headings) if h.strip() or sheet.values(p)]
    if _asks_customers(sheet):
        return True
    is_small = len(filled) < LEAST_WIDTH or sheet.records - 1 < LEAST_ROWS
    if is_small or sheet.has(WAREHOUSE):
        return False
    asked = {p for p in filled if _is_question(sheet.headings[p])}
    if len(asked) >= max(LEAST_QUESTIONS, LEAST_SHARE * len(filled)):
        return True
    answers = profiles(sheet, filled, 1)
    told = asked | {p for p in filled if _is_offered(answers[p])}
    long = {p for p in filled if _is_long(sheet.headings[p]) and not answers[p].is_plain_numbers}
    least = max(LEAST_TOLD, LEAST_SHARE * len(filled))
    return len(told) >= 2 and len(told | long) >= least


def survey(sheet: Sheet, options: Options) -> Survey:
    """The table as a survey; without an id a respondent is known by all answers."""
    cells: dict[str, Cell] = {}
    identifier = _identifier(sheet)
    cells["respondent_id"] = Serial(*range(sheet.width)) if identifier is None else Text(identifier)
    used = set() if identifier is None else {identifier}
    for name, headings in TIMES.items():
        position = sheet.find(*headings)
        if position is not None and position not in used and _are_dates(sheet, position):
            cells[name] = Moment(position)
            used.add(position)
    if "completed_at" not in cells and (first := _first_date(sheet, used)) is not None:
        cells["completed_at"] = Moment(first)
        used.add(first)
    weight = sheet.find("weight")
    if weight is not None:
        cells["weight"] = Number(weight)
        used.add(weight)
    return Survey(
        survey_name(sheet, options),
        "generic",
        1,
        _blocks(sheet, used),
        cells,
        warnings=(NO_ID,) if identifier is None else (),
    )


def _is_question(heading: str) -> bool:
    text = heading.strip().lower()
    return text.endswith(("?", "？")) or re.fullmatch(ASKS, text) is not None


def _asks_customers(sheet: Sheet) -> bool:
    """Whether two columns put questions of the kind to customers, and another says when."""
    asked = {
        metric
        for heading in sheet.headings
        if (_is_question(heading) or _is_long(heading)) and (metric := wording(heading))
    }
    named = [name for names in TIMES.values() for name in names if sheet.has(name)]
    return len(asked) > 1 and any(_are_dates(sheet, sheet.find(name) or 0) for name in named)


def _is_long(heading: str) -> bool:
    return len(heading.split()) >= LONG_HEADING


def _is_offered(profile: Profile) -> bool:
    words = set(profile.words)
    if not profile.numbers and len(words) > 1 and not words & YES_NO:
        families = (labels for labels in answer_labels().values() if len(labels) > LEAST_FAMILY)
        if any(words <= labels.keys() for labels in families):
            return True
    held = constant(profile)
    if held is not None and normal(held) not in TICKS and len(held.split()) > 1:
        return profile.filled > 1
    several = choices(profile)
    return several is not None and several.separator in (";", ", ")


def _identifier(sheet: Sheet) -> int | None:
    """The column that names the respondent, or an unnamed one of row numbers."""
    named = sheet.find(*IDS)
    if named is not None:
        return named
    likely = [p for name in LIKELY_IDS for p in sheet.find_all(name)]
    if sheet.headings and not sheet.headings[0].strip():
        likely.append(0)
    for position in likely:
        found = profiles(sheet, [position], 1)[position]
        if found.filled == found.distinct == sheet.records - 1:
            return position
    return None


def _is_unique(sheet: Sheet, position: int) -> bool:
    profile = profiles(sheet, [position], 1)[position]
    return profile.filled > 0 and profile.distinct >= 0.8 * profile.filled


def _are_dates(sheet: Sheet, position: int) -> bool:
    values = sheet.values(position)
    return bool(values) and all(is_date(value) for value in values)


def _first_date(sheet: Sheet, used: set[int]) -> int | None:
    """A first column of times, whatever it is called: forms begin with when they were sent."""
    first = next((p for p in range(min(2, sheet.width)) if p not in used), None)
    return first if first is not None and _are_dates(sheet, first) else None


def _blocks(sheet: Sheet, used: set[int]) -> tuple[Block, ...]:
    """Unnamed columns go on with the question before them where each holds a choice of it."""
    positions = [
        p
        for p, heading in enumerate(sheet.headings)
        if p not in used and (heading.strip() or sheet.values(p))
    ]
    answers = profiles(sheet, positions, 1)
    groups: list[list[int]] = []
    for position in positions:
        is_next = re.fullmatch(CONTINUES, normal(sheet.headings[position])) is not None
        if is_next and groups and groups[-1][-1] == position - 1:
            groups[-1].append(position)
        else:
            groups.append([position])
    found: list[Block] = []
    alone: list[tuple[int, str]] = []
    for group in groups:
        block = spread(_text(sheet, group[0]), group, answers) if len(group) > 1 else None
        if block is None:
            alone += [(position, sheet.headings[position].strip()) for position in group]
            continue
        found += _separate(sheet, alone, answers)
        alone = []
        identifier = sheet.headings[group[0]].strip()
        found.append(Block(block.text, block.columns, question_id=identifier, free=block.free))
    return (*found, *_separate(sheet, alone, answers))


def _separate(sheet: Sheet, columns: Sequence[tuple[int, str]], answers: Answers) -> list[Block]:
    """Columns that are questions of their own, but for neighbours that share their first words."""
    found: list[Block] = []
    for one in prefixed(columns, answers):
        if isinstance(one, Block):
            found.append(one)
            continue
        position, heading = one
        row = re.fullmatch(r"(.*\S)\s*\[([^\[\]]*)\]", heading, flags=re.DOTALL)
        if row and found and found[-1].text == row[1].strip() and found[-1].columns[0][1]:
            before = found.pop()
            columns_of = (*before.columns, (position, row[2].strip()))
            found.append(Block(before.text, columns_of, question_id=before.question_id))
        elif row:
            found.append(Block(row[1].strip(), ((position, row[2].strip()),)))
        else:
            text = _text(sheet, position)
            found.append(Block(text, ((position, ""),), question_id=heading))
    return found


def _text(sheet: Sheet, position: int) -> str:
    heading = sheet.headings[position].strip()
    is_name = re.fullmatch(r"[\w.-]+", heading) is not None
    return (re.sub(r"[_-]+", " ", heading) if is_name else heading) or f"Column {position + 1}"
