"""Typeform: a token, the questions, then the times of the response in UTC.

A question of several choices is one column for each choice, headed by the choice and filled with
it; its own text is not in the file. Neighbouring columns of that kind are one question, known by
its place among the questions. `Other` holds what was written instead and ends the question.
"""

import re
from collections.abc import Mapping

from support_kpi.drafts import Cell, Flag, Moment, Options, Reading, Serial, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import EMPTY, Profile, profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Typeform survey"

TOKENS = ("#", "response id", "token")
STARTED, SUBMITTED = "start date (utc)", ("submit date (utc)", "submitted at")
NETWORK, TYPE, STAGED = "network id", "response type", "stage date (utc)"
UNUSED = (NETWORK, STAGED, "tags", "ending", TYPE, STARTED, *SUBMITTED)
TOKEN = r"[0-9a-z]{20,32}"
OTHER = "other"
PLACEHOLDER = r"\{\{[^{}]*\}\}"
LONGEST_CHOICE = 12
SHOWN = 3


def recognises(sheet: Sheet) -> bool:
    """By its times in UTC, and the token or what stands around them where that was removed."""
    if sheet.find_all(SUBMITTED[1]) and _has_tokens(sheet):
        return True
    if not sheet.find_all(SUBMITTED[0]):
        return False
    has_start = bool(sheet.find_all(STARTED))
    has_token = bool(sheet.find_all(TOKENS[0]))
    return has_start and (
        has_token or any(sheet.find_all(name) for name in (NETWORK, TYPE, STAGED))
    )


def _has_tokens(sheet: Sheet) -> bool:
    """Whether the column of tokens is there, at either end, and holds what Typeform makes."""
    found = sheet.find_all("token")
    values = sheet.values(found[0]) if found else ()
    return bool(values) and all(re.fullmatch(TOKEN, value.strip()) for value in values)


def read(sheet: Sheet, options: Options) -> Reading:
    token = next((sheet.find_all(name)[0] for name in TOKENS if sheet.find_all(name)), None)
    known = [
        sheet.find_all(name)[0] for name in (STARTED, *SUBMITTED, NETWORK) if sheet.find_all(name)
    ]
    respondent: dict[str, Cell] = {
        "respondent_id": Serial(*known) if token is None else Text(token),
        "completed_at": Moment(*SUBMITTED, zone="UTC"),
    }
    if sheet.has(STARTED):
        respondent["started_at"] = Moment(STARTED, zone="UTC")
    if sheet.has(TYPE):
        respondent["is_complete"] = Flag(TYPE, true=("completed",), false=("partial", "started"))
    asked = [
        position
        for position, heading in enumerate(sheet.headings)
        if position != token
        and normal(heading) not in UNUSED
        and heading.strip()
        and not (normal(heading) == "token" and _has_tokens(sheet))
    ]
    blocks = _blocks(sheet, asked, profiles(sheet, asked, 1))
    unnamed = [block for block in blocks if block.is_multiple]
    warnings = []
    if unnamed:
        warnings.append(
            f"The text of {len(unnamed)} questions of several choices is not in the export; they "
            "are named by their place and their first choices. Two such questions without “Other” "
            "between them read as one."
        )
    survey = Survey(
        name=survey_name(sheet, options),
        source="typeform",
        heading_rows=1,
        blocks=blocks,
        respondent=respondent,
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _blocks(sheet: Sheet, asked: list[int], answers: Mapping[int, Profile]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    choices: list[tuple[int, str]] = []
    for place, position in enumerate(asked):
        heading = _text(sheet.headings[position])
        following = asked[place + 1] if place + 1 < len(asked) else None
        if normal(heading) == OTHER and choices:
            blocks.append(_several(choices, len(blocks) + 1, ((position, heading),)))
            choices = []
        elif _is_choice(sheet, position, following, answers, choices):
            if normal(heading) in (normal(choice) for _, choice in choices):
                blocks.append(_several(choices, len(blocks) + 1))
                choices = []
            choices.append((position, heading))
        else:
            if choices:
                blocks.append(_several(choices, len(blocks) + 1))
                choices = []
            if normal(heading) == OTHER and blocks and not blocks[-1].is_multiple:
                before = blocks.pop()
                both = (*before.columns, (position, ""))
                blocks.append(Block(before.text, both, is_one_of=True))
            else:
                blocks.append(Block(heading, ((position, ""),)))
    if choices:
        blocks.append(_several(choices, len(blocks) + 1))
    return tuple(blocks)


def _is_choice(
    sheet: Sheet,
    position: int,
    following: int | None,
    answers: Mapping[int, Profile],
    choices: list[tuple[int, str]],
) -> bool:
    """Whether a column only ever repeats its heading; nobody picked it where it is empty between
    columns that do."""
    if answers.get(position, EMPTY).filled:
        return _repeats(sheet, position, answers)
    heading = sheet.headings[position].strip()
    is_short = len(heading.split()) <= LONGEST_CHOICE and not heading.endswith("?")
    goes_on = following is not None and (
        _repeats(sheet, following, answers) or normal(sheet.headings[following]) == OTHER
    )
    return is_short and bool(choices) and goes_on


def _repeats(sheet: Sheet, position: int, answers: Mapping[int, Profile]) -> bool:
    values = answers.get(position, EMPTY).values
    return {normal(value) for value, _ in values} == {normal(sheet.headings[position])}


def _several(
    choices: list[tuple[int, str]], number: int, free: tuple[tuple[int, str], ...] = ()
) -> Block:
    first = ", ".join(choice for _, choice in choices[:SHOWN])
    more = " …" if len(choices) > SHOWN else ""
    return Block(
        f"Question {number} ({first}{more})",
        tuple(choices),
        question_id=f"question_{number}",
        free=free,
        is_multiple=True,
    )


def _text(heading: str) -> str:
    return " ".join(re.sub(PLACEHOLDER, "…", heading).split())
