"""Cells that hold several picked options: which separator splits them, and which options exist."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from support_kpi.questionnaires.profile import Profile

SURE_SEPARATORS = (";", "|", "\n")
UNSURE_SEPARATORS = (", ", " / ")
LONGEST_OPTION = 90


@dataclass(frozen=True)
class Choices:
    """How the cells of a multiple choice split; `options` are those that hold the separator."""

    separator: str
    options: tuple[str, ...] = ()


def choices(profile: Profile, unsure: Sequence[str] = UNSURE_SEPARATORS) -> Choices | None:
    """The separator whose tokens repeat over rows, or None when cells hold one answer each.

    Options may contain a comma: a token that only ever follows one and the same token, inside an
    open bracket or starting small where options start with a capital, continues that option.
    """
    for separator in (*SURE_SEPARATORS, *unsure):
        if any(separator in value for value, _ in profile.answers):
            found = _split(profile, separator, is_sure=separator in SURE_SEPARATORS)
            if found:
                return found
    return None


def _split(profile: Profile, separator: str, is_sure: bool) -> Choices | None:
    cells = [(_tokens(value, separator), count) for value, count in profile.answers]
    joined = frozenset[tuple[str, str]]() if is_sure else _joined(cells)
    picked: Counter[str] = Counter()
    for tokens, count in cells:
        picked.update(dict.fromkeys(_options(tokens, joined, separator, is_sure), count))
    total = sum(picked.values())
    several = sum(
        count for tokens, count in cells if len(_options(tokens, joined, separator, is_sure)) > 1
    )
    if not total or several == 0:
        return None
    length = sum(len(option) * count for option, count in picked.items()) / total
    repeats = total / len(picked)
    if is_sure:
        accepted = length <= LONGEST_OPTION and repeats > 1.2
    else:
        accepted = (
            length <= LONGEST_OPTION / 2 and repeats >= 2 and len(picked) < len(profile.answers)
        )
    if not accepted:
        return None
    known = [option for option, _ in picked.most_common() if separator.strip() in option]
    return Choices(separator, tuple(sorted(known, key=len, reverse=True)))


def _tokens(value: str, separator: str) -> tuple[str, ...]:
    return tuple(token for part in value.split(separator) if (token := part.strip()))


def _joined(cells: Sequence[tuple[tuple[str, ...], int]]) -> frozenset[tuple[str, str]]:
    """Pairs of tokens of which the second continues the first."""
    before: dict[str, Counter[str | None]] = {}
    for tokens, count in cells:
        for previous, token in zip((None, *tokens), tokens, strict=False):
            before.setdefault(token, Counter())[previous] += count
    firsts = [tokens[0] for tokens, _ in cells if tokens]
    has_capitals = sum(first[0].isupper() for first in firsts) > 0.8 * len(firsts)
    return frozenset(
        (previous, token)
        for token, counts in before.items()
        for previous in counts
        if previous is not None
        and (_is_open(previous) or (len(counts) == 1 and has_capitals and not token[0].isupper()))
    )


def _is_open(token: str) -> bool:
    return token.count("(") > token.count(")")


def _options(
    tokens: Sequence[str], joined: frozenset[tuple[str, str]], separator: str, is_sure: bool
) -> tuple[str, ...]:
    if is_sure:
        return tuple(tokens)
    options: list[str] = []
    previous: str | None = None
    for token in tokens:
        continues = previous is not None and ((previous, token) in joined or _is_open(options[-1]))
        if continues:
            options[-1] = f"{options[-1]}{separator}{token}"
        else:
            options.append(token)
        previous = token
    return tuple(options)
