"""Blocks of columns become questions: stable ids, kinds decided from the answers."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from support_kpi.drafts import Question
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.choices import UNSURE_SEPARATORS, choices
from support_kpi.questionnaires.kinds import Kind, kind, ordered
from support_kpi.questionnaires.profile import EMPTY, Profile, points
from support_kpi.questionnaires.scales import alike, ends, labelled
from support_kpi.questionnaires.ticks import is_ranking, is_single, is_ticked, ranks

LONGEST_ID = 60
TAG = r"</?[a-zA-Z][^<>]{0,300}>"


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


@dataclass(frozen=True)
class _Asked:
    """A block on its sheet, with what all columns of the survey were answered."""

    sheet: Sheet
    block: Block
    question_id: str
    text: str
    answers: Mapping[int, Profile]
    heading_rows: int

    def profile(self, position: int) -> Profile:
        return self.answers.get(position, EMPTY)


def slug(text: str) -> str:
    words = re.sub(r"[^\w]+", "_", text.casefold()).strip("_")
    return words[:LONGEST_ID].rstrip("_") or "question"


def plain(text: str) -> str:
    """A heading without markup, entities and the dash that stands before some labels."""
    return re.sub(r"^[-–—] ", "", " ".join(re.sub(TAG, " ", html.unescape(text)).split()))


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
        text = plain(block.text)
        name = block.question_id or slug(text)
        seen[name] += 1
        question_id = name if seen[name] == 1 else f"{name}_{seen[name]}"
        labelled = replace(
            block,
            columns=tuple((position, plain(label)) for position, label in block.columns),
            free=tuple((position, plain(label)) for position, label in block.free),
        )
        found += _asked(_Asked(sheet, labelled, question_id, text, answers, heading_rows))
    return tuple(found)


def _asked(asked: _Asked) -> list[Question]:
    block, text, question_id = asked.block, asked.text, asked.question_id
    free = [
        Question(_under(question_id, label, position), text, "open", ((position, None),), label)
        for position, label in block.free
    ]
    if block.is_one_of:
        first = _single(asked, *block.columns[0])
        either = tuple((position, None) for position, _ in block.columns)
        return [replace(first, columns=either), *free]
    if len(block.columns) == 1 and not block.is_multiple:
        return [_single(asked, *block.columns[0]), *free]
    if block.is_multiple or is_ticked(block.columns, asked.answers, text):
        return _picked(asked, free)
    if is_ranking(asked.sheet, block.columns, asked.answers, asked.heading_rows):
        labels = tuple((position, label) for position, label in block.columns)
        return [Question(question_id, text, "rank", labels), *free]
    if places := ranks(block.columns, asked.answers):
        ranked = zip(block.columns, places, strict=True)
        return [
            *(
                Question(question_id, text, "rank", ((position, None),), rank=place)
                for (position, _), place in ranked
            ),
            *free,
        ]
    together = _merged([asked.profile(position) for position, _ in block.columns])
    return [_part(asked, position, label, together) for position, label in block.columns] + free


def _single(asked: _Asked, position: int, label: str) -> Question:
    """A column of its own."""
    block = asked.block
    found = _column(asked, asked.question_id, position, label, asked.profile(position))
    if block.separator:
        return replace(found, kind="multiple", separator=block.separator, options=(), points={})
    if block.is_open and found.kind != "open":
        is_number = asked.profile(position).is_plain_numbers
        decided: Kind = "numeric" if is_number else "open"
        return replace(found, kind=decided, separator=None, options=(), is_closed=False, points={})
    return found


def _part(asked: _Asked, position: int, label: str, together: Profile) -> Question:
    """One row of a matrix: all rows are answered in the same way."""
    return _column(asked, _under(asked.question_id, label, position), position, label, together)


def _column(
    asked: _Asked, question_id: str, position: int, label: str, profile: Profile
) -> Question:
    part = label or None
    column = ((position, None),)
    several = choices(profile, asked.block.unsure_separators, asked.text)
    if several:
        return Question(
            question_id,
            asked.text,
            "multiple",
            column,
            part,
            several.separator,
            several.options,
            several.is_closed,
        )
    decided = kind(profile, f"{asked.text} {label}")
    if decided not in ("single", "scale"):
        return Question(question_id, asked.text, decided, column, part)
    numbers = dict(labelled(profile)) if decided == "scale" else {}
    if decided == "scale":
        siblings = alike(profile, asked.answers.values())
        numbers |= ends(profile, f"{asked.text} {label}", siblings)
    return Question(
        question_id,
        asked.text,
        decided,
        column,
        part,
        options=ordered(profile, numbers),
        points=numbers,
    )


def _picked(asked: _Asked, free: list[Question]) -> list[Question]:
    """One column for each choice; the text of another answer stands in a column of its own."""
    block = asked.block
    options = tuple((position, label or None) for position, label in block.columns)
    others = tuple((position, None) for position, _ in block.free)
    if block.is_multiple or not is_single(
        asked.sheet, block.columns, asked.text, asked.heading_rows
    ):
        return [Question(asked.question_id, asked.text, "multiple", options + others)]
    numbers = {label.lower(): points(label) for _, label in block.columns}
    scaled = {label: number for label, number in numbers.items() if number is not None}
    is_scale = len(scaled) == len(numbers) and len(set(scaled.values())) == len(scaled)
    is_instead = others and is_single(
        asked.sheet, (*block.columns, *block.free), asked.text, asked.heading_rows
    )
    found = Question(
        asked.question_id,
        asked.text,
        "scale" if is_scale else "single",
        options + (others if is_instead else ()),
        points=scaled if is_scale else {},
    )
    return [found] if is_instead else [found, *free]


def _under(question_id: str, label: str, position: int) -> str:
    return f"{question_id}.{slug(label) if label else position}"


def _merged(profiles: Sequence[Profile]) -> Profile:
    values: Counter[str] = Counter()
    for profile in profiles:
        values.update(dict(profile.values))
    return Profile(sum(p.filled for p in profiles), len(values), tuple(values.most_common()))
