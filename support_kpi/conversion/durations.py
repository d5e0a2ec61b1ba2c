"""Durations: lengths of time as exports write them, in seconds."""

import re
from collections.abc import Iterable, Sequence

from support_kpi.conversion.literals import literal
from support_kpi.conversion.numbers import decimal_mark, is_number, number_sql
from support_kpi.conversion.shapes import Shape
from support_kpi.drafts import Unit
from support_kpi.mappings.units import SECONDS, TEXT_UNITS, WORDS, unit_of
from support_kpi.parsing.sheet import without_bracket

ANY_UNIT = "|".join(pattern for pattern, _ in TEXT_UNITS)
SPOKEN = (
    r"(?i)[-+]?\s*(?:about\s+)?(?:[0-9]+(?:[.,][0-9]+)?\s*"
    rf"(?:{ANY_UNIT})\.?(?:\s*,?\s*(?:(?:and|und|y|et|e)\s+)?|$))+"
)
HALF_SPOKEN = rf"([-+]?[0-9]+)\s*(?:{WORDS['hours']})\.?\s*([0-9]{{1,2}})"
CLOCK = r"[-+]?[0-9]+:[0-9]{1,2}(?::[0-9]{1,2}(?:[.,][0-9]+)?)?"
HOURS_CLOCK = rf"({CLOCK})\s*(?:{WORDS['hours']})\.?"
MINUTES_CLOCK = rf"({CLOCK})\s*(?:{WORDS['minutes']})\.?"
LONG_CLOCK = r"[-+]?[0-9]+:[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?"
DAYS_CLOCK = r"([0-9]+)(?:\.|\s+days?,?\s+|d\s+)([0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)"
PART = r"[0-9]+(?:[.,][0-9]+)?"
ISO = rf"[-+]?P(?:{PART}W)?(?:{PART}D)?(?:T(?:{PART}H)?(?:{PART}M)?(?:{PART}S)?)?"
TIME = r"[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
SINCE_1970 = rf"(?:1970-0[1-9]-[0-9]{{2}}){TIME}Z?"
SINCE_1900 = rf"(?:1899-12-3[01]|1900-0[1-9]-[0-9]{{2}}){TIME}"
SINCE_1904 = rf"1904-0[1-9]-[0-9]{{2}}{TIME}"
NO_DAY = r"(?:1/0|0?0/0?1)/1900 ([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)( [AP]M)?"


def duration_sql(
    text: str, shapes: Sequence[Shape], heading: str, unit: Unit, *, is_short: bool = False
) -> str:
    """SQL of the seconds in `text`; bare numbers are in the heading's unit or else in `unit`.

    `4:30` is hours and minutes, but minutes and seconds where the heading names either of these.
    """
    named = unit_of(heading)
    factor = SECONDS[named or unit]
    branches: list[str] = []
    decimal = decimal_mark(shapes)
    if any(is_number(shape.text, decimal, is_bare=True) for shape in shapes):
        branches.append(f"({number_sql(text, shapes, is_bare=True)}) * {factor}")
    _, bracket = without_bracket(heading)
    is_written = bracket.casefold().replace(" ", "") in {"mm:ss", "m:ss"}
    is_minutes = is_written or (named in ("minutes", "seconds") if named else is_short)
    for pattern, value in (
        (CLOCK, _clock(text, is_minutes)),
        (HOURS_CLOCK, _named_clock(text, HOURS_CLOCK, is_minutes=False)),
        (MINUTES_CLOCK, _named_clock(text, MINUTES_CLOCK, is_minutes=True)),
        (LONG_CLOCK, _long_clock(text)),
        (DAYS_CLOCK, _days_clock(text)),
        (SPOKEN, _spoken(text)),
        (HALF_SPOKEN, _half_spoken(text)),
        (ISO, _iso(text)),
        (SINCE_1970, _since(text, "1970-01-01")),
        (SINCE_1900, _since(text, _first_day(shapes))),
        (SINCE_1904, _since(text, "1904-01-01")),
        (NO_DAY, _no_day(text)),
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


def _first_day(shapes: Iterable[Shape]) -> str:
    """The day that a spreadsheet program counts from, told by the least value of a column: some
    write a length under a day with the 30th of December and some with the 31st."""
    is_early = any(shape.example.startswith("1899-12-30") for shape in shapes)
    return "1899-12-30" if is_early else "1899-12-31"


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


def _named_clock(text: str, pattern: str, *, is_minutes: bool) -> str:
    """A clock that names its first unit: `01:20 hrs`."""
    return _clock(f"regexp_extract({text}, {literal('(?i)' + pattern)}, 1)", is_minutes)


def _long_clock(text: str) -> str:
    """Days, hours, minutes and seconds with colons between."""
    days = f"try_cast(split_part(ltrim({text}, '-+'), ':', 1) as double)"
    rest = f"substr(ltrim({text}, '-+'), strpos(ltrim({text}, '-+'), ':') + 1)"
    return f"{_sign(text)} * ({days} * 86400 + {_clock(rest, is_minutes=False)})"


def _half_spoken(text: str) -> str:
    """Minutes without a unit after the hours: `1h30`."""
    hours, minutes = (
        f"try_cast(regexp_extract({text}, {literal('(?i)' + HALF_SPOKEN)}, {group}) as double)"
        for group in (1, 2)
    )
    return f"{_sign(text)} * (abs({hours}) * 3600 + {minutes} * 60)"


def _no_day(text: str) -> str:
    """A length under a day as a spreadsheet shows it with a date: the day before the first."""
    clock = f"regexp_extract({text}, {literal('(?i)' + NO_DAY)}, 1)"
    half = f"upper(regexp_extract({text}, {literal('(?i)' + NO_DAY)}, 2))"
    twelve = f"(split_part({clock}, ':', 1) = '12')"
    return (
        f"{_clock(clock, is_minutes=False)} + case when {half} = ' AM' and {twelve} then -43200"
        f" when {half} = ' PM' and not {twelve} then 43200 else 0 end"
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
        return f"coalesce(try_cast(replace({number}, ',', '.') as double), 0) * {seconds}"

    return (
        f"{_sign(text)} * ("
        + " + ".join(
            (
                part(f"({PART})W", 604800),
                part(f"({PART})D", 86400),
                part(f"T.*?({PART})H", 3600),
                part(f"T(?:.*H)?({PART})M", 60),
                part(f"T(?:.*[HM])?({PART})S", 1),
            )
        )
        + ")"
    )


def _since(text: str, day: str) -> str:
    return f"epoch(try_cast(rtrim({text}, 'Z') as timestamp) - timestamp '{day}')"
