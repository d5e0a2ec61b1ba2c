"""Cells that hold several picked options: which separator splits them, and which options exist."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from support_kpi.questionnaires.profile import Profile

SURE_SEPARATORS = (";", "|", "\n")
UNSURE_SEPARATORS = (", ", " / ")
LONGEST_OPTION = 90
LEAST_TOGETHER = 10
NEARLY_ALWAYS = 0.95
LEAST_ROWS = 0.02
MANY_ROWS = 30
SEVERAL = (
    r"all that apply|all (?:which|options that) apply|all applicable"
    r"|(?:check|select|tick|pick|choose|mark) (?:all|any|every|as many|up to|one or more|multiple)"
    r"|multiple (?:answers|selections|choices|options)|more than one"
    r"|mehrfach|alle zutreffenden|todas las (?:que|opciones)|varias opciones|selecciona todas"
    r"|plusieurs (?:réponses|choix)|toutes les réponses|todas as (?:que|opções)|várias opções"
    r"|多选|複数|すべて選択|全て選択"
)
ONE = r"\b(?:select|choose|pick|check|tick|mark) (?:only )?one\b|\bone answer only\b|单选"

Cells = Sequence[tuple[tuple[str, ...], int]]


@dataclass(frozen=True)
class Choices:
    """How the cells of a multiple choice split.

    `options` are those that hold the separator, unless `is_closed`: then they are all that are
    known, and what else a cell holds is one text that somebody wrote.
    """

    separator: str
    options: tuple[str, ...] = ()
    is_closed: bool = False


def choices(
    profile: Profile, unsure: Sequence[str] = UNSURE_SEPARATORS, text: str = ""
) -> Choices | None:
    """The separator whose tokens repeat over rows, or None when cells hold one answer each.

    Options may themselves contain a comma: a piece continues the one before it inside an open
    bracket, when it starts small where options start with a capital, or when the two are always
    picked together. `text` is the question, which may ask for all that apply, or for one.
    """
    folded = text.lower()
    if re.search(ONE, folded) and not re.search(SEVERAL, folded):
        return None
    is_asked = re.search(SEVERAL, folded) is not None
    found = [
        split
        for separator in (*SURE_SEPARATORS, *unsure)
        if (split := _split(profile, separator, separator in SURE_SEPARATORS, is_asked))
    ]
    return max(found, key=lambda split: split.rows).choices if found else None


@dataclass(frozen=True)
class _Split:
    choices: Choices
    rows: int


def _split(profile: Profile, separator: str, is_sure: bool, is_asked: bool) -> _Split | None:
    if not any(separator in value for value, _ in profile.answers):
        return None
    cells: Cells = [(tuple(value.split(separator)), count) for value, count in profile.answers]
    joined: frozenset[tuple[str, str]] = frozenset()
    if not is_sure:
        joined = _joined(cells)
    picks: Cells = [(_options(pieces, joined, separator), count) for pieces, count in cells]
    if is_sure:
        picks = [(tuple(filter(None, map(str.strip, pieces))), count) for pieces, count in cells]
    rows: Counter[str] = Counter()
    for options, count in picks:
        rows.update(dict.fromkeys(options, count))
    several = [(options, count) for options, count in picks if len(options) > 1]
    answered = sum(count for _, count in cells)
    split_rows = sum(count for _, count in several)
    if not several or split_rows < LEAST_ROWS * answered:
        return None
    known = {option for option, count in rows.items() if count > 1}
    if not _repeats(picks, several, rows, known, is_sure, is_asked):
        return None
    if is_sure:
        return _Split(Choices(separator), split_rows)
    if answered >= MANY_ROWS:
        ordered = sorted(known, key=lambda option: (-rows[option], option))
        return _Split(Choices(separator, tuple(ordered), is_closed=True), split_rows)
    whole = sorted((o for o in rows if separator in o), key=lambda option: (-len(option), option))
    return _Split(Choices(separator, tuple(whole)), split_rows)


def _repeats(
    picks: Cells,
    several: Cells,
    rows: Counter[str],
    known: Collection[str],
    is_sure: bool,
    is_asked: bool,
) -> bool:
    """Whether the pieces are options: few, picked again and again, and not always as many."""
    pieces = [(option, count) for options, count in several for option in options]
    total = sum(count for _, count in pieces)
    share = sum(count for option, count in pieces if option in known) / total
    length = sum(len(option) * count for option, count in pieces) / total
    if length > LONGEST_OPTION:
        return False
    if is_sure or is_asked:
        return share >= 0.5
    repeats = sum(rows.values()) / len(rows)
    sizes = {len(options) for options, _ in picks}
    return share >= 0.7 and repeats >= 2 and len(known) < len(picks) and len(sizes) > 1


def _joined(cells: Cells) -> frozenset[tuple[str, str]]:
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
            most = max(sum(counts.values()), sum(after[first].values()))
            always_both = count >= max(LEAST_TOGETHER, NEARLY_ALWAYS * most)
            if _is_open(first) or always_both or (always_after and is_small):
                pairs.add((first, second))
    return frozenset(pairs)


def _is_open(piece: str) -> bool:
    return piece.count("(") > piece.count(")")


def _options(
    pieces: Sequence[str], joined: Collection[tuple[str, str]], separator: str
) -> tuple[str, ...]:
    return tuple(
        option.strip() for option in _together(pieces, joined, separator) if option.strip()
    )


def _together(
    pieces: Sequence[str], joined: Collection[tuple[str, str]], separator: str
) -> Iterator[str]:
    """Pieces put together again where one continues the one before it.

    Options that are joined by a bare comma hold their own commas with a blank behind.
    """
    option, previous = "", ""
    for number, piece in enumerate(pieces):
        is_same = (
            _is_open(option)
            or (previous, piece.strip()) in joined
            or (separator == "," and piece.startswith(" "))
        )
        if number and is_same:
            option = f"{option}{separator}{piece}"
        else:
            yield option
            option = piece
        previous = piece.strip()
    yield option
