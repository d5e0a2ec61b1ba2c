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
    "days": r"d|days?|day\(s\)|tage?n?|d[ií]as?|j|jours?|giorn[oi]|dag(?:en|ar|e)?|dni|dzie[nń]"
    r"|д|дн|дня|дней|день|天|日|일",
    "hours": r"h|hrs?|hr\(s\)|hours?|hour\(s\)|std|stunden?|horas?|heures?|or[ae]|uur|uren"
    r"|timmar|godz|godziny?|ч|час(?:а|ов)?|小时|小時|時間|时|시간",
    "minutes": r"m|mins?|min\(s\)|minutes?|minute\(s\)|minuten?|minutos?|minut[io]|minuut"
    r"|minut(?:ter|er|y)?|мин|минут[аы]?|分|分钟|分鐘|분",
    "seconds": r"s|secs?|sec\(s\)|seconds?|second\(s\)|sek|sekund(?:en?|er|y)?|segs?|segundos?"
    r"|secondes?|second[oi]|seconden|сек|секунд[аы]?|秒|秒钟|초",
    "milliseconds": r"ms|msecs?|milliseconds?|millisekunden?|milisegundos?|毫秒",
}
WEEKS = r"w|wks?|weeks?|week\(s\)|wochen?|semanas?|semaines?|settiman[ae]|weken|нед|周|週間"
TEXT_UNITS: tuple[tuple[str, float], ...] = (
    (WEEKS, 604800),
    *((pattern, SECONDS[unit]) for unit, pattern in WORDS.items()),
)
# A letter by itself at the end of a heading is more often a name than a unit.
LONG = "|".join(
    word for words in WORDS.values() for word in words.split("|") if not re.fullmatch("[a-z]", word)
)
LENGTH = rf"\s*[-+]?\d+(?:[.,]\d+)?\s*(?:{'|'.join((WEEKS, *WORDS.values()))})(?![^\W\d_])"
IN = r"(?:in|en|em)"
# `days_open`, `minutes to first reply`; a single day or hour may be a date or a time of day.
LEADING: dict[str, Unit] = {
    "days": "days",
    "hours": "hours",
    "minutes": "minutes",
    "seconds": "seconds",
}
LETTERS = frozenset("dhms")
# What is measured, where a letter after it can only be a unit: `wait_s`, `response_time_h`.
MEASURED = frozenset({
    "time", "duration", "wait", "talk", "hold", "handle", "queue", "ring", "age", "reply",
    "response", "resolution", "dauer", "zeit", "duracion", "tiempo", "temps", "duree", "tempo",
})  # fmt: skip
CLOCKS = frozenset({"business", "office", "working", "opening", "calendar"})


def unit_in(heading: str) -> Unit | None:
    """The unit that a heading names: `in minutes`, `(s)`, `wait_hours`; business hours are none."""
    heading = re.sub(r"([a-z])([A-Z])", r"\1 \2", normalize("NFKC", heading))
    bare, bracket = without_bracket(heading)
    if unit := _unit(re.sub(rf"^{IN} ", "", bracket.casefold()).strip(" .")):
        return unit
    words = re.sub(r"[_.\s()\[\]]+", " ", heading).casefold().strip()
    if (match := re.search(rf"\b{IN} ([^\W\d]+)", words)) and (unit := _unit(match[1])):
        return unit
    last = re.sub(r"[_.\s-]+", " ", bare).strip().split(" ")
    if len(last) > 1 and last[-2] in CLOCKS:
        return None
    if len(last) < 2:
        return None
    if len(last[-1]) > 1 or (last[-2] in MEASURED and last[-1] in LETTERS):
        return _unit(last[-1]) or LEADING.get(last[0])
    return LEADING.get(last[0])


def unit_of(heading: str) -> Unit | None:
    """The unit of what is known to be a length of time: `Minutes` alone names one too."""
    return unit_in(heading) or LEADING.get(without_bracket(heading)[0])


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
