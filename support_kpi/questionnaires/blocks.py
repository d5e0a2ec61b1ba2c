"""Columns that belong to one question though no heading says so: told by what they hold."""

import re
from collections.abc import Mapping, Sequence

from support_kpi.parsing.sheet import normal
from support_kpi.questionnaires.profile import EMPTY, Profile
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.ticks import NO_TICKS, TICKS

LEAST_PREFIXED = 3
LEAST_FILLED = 3
PREFIX = r"(?P<prefix>[^:]*[^:\s]):\s+(?P<rest>\S.*)"

Answers = Mapping[int, Profile]


def constant(profile: Profile) -> str | None:
    """The only thing that a column ever holds, words for unpicked ones aside."""
    values = [value for value, _ in profile.values if normal(value) not in NO_TICKS]
    return values[0] if len(values) == 1 else None


def spread(text: str, positions: Sequence[int], answers: Answers) -> Block | None:
    """One question of a choice a column whose choices stand in the cells alone; a last column of
    many texts is what people wrote instead."""
    held = {position: constant(answers.get(position, EMPTY)) for position in positions}
    filled = [p for p in positions if answers.get(p, EMPTY).filled]
    choices = [p for p in filled if held[p] is not None and normal(held[p] or "") not in TICKS]
    others = [p for p in filled if p not in choices]
    named = {normal(held[p] or "") for p in choices}
    is_spread = len(choices) > 1 and len(named) == len(choices) and len(others) <= 1
    if not is_spread or (others and others != filled[-1:]):
        return None
    if max(answers[p].filled for p in choices) < LEAST_FILLED:
        return None
    columns = tuple((position, held[position] or "") for position in choices)
    return Block(text, columns, free=tuple((position, "Other") for position in others))


def prefixed(columns: Sequence[tuple[int, str]], answers: Answers) -> list[Block | tuple[int, str]]:
    """Neighbouring headings `Uses: Phone`, `Uses: Chat` of cells that only tick: one question."""
    found: list[Block | tuple[int, str]] = []
    rest = list(columns)
    while rest:
        size = _run(rest, answers)
        if size >= LEAST_PREFIXED:
            found.append(_prefixed(rest[:size], answers))
            rest = rest[size:]
        else:
            found.append(rest.pop(0))
    return found


def _run(columns: Sequence[tuple[int, str]], answers: Answers) -> int:
    """How many of the first columns share the words before their colon and only tick."""
    first = re.fullmatch(PREFIX, columns[0][1])
    if first is None:
        return 0
    size = 0
    for position, heading in columns:
        match = re.fullmatch(PREFIX, heading)
        if match is None or normal(match["prefix"]) != normal(first["prefix"]):
            break
        profile = answers.get(position, EMPTY)
        is_other = normal(match["rest"]).startswith("other") and size >= LEAST_PREFIXED
        if profile.filled and constant(profile) is None and not is_other:
            break
        size += 1
    return size


def _prefixed(columns: Sequence[tuple[int, str]], answers: Answers) -> Block:
    parts = [(position, re.fullmatch(PREFIX, heading)) for position, heading in columns]
    named = [(position, match["rest"], match["prefix"]) for position, match in parts if match]
    ticked = [(p, rest) for p, rest, _ in named if _label(answers.get(p, EMPTY), rest) is not None]
    free = [(p, rest) for p, rest, _ in named if (p, rest) not in ticked]
    labels = tuple((p, _label(answers.get(p, EMPTY), rest) or rest) for p, rest in ticked)
    return Block(named[0][2], labels, free=tuple(free), is_multiple=True)


def _label(profile: Profile, rest: str) -> str | None:
    """The choice as the cell writes it, or as the heading does where the cell is only a tick."""
    if not profile.filled:
        return rest
    held = constant(profile)
    if held is None:
        return None
    is_code = normal(held) in TICKS or re.fullmatch(r"[\d.]+", held) is not None
    return rest if is_code else held
