"""Units of time as headings and cells name them, in six languages."""

import re
from unicodedata import normalize

from support_kpi.drafts import Unit
from support_kpi.parsing.sheet import without_bracket

SECONDS: dict[Unit, float] = {
    "milliseconds": 0.001,
    "seconds": 1,
    "minutes": 60,
    "hours": 3600,
    "days": 86400,
}
WORDS: dict[Unit, str] = {
    "days": r"d|days?|tage?n?|d[ií]as?|j|jours?|天|日",
    "hours": r"h|hrs?|hours?|std|stunden?|horas?|heures?|小时|小時",
    "minutes": r"m|mins?|minutes?|minuten?|minutos?|分|分钟|分鐘",
    "seconds": r"s|secs?|seconds?|sek|sekunden?|segs?|segundos?|secondes?|秒|秒钟",
    "milliseconds": r"ms|msecs?|milliseconds?|millisekunden?|milisegundos?|毫秒",
}
WEEKS = r"w|wks?|weeks?|wochen?|semanas?|semaines?|周"
TEXT_UNITS: tuple[tuple[str, float], ...] = (
    (WEEKS, 604800),
    *((pattern, SECONDS[unit]) for unit, pattern in WORDS.items()),
)
# A letter by itself at the end of a heading is more often a name than a unit.
LONG = "|".join(
    word for words in WORDS.values() for word in words.split("|") if not re.fullmatch("[a-z]", word)
)
LENGTH = rf"\s*[-+]?\d+(?:[.,]\d+)?\s*(?:{'|'.join((WEEKS, *WORDS.values()))})\b"
IN = r"(?:in|en|em)"
# `days_open`, `minutes to first reply`; a single day or hour may be a date or a time of day.
LEADING: dict[str, Unit] = {
    "days": "days",
    "hours": "hours",
    "minutes": "minutes",
    "seconds": "seconds",
}
CLOCKS = frozenset({"business", "office", "working", "opening", "calendar"})


def unit_in(heading: str) -> Unit | None:
    """The unit that a heading names: `in minutes`, `(s)`, `wait_hours`; business hours are none."""
    bare, bracket = without_bracket(normalize("NFKC", heading))
    if unit := _unit(re.sub(rf"^{IN} ", "", bracket.casefold()).strip(" .")):
        return unit
    words = re.sub(r"[_.\s()\[\]]+", " ", normalize("NFKC", heading)).casefold().strip()
    if (match := re.search(rf"\b{IN} ([^\W\d]+)", words)) and (unit := _unit(match[1])):
        return unit
    last = re.sub(r"[_.\s-]+", " ", bare).strip().split(" ")
    if len(last) > 1 and last[-2] in CLOCKS:
        return None
    if len(last) < 2:
        return None
    return _unit(last[-1]) if len(last[-1]) > 1 and _unit(last[-1]) else LEADING.get(last[0])


def without_unit(words: str) -> str:
    """A spoken heading without the unit at its end."""
    return re.sub(rf"(?: {IN})? (?:{LONG})$", "", words)


def is_length(cell: str) -> bool:
    """Whether a cell begins as a length of time in words: `2 Std. 5 Min.`, `90 s`."""
    return re.match(LENGTH, cell.casefold()) is not None


def is_unit(bracket: str) -> bool:
    """Whether a bracket of a heading holds a unit and nothing else."""
    return _unit(re.sub(rf"^{IN} ", "", bracket.casefold()).strip(" .")) is not None


def _unit(word: str) -> Unit | None:
    return next((unit for unit, pattern in WORDS.items() if re.fullmatch(pattern, word)), None)
