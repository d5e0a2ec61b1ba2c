"""Hints: which canonical column each column of a table may be, how surely, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from support_kpi.mappings.kinds import evidence, fits, is_date, looked_at, share
from support_kpi.mappings.meanings import LANGUAGES, known, meaning
from support_kpi.mappings.synonyms import languages, spoken, synonyms
from support_kpi.parsing.sheet import Sheet

LEAST_SCORE = 80
LEAST_KNOWN = 0.9
LEAST_DATES = 0.8
NOT_GUESSED = ("is_spam", "is_deleted", "is_merged", "is_test", "metric")
VALUED = ("status", "channel", "priority")
CREATED = {"ticket": "created_at", "response": "responded_at"}


@dataclass(frozen=True)
class Hint:
    """What a column is read as for certain, or a guess that a person has to confirm."""

    position: int
    name: str
    reason: str
    is_guess: bool = False


def exact(sheet: Sheet, table: str) -> dict[str, int]:
    """Columns whose heading is a synonym and whose values are of the right kind."""
    headings: dict[str, list[int]] = {}
    for position, heading in enumerate(sheet.headings):
        headings.setdefault(spoken(heading), []).append(position)
    found: dict[str, int] = {}
    for name, names in synonyms(table).items():
        for position in (p for one in names for p in headings.get(one, ())):
            if position not in found.values() and fits(sheet, table, name, position):
                found[name] = position
                break
    if "channel" not in found and _names_channels(sheet, found.get("ticket_type")):
        found["channel"] = found.pop("ticket_type")
    return found


def _names_channels(sheet: Sheet, position: int | None) -> bool:
    """Whether a column that is headed as the type of a ticket holds channels and nothing else."""
    words = [] if position is None else [v.strip().lower() for v in looked_at(sheet, position)]
    return len(set(words)) > 1 and share(words, known("channel").__contains__) == 1


def hints(sheet: Sheet, table: str) -> tuple[Hint, ...]:
    """Hints for a table, at most one a column: by heading, by values, then by likeness."""
    sure = [
        Hint(position, name, _named(sheet, table, name, position))
        for name, position in exact(sheet, table).items()
    ]
    if table == "ticket":
        sure += _by_values(sheet, sure)
    guesses = _by_likeness(sheet, table, sure)
    guesses += _by_looks(sheet, table, [*sure, *guesses])
    return tuple(sorted([*sure, *guesses], key=lambda hint: hint.position))


def _named(sheet: Sheet, table: str, name: str, position: int) -> str:
    """Why a heading is known, and what its values look like."""
    language = languages(table)[name].get(spoken(sheet.headings[position]), "")
    heading = f"a known heading in {LANGUAGES[language]}" if language else "the name of the column"
    if name in VALUED:
        looks = _known_share(sheet, name, position)
    else:
        looks = evidence(sheet, table, name, position)
    return f"{heading}; {looks}" if looks else heading


def _known_share(sheet: Sheet, name: str, position: int) -> str:
    values = looked_at(sheet, position)
    if not values:
        return ""
    part = share(values, lambda value: meaning(name, value) is not None)
    plural = {"status": "statuses", "channel": "channels", "priority": "priorities"}[name]
    return f"{part:.0%} of its first values are known {plural}".replace("%", " %")


def _by_values(sheet: Sheet, sure: Sequence[Hint]) -> list[Hint]:
    """Columns nearly all of whose values are known words of one vocabulary."""
    found: list[Hint] = []
    for name in VALUED:
        if any(hint.name == name for hint in sure):
            continue
        for position in _free(sheet, [*sure, *found]):
            words = [value.strip().casefold() for value in looked_at(sheet, position)]
            is_known = len(set(words)) > 1 and share(words, known(name).__contains__) >= LEAST_KNOWN
            if is_known:
                found.append(Hint(position, name, _known_share(sheet, name, position)))
                break
    return found


def _by_likeness(sheet: Sheet, table: str, sure: Sequence[Hint]) -> list[Hint]:
    """For each column still unknown the heading most like a known one, if like enough."""
    found: list[Hint] = []
    for name, headings in synonyms(table).items():
        if name in NOT_GUESSED or any(hint.name == name for hint in sure):
            continue
        scored = [
            (score, -position, like)
            for position in _free(sheet, [*sure, *found])
            for score, like in (_likeness(spoken(sheet.headings[position]), headings),)
            if score >= LEAST_SCORE and fits(sheet, table, name, position)
        ]
        if scored:
            _, position, like = max(scored)
            looks = evidence(sheet, table, name, -position)
            reason = f"its heading is like “{like}”" + (f"; {looks}" if looks else "")
            found.append(Hint(-position, name, reason, is_guess=True))
    return found


def _likeness(heading: str, headings: Sequence[str]) -> tuple[float, str]:
    long_enough = [one for one in headings if len(one) >= 4]
    found = process.extractOne(heading, long_enough, scorer=fuzz.token_sort_ratio)
    return (found[1], found[0]) if found and len(heading) >= 4 else (0.0, "")


def _by_looks(sheet: Sheet, table: str, taken: Sequence[Hint]) -> list[Hint]:
    """What only the values say: a date where the time of the record is missing, an id, an
    address."""
    missing = CREATED.get(table, "")
    has = {hint.name for hint in taken}
    found: list[Hint] = []
    for position in _free(sheet, taken):
        values = looked_at(sheet, position)
        if missing and missing not in has and values and share(values, is_date) >= LEAST_DATES:
            reason = "its values look like dates, and no heading names the time of the record"
            found.append(Hint(position, missing, reason, is_guess=True))
        elif "requester_id" not in has and values and share(values, _is_address) >= LEAST_KNOWN:
            reason = "its values are e-mail addresses"
            found.append(Hint(position, "requester_id", reason, is_guess=True))
        elif "ticket_id" not in has and table == "ticket" and _are_ids(values):
            reason = "its values are short and all different"
            found.append(Hint(position, "ticket_id", reason, is_guess=True))
    return found


def _is_address(value: str) -> bool:
    name, sign, host = value.strip().partition("@")
    return bool(name and sign and "." in host and " " not in value.strip())


def _are_ids(values: Sequence[str]) -> bool:
    short = all(len(value) <= 40 and " " not in value.strip() for value in values)
    return len(values) > 1 and short and len(set(values)) == len(values)


def _free(sheet: Sheet, taken: Sequence[Hint]) -> list[int]:
    used = {hint.position for hint in taken}
    return [
        position
        for position, heading in enumerate(sheet.headings)
        if position not in used and heading.strip()
    ]


def by_name(found: Sequence[Hint]) -> Mapping[str, Hint]:
    """The first hint for each canonical column; a sure one before a guess."""
    first: dict[str, Hint] = {}
    for hint in sorted(found, key=lambda hint: (hint.is_guess, hint.position)):
        first.setdefault(hint.name, hint)
    return first
