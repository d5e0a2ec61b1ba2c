"""Cells that hold several picked options: which separator splits them, and which options exist."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from support_kpi.questionnaires.profile import Profile

SURE_SEPARATORS = (";", "|", "\n")
UNSURE_SEPARATORS = (", ", " / ")
LONGEST_OPTION = 90
ALWAYS_TOGETHER = 5


@dataclass(frozen=True)
class Choices:
    """How the cells of a multiple choice split; `options` are those that hold the separator."""

    separator: str
    options: tuple[str, ...] = ()


def choices(profile: Profile, unsure: Sequence[str] = UNSURE_SEPARATORS) -> Choices | None:
    """The separator whose tokens repeat over rows, or None when cells hold one answer each.

    Options may themselves contain a comma: a piece continues the one before it inside an open
    bracket, when it starts small where options start with a capital, or when the two are always
    picked together.
    """
    for separator in (*SURE_SEPARATORS, *unsure):
        if any(separator in value for value, _ in profile.answers):
            found = _split(profile, separator, is_sure=separator in SURE_SEPARATORS)
            if found:
                return found
    return None


def _split(profile: Profile, separator: str, *, is_sure: bool) -> Choices | None:
    cells = [(tuple(value.split(separator)), count) for value, count in profile.answers]
    joined = frozenset() if is_sure else _joined(cells)
    picked: Counter[str] = Counter()
    several = False
    for pieces, count in cells:
        options = pieces if is_sure else _options(pieces, joined, separator)
        filled = {option.strip(): count for option in options if option.strip()}
        several = several or len(filled) > 1
        picked.update(filled)
    if not several:
        return None
    total = sum(picked.values())
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
    known = [option for option in picked if separator in option]
    return Choices(separator, tuple(sorted(known, key=lambda option: (-len(option), option))))


def _joined(cells: Sequence[tuple[tuple[str, ...], int]]) -> frozenset[tuple[str, str]]:
    """Pairs of pieces of which the second continues the first."""
    before: dict[str, Counter[str | None]] = defaultdict(Counter)
    after: dict[str, Counter[str | None]] = defaultdict(Counter)
    firsts: list[str] = []
    for pieces, count in cells:
        stripped = [piece.strip() for piece in pieces if piece.strip()]
        firsts += stripped[:1]
        for first, second in zip((None, *stripped), (*stripped, None), strict=True):
            if second is not None:
                before[second][first] += count
            if first is not None:
                after[first][second] += count
    has_capitals = sum(first[0].isupper() for first in firsts) > 0.8 * len(firsts)
    pairs: set[tuple[str, str]] = set()
    for second, counts in before.items():
        is_small = has_capitals and not second[0].isupper()
        for first, count in counts.items():
            if first is None:
                continue
            always_after = len(counts) == 1
            always_both = always_after and len(after[first]) == 1 and count >= ALWAYS_TOGETHER
            if _is_open(first) or always_both or (always_after and is_small):
                pairs.add((first, second))
    return frozenset(pairs)


def _is_open(piece: str) -> bool:
    return piece.count("(") > piece.count(")")


def _options(
    pieces: Sequence[str], joined: Collection[tuple[str, str]], separator: str
) -> tuple[str, ...]:
    options: list[str] = []
    previous = ""
    for piece in pieces:
        if options and (_is_open(options[-1]) or (previous, piece.strip()) in joined):
            options[-1] = f"{options[-1]}{separator}{piece}"
        else:
            options.append(piece)
        previous = piece.strip()
    return tuple(options)
