"""Kinds of values: whether the cells of a column look like what a canonical one holds."""

import re
from collections.abc import Callable, Sequence

from support_kpi.mappings.meanings import meaning
from support_kpi.mappings.nothing import NULL_WORDS, UNMEASURED_WORDS
from support_kpi.mappings.outcomes import OUTCOMES
from support_kpi.mappings.synonyms import PSEUDO, spoken
from support_kpi.mappings.units import is_length
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.metrics import answer_labels
from support_kpi.questionnaires.profile import NOT_ANSWERS, UNRATED, points
from support_kpi.schema import TABLES

DATE = (
    r"\d{4}[-/.年]\s?\d{1,2}([-/.月]|$)|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-/ .]\s?[^\W\d]{3,}"
    r"|[^\W\d]{3,}\.? \d{1,2},? \d{4}|^\d{10}(\d{3})?$|^\d{8}(T|$)"
    r"|^[^\W\d]{3} [^\W\d]{3} [ \d]\d \d{2}:\d{2}:\d{2} "
)
# The days of 1990 to 2079 as a spreadsheet numbers them, under a heading that says date.
SERIAL = r"(?:3[3-9]|[45]\d|6[0-4])\d{3}(?:[.,]\d+)?"
TIME_OF_DAY = r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([AaPp]\.?\s?[Mm]\.?)?"
FLAGS = frozenset(
    {
        "true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "1.0", "0.0", "met", "not met",
        "missed", "breached", "ontime", "on time", "overdue", "late", "violated", "within",
        "within sla", "sla met", "sla violated", "sí", "si", "ja", "nein", "oui", "non", "sim",
        "não", "是", "否",
    }
)  # fmt: skip
# Headings of the state of a ticket that also head federal states and the like.
PLACES = frozenset({"state", "estado", "etat", "stato", "stage", "stand", "situation"})
LEAST = 0.8
KEYS = ("ticket_id", "created_at", "responded_at")
NOTHING = NOT_ANSWERS.union(NULL_WORDS)
MOST_WORDS = 2
NAMES = {
    "timestamp": "dates",
    "date": "dates",
    "time": "times of day",
    "duration": "lengths of time",
    "integer": "numbers",
    "number": "numbers",
    "boolean": "yes or no",
    "score": "ratings",
}


def kind(table: str, name: str) -> str:
    """The type of a column, those that only mappings know included."""
    if name in PSEUDO.get(table, {}):
        return PSEUDO[table][name]
    column = TABLES[table].column(name)
    return "duration" if name.endswith("_seconds") else column.type


def fits(sheet: Sheet, table: str, name: str, position: int) -> bool:
    """Whether the first values of a column look like what the canonical one holds."""
    of = kind(table, name)
    values = _told(sheet, of, position)
    if not values:
        return name not in KEYS
    if name == "status" and spoken(sheet.headings[position]) in PLACES:
        return share(values, _is_state) >= 0.5
    if of == "timestamp" and name not in KEYS:
        values = _dated(values)
    test = _test(of)
    if test is None:
        return share(values, lambda v: re.match(r"\s*\d{4}-\d{2}-\d{2}", v) is None) >= 0.5
    return share(values, test) >= LEAST


def evidence(sheet: Sheet, table: str, name: str, position: int) -> str:
    """`18 of 20 first values look like dates`; nothing where any text will do."""
    of = kind(table, name)
    test, values = _test(of), _told(sheet, of, position)
    if test is None or not values:
        return ""
    fitting = round(share(values, test) * len(values))
    counted = f"all {fitting:,}" if fitting == len(values) else f"{fitting:,} of {len(values):,}"
    return f"{counted} first values look like {NAMES[of]}"


def looked_at(sheet: Sheet, position: int) -> list[str]:
    """The first values of a column, those left out that say that there is none."""
    return [value for value in sheet.values(position) if normal(value) not in NOTHING]


def _told(sheet: Sheet, of: str, position: int) -> list[str]:
    """The first values of a column, in one that is no text without words such as `unknown`."""
    values = looked_at(sheet, position)
    if _test(of) is None:
        return values
    return [value for value in values if normal(value) not in UNMEASURED_WORDS]


def _dated(values: Sequence[str]) -> Sequence[str]:
    """The values of a time without a word or two for what has not come yet: `Not resolved`."""
    dated = [value for value in values if re.search(r"\d", value)]
    words = {normal(value) for value in values} - {normal(value) for value in dated}
    return dated if dated and len(words) <= MOST_WORDS else values


def share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(1 for value in values if holds(value)) / len(values)


def _is_state(value: str) -> bool:
    return meaning("status", value) is not None or normal(value) in OUTCOMES


def is_date(value: str) -> bool:
    return re.search(DATE, value.strip()) is not None and not is_length(value)


def _test(of: str) -> Callable[[str], bool] | None:
    match of:
        case "timestamp" | "date":
            return lambda value: is_date(value) or re.fullmatch(SERIAL, value.strip()) is not None
        case "time":
            return lambda value: re.fullmatch(TIME_OF_DAY, value.strip()) is not None
        case "duration":
            return lambda value: re.search(r"\d", value) is not None and not is_date(value)
        case "integer" | "number":
            return lambda value: re.match(r"\s*[-(]?\d", value) is not None
        case "boolean":
            return lambda value: normal(value) in FLAGS
        case "score":
            known = UNRATED.union(*answer_labels().values())
            return lambda value: points(value) is not None or normal(value) in known
        case _:
            return None
