"""Blocks of columns become questions: stable ids, kinds decided from the answers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from support_kpi.drafts import Question
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.choices import UNSURE_SEPARATORS, choices
from support_kpi.questionnaires.metrics import answer_labels
from support_kpi.questionnaires.profile import EMPTY, Profile, count_rows

Kind = Literal["single", "multiple", "scale", "numeric", "rank", "open"]

LONGEST_ID = 60
TICKS = frozenset({"1", "true", "yes", "y", "x", "✓", "✔", "checked", "selected"})
NO_TICKS = frozenset({"0", "false", "no", "n", "unchecked", "not selected", "n/a"})


@dataclass(frozen=True)
class Block:
    """One question as its headings show it: its columns, each with the label under it.

    A blank label means that the cell itself is the answer. `free` are columns of free text that
    belong to the question; `is_open` says that the vendor marks the answer as free text. Of the
    columns of `is_one_of` a respondent fills one. `separator` says that every cell is a list.
    """

    text: str
    columns: tuple[tuple[int, str], ...]
    question_id: str = ""
    free: tuple[tuple[int, str], ...] = ()
    is_open: bool = False
    is_multiple: bool = False
    is_one_of: bool = False
    separator: str | None = None
    unsure_separators: tuple[str, ...] = UNSURE_SEPARATORS


def slug(text: str) -> str:
    words = re.sub(r"[^\w]+", "_", text.casefold()).strip("_")
    return words[:LONGEST_ID].rstrip("_") or "question"


def kind(profile: Profile) -> Kind:
    """How a column that holds one answer a cell was asked."""
    if not profile.answers:
        return "open"
    low, high = profile.low, profile.high
    if profile.is_plain_numbers:
        if (low, high) == (0, 1):
            return "single"
        is_whole = all(number == int(number) for number, _ in profile.numbers)
        is_short = low is not None and high is not None and low >= 0 and high <= 10
        return "scale" if is_whole and is_short else "numeric"
    words = set(profile.words)
    if any(words <= labels.keys() for labels in answer_labels().values()):
        return "scale" if profile.numbers else "single"
    if profile.number_share >= 0.5 and len(words) <= 4 and high is not None and high <= 10:
        return "scale"
    most = max(2.0, 0.5 * profile.filled if profile.filled < 400 else 0.1 * profile.filled)
    repeats = profile.distinct <= most and profile.mean_length <= 160
    return "single" if repeats or _is_yes_no(words) else "open"


def _is_yes_no(words: set[str]) -> bool:
    return words <= {"yes", "no", "sí", "si", "ja", "nein", "oui", "non", "sim", "não", "是", "否"}


def questions(
    sheet: Sheet,
    blocks: Sequence[Block],
    answers: Mapping[int, Profile],
    heading_rows: int,
) -> tuple[Question, ...]:
    """The questions of a survey in the order of its columns, ids unique and stable."""
    seen: Counter[str] = Counter()
    found: list[Question] = []
    for block in blocks:
        name = block.question_id or slug(block.text)
        seen[name] += 1
        question_id = name if seen[name] == 1 else f"{name}_{seen[name]}"
        found += _asked(sheet, block, question_id, answers, heading_rows)
    return tuple(found)


def _asked(
    sheet: Sheet,
    block: Block,
    question_id: str,
    answers: Mapping[int, Profile],
    heading_rows: int,
) -> list[Question]:
    text = " ".join(block.text.split())
    free = [
        Question(_under(question_id, label, position), text, "open", ((position, None),), label)
        for position, label in block.free
    ]
    if block.is_one_of:
        first = _single(block, question_id, text, *block.columns[0], answers)
        either = tuple((position, None) for position, _ in block.columns)
        return [replace(first, columns=either), *free]
    if len(block.columns) == 1 and not block.is_multiple:
        position, label = block.columns[0]
        return [_single(block, question_id, text, position, label, answers), *free]
    if block.is_multiple or _is_ticked(block, answers):
        options = tuple((position, label or None) for position, label in block.columns)
        others = tuple((position, None) for position, _ in block.free)
        return [Question(question_id, text, "multiple", options + others)]
    if _is_ranking(sheet, block, answers, heading_rows):
        ranks = tuple((position, label) for position, label in block.columns)
        return [Question(question_id, text, "rank", ranks), *free]
    together = _merged([answers.get(position, EMPTY) for position, _ in block.columns])
    several = choices(together, block.unsure_separators)
    parts: Kind = "multiple" if several else kind(together)
    return [
        Question(
            _under(question_id, label, position),
            text,
            parts,
            ((position, None),),
            label or None,
            several.separator if several else None,
            several.options if several else (),
        )
        for position, label in block.columns
    ] + free


def _single(
    block: Block,
    question_id: str,
    text: str,
    position: int,
    label: str,
    answers: Mapping[int, Profile],
) -> Question:
    profile = answers.get(position, EMPTY)
    column = ((position, None),)
    part = label or None
    if block.separator:
        return Question(question_id, text, "multiple", column, part, block.separator)
    several = None if block.is_open else choices(profile, block.unsure_separators)
    if several:
        return Question(
            question_id, text, "multiple", column, part, several.separator, several.options
        )
    decided = kind(profile)
    if block.is_open and decided in ("single", "scale"):
        decided = "numeric" if profile.is_plain_numbers else "open"
    return Question(question_id, text, decided, column, part)


def _under(question_id: str, label: str, position: int) -> str:
    return f"{question_id}.{slug(label) if label else position}"


def _is_ticked(block: Block, answers: Mapping[int, Profile]) -> bool:
    """Whether each column only says that its option was picked."""
    for position, label in block.columns:
        own = TICKS | NO_TICKS | {normal(label)}
        if not label or any(normal(v) not in own for v, _ in answers.get(position, EMPTY).values):
            return False
    return True


def _is_ranking(
    sheet: Sheet, block: Block, answers: Mapping[int, Profile], heading_rows: int
) -> bool:
    """Whether the columns hold places 1 to n that differ within a row."""
    places = [answers.get(position, EMPTY) for position, _ in block.columns]
    filled = [profile for profile in places if profile.answers]
    if not filled or not all(profile.is_plain_numbers for profile in filled):
        return False
    lows, highs = [p.low for p in filled], [p.high for p in filled]
    if min(low or 0 for low in lows) != 1 or max(high or 0 for high in highs) > len(places):
        return False
    cells = ", ".join(f"nullif(trim(c{position}), '')" for position, _ in block.columns)
    ranked = f"len(list_filter([{cells}], lambda cell: cell is not null))"
    unequal = f"len(list_distinct([{cells}]))"
    rows = count_rows(sheet, f"{ranked} > 1", heading_rows)
    different = count_rows(sheet, f"{ranked} > 1 and {ranked} = {unequal}", heading_rows)
    return rows > 0 and different >= 0.9 * rows


def _merged(profiles: Sequence[Profile]) -> Profile:
    values: Counter[str] = Counter()
    for profile in profiles:
        values.update(dict(profile.values))
    return Profile(sum(p.filled for p in profiles), len(values), tuple(values.most_common()))
