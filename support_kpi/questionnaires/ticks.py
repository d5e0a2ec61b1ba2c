"""Blocks of one column a choice: whether cells only say that a choice was picked, or its place."""

import re
from collections.abc import Mapping, Sequence

from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.choices import ONE, SEVERAL
from support_kpi.questionnaires.profile import EMPTY, Profile, count_rows

TICKS = frozenset(
    {
        "1", "1.0", "true", "yes", "y", "x", "✓", "✔", "☑", "checked", "selected", "ticked", "on",
        "ja", "sí", "si", "oui", "sim", "да", "是", "はい",
    }
)  # fmt: skip
NO_TICKS = frozenset(
    {
        "0", "0.0", "false", "no", "n", "☐", "off", "unchecked", "unselected", "not selected",
        "not checked", "not ticked", "nein", "non", "não", "nao", "нет", "否", "いいえ",
        "n/a", "na", "-",
    }
)  # fmt: skip
LEAST_CONSTANT = 3
LEAST_SINGLE = 10
PLACE = r"(?:rank(?:ing)?|rang|platz|place|position|posición|posição|priority|priorität|choice|#)"
RANK_LABEL = (
    rf"{PLACE}\s*\.?\s*(\d{{1,2}})|(\d{{1,2}})(?:st|nd|rd|th|\.|º|ª|er|e|ème)?(?: {PLACE})?"
)

Columns = Sequence[tuple[int, str]]
Answers = Mapping[int, Profile]


def is_ticked(columns: Columns, answers: Answers, text: str = "") -> bool:
    """Whether each column only says that its choice was picked.

    It holds a tick, the choice itself, or the choice's code: then always the same one. The question
    may say so: `text` asks for all that apply.
    """
    if any(not label for _, label in columns):
        return False
    given = {position: _marks(answers.get(position, EMPTY), label) for position, label in columns}
    plain = all(given[position] <= TICKS | {normal(label)} for position, label in columns)
    if plain and any(given.values()):
        return True
    codes = [marks for marks in given.values() if marks]
    most = max((answers.get(position, EMPTY).filled for position, _ in columns), default=0)
    are_constant = all(len(marks) == 1 for marks in codes)
    are_different = len(set().union(*codes)) == len(codes)
    is_asked = re.search(SEVERAL, text.lower()) is not None and len(codes) > 1
    return are_constant and are_different and (is_asked or min(len(codes), most) >= LEAST_CONSTANT)


def _marks(profile: Profile, label: str) -> set[str]:
    return {normal(value) for value, _ in profile.values} - (NO_TICKS - {normal(label)})


def is_single(sheet: Sheet, columns: Columns, text: str, heading_rows: int) -> bool:
    """Whether nobody picked two of a block's choices: one answer spread over columns."""
    if re.search(SEVERAL, text.lower()):
        return False
    filled = " + ".join(_is_picked(position) for position, _ in columns)
    if count_rows(sheet, f"{filled} > 1", heading_rows):
        return False
    is_asked = re.search(ONE, text.lower()) is not None
    return is_asked or count_rows(sheet, f"{filled} = 1", heading_rows) >= LEAST_SINGLE


def _is_picked(position: int) -> str:
    words = ", ".join(f"'{word}'" for word in sorted(NO_TICKS))
    cell = f"lower(trim(coalesce(c{position}, '')))"
    return f"({cell} <> '' and {cell} not in ({words}))::integer"


def is_ranking(sheet: Sheet, columns: Columns, answers: Answers, heading_rows: int) -> bool:
    """Whether the columns hold places 1 to n that differ within a row."""
    places = [answers.get(position, EMPTY) for position, _ in columns]
    filled = [profile for profile in places if profile.substantive]
    if not filled or not all(profile.is_plain_numbers for profile in filled):
        return False
    lows, highs = [p.low for p in filled], [p.high for p in filled]
    if min(low or 0 for low in lows) != 1 or max(high or 0 for high in highs) > len(places):
        return False
    cells = ", ".join(
        f"case when regexp_matches(c{position}, '[0-9]') then trim(c{position}) end"
        for position, _ in columns
    )
    ranked = f"len(list_filter([{cells}], lambda cell: cell is not null))"
    unequal = f"len(list_distinct([{cells}]))"
    rows = count_rows(sheet, f"{ranked} > 1", heading_rows)
    different = count_rows(sheet, f"{ranked} > 1 and {ranked} = {unequal}", heading_rows)
    return rows > 0 and different >= 0.9 * rows


def ranks(columns: Columns, answers: Answers) -> tuple[float, ...]:
    """The place that each column's label names, where cells hold what was ranked there."""
    matches = [re.fullmatch(RANK_LABEL, normal(label)) for _, label in columns]
    found = tuple(float(match[1] or match[2]) for match in matches if match)
    filled = [profile for p, _ in columns if (profile := answers.get(p, EMPTY)).substantive]
    are_words = bool(filled) and all(not profile.numbers for profile in filled)
    is_run = found == tuple(float(place) for place in range(1, len(columns) + 1))
    return found if len(columns) > 1 and is_run and are_words else ()
