"""Durations: lengths of time as exports write them, in seconds."""

import re
from collections.abc import Iterable, Sequence

from support_kpi.conversion.literals import literal
from support_kpi.conversion.numbers import decimal_mark, is_number, number_sql
from support_kpi.conversion.shapes import Shape
from support_kpi.drafts import Unit
from support_kpi.mappings.units import SECONDS, TEXT_UNITS, unit_in
from support_kpi.parsing.sheet import without_bracket

ANY_UNIT = "|".join(pattern for pattern, _ in TEXT_UNITS)
SPOKEN = (
    r"(?i)[-+]?\s*(?:about\s+)?(?:[0-9]+(?:[.,][0-9]+)?\s*"
    rf"(?:{ANY_UNIT})\.?(?:\s*,?\s*(?:(?:and|und|y|et|e)\s+)?|$))+"
)
CLOCK = r"[-+]?[0-9]+:[0-9]{1,2}(?::[0-9]{1,2}(?:[.,][0-9]+)?)?"
DAYS_CLOCK = r"([0-9]+)(?:\.|\s+days?,?\s+|d\s+)([0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)"
ISO = r"[-+]?P(?:[0-9]+W)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9.]+S)?)?"
SINCE_1970 = r"(?:1970-0[1-9]-[0-9]{2})[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z?"
SINCE_1900 = r"(?:1899-12-3[01]|1900-0[1-9]-[0-9]{2})[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"


def duration_sql(text: str, shapes: Sequence[Shape], heading: str, unit: Unit) -> str:
    """SQL of the seconds in `text`; bare numbers are in the heading's unit or else in `unit`."""
    factor = SECONDS[unit_in(heading) or unit]
    branches: list[str] = []
    decimal = decimal_mark(shapes)
    if any(is_number(shape.text, decimal) for shape in shapes):
        branches.append(f"({number_sql(text, shapes)}) * {factor}")
    _, bracket = without_bracket(heading)
    is_minutes = bracket.casefold().replace(" ", "") in {"mm:ss", "m:ss"}
    for pattern, value in (
        (CLOCK, _clock(text, is_minutes)),
        (DAYS_CLOCK, _days_clock(text)),
        (SPOKEN, _spoken(text)),
        (ISO, _iso(text)),
        (SINCE_1970, _since(text, "1970-01-01")),
        (SINCE_1900, _since(text, "1899-12-31")),
    ):
        if _matches(pattern, shapes):
            full = literal(pattern if pattern.startswith("(?i)") else "(?i)" + pattern)
            branches.append(f"case when regexp_full_match({text}, {full}) then {value} end")
    if not branches:
        return "null::double"
    return branches[0] if len(branches) == 1 else f"coalesce({', '.join(branches)})"


def _matches(pattern: str, shapes: Iterable[Shape]) -> bool:
    bare = pattern.removeprefix("(?i)")
    return any(re.fullmatch(bare, shape.example, flags=re.IGNORECASE) for shape in shapes)


def _sign(text: str) -> str:
    return f"case when starts_with({text}, '-') then -1 else 1 end"


def _clock(text: str, is_minutes: bool) -> str:
    def part(number: int) -> str:
        return f"split_part(ltrim({text}, '-+'), ':', {number})"

    first, second, third = (
        f"coalesce(try_cast(replace({part(number)}, ',', '.') as double), 0)"
        for number in (1, 2, 3)
    )
    short = f"{first} * 60 + {second}" if is_minutes else f"{first} * 3600 + {second} * 60"
    return (
        f"{_sign(text)} * case when {part(3)} = '' then {short}"
        f" else {first} * 3600 + {second} * 60 + {third} end"
    )


def _days_clock(text: str) -> str:
    days = f"try_cast(regexp_extract({text}, {literal('(?i)^' + DAYS_CLOCK)}, 1) as double)"
    rest = f"regexp_extract({text}, {literal('(?i)^' + DAYS_CLOCK)}, 2)"
    return f"{days} * 86400 + {_clock(rest, is_minutes=False)}"


def _spoken(text: str) -> str:
    parts = " + ".join(
        "coalesce(try_cast(replace(regexp_extract("
        f"{text}, {literal(f'(?i)([0-9]+(?:[.,][0-9]+)?)[ ]*(?:{pattern})(?:[^a-z]|$)')}, 1)"
        f", ',', '.') as double), 0) * {seconds}"
        for pattern, seconds in TEXT_UNITS
    )
    return f"{_sign(text)} * ({parts})"


def _iso(text: str) -> str:
    def part(pattern: str, seconds: float) -> str:
        number = f"regexp_extract({text}, {literal('(?i)' + pattern)}, 1)"
        return f"coalesce(try_cast({number} as double), 0) * {seconds}"

    return (
        f"{_sign(text)} * ("
        + " + ".join(
            (
                part("([0-9]+)W", 604800),
                part("([0-9]+)D", 86400),
                part("T.*?([0-9]+)H", 3600),
                part("T.*?([0-9]+)M", 60),
                part("T.*?([0-9.]+)S", 1),
            )
        )
        + ")"
    )


def _since(text: str, day: str) -> str:
    return f"epoch(try_cast(rtrim({text}, 'Z') as timestamp) - timestamp '{day}')"
