"""Moments: one column's dates and times as SQL, its formats chosen by the shapes of all values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from support_kpi.conversion.literals import literal
from support_kpi.conversion.patterns import Kind, Pattern, pattern
from support_kpi.conversion.shapes import shapes
from support_kpi.conversion.spellings import NAMES, cleaned, cleanings
from support_kpi.conversion.texts import texts
from support_kpi.conversion.zones import OFFSET_HOURS
from support_kpi.drafts import DateOrder
from support_kpi.parsing.sheet import Sheet

NEEDLESS_PM = r"(?i)((?:^|[ T])(?:1[3-9]|2[0-3]):\d{2}(?::\d{2}(?:[.,]\d+)?)?) pm"
MOST_YEARS = 3
EPOCHS: dict[Kind, tuple[int, float]] = {
    "epoch": (10, 1e6),
    "epoch_ms": (13, 1e3),
    "epoch_us": (16, 1),
    "epoch_ns": (19, 1e-3),
}
ORDER_WORDS: dict[DateOrder, str] = {
    "dmy": "day-first",
    "mdy": "month-first",
    "ymd": "year-first",
}
EARLIEST, LATEST = "1990-01-01", "2101-01-01"
SENTINEL = (
    r"^(0+|0000-00-00.*|0001-01-01.*|1899-12-3[01].*|1900-01-0[01].*|1970-01-01([ T]00:00.*)?"
    r"|1980-01-01 00:00:00"  # LimeSurvey: sent, at a time that is not kept
    r"|9999-12-31.*|0?0/0?0/0000.*|0?1[/.]0?1[/.](0001|1900)([ ,].*)?"
    r"|(1/0|0?0/0?1)/1900([ ,].*)?"
    r"|0?1[/.]0?1[/.]1970([ ,]+0?0:00.*|[ ,]+12:00(:00)? AM)?)$"
)
SENTINEL_DAYS = ", ".join(
    f"date '{day}'"
    for day in ("0001-01-01", "0001-01-02", "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31",
                "1900-01-01", "1900-01-02", "1904-01-01", "1969-12-31", "9999-12-30", "9999-12-31")
)  # fmt: skip
ZONED_TIME = (
    r"(?i)(:\d{2}(?:[.,]\d+)?(?: ?[ap]m)?| [ap]m|T\d{6})\s*"
    rf"({NAMES})?\s*(?:([-+])(\d{{1,2}})(?::?(\d{{2}}))?)?$"
)


@dataclass(frozen=True)
class DateOrders:
    """What a column's numeric dates tell: values only day-first, only month-first, either; whether
    the last two digits change too much to be years; dates that begin with the year, up to the
    12th and after it."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    example: str = ""
    is_year_first: bool = False
    early: int = 0
    late: int = 0

    @property
    def told(self) -> DateOrder | None:
        if self.is_year_first:
            return "ymd"
        if not self.day_first and not self.month_first:
            return None
        return "dmy" if self.day_first >= self.month_first else "mdy"

    @property
    def is_swapped(self) -> bool:
        """Real dates up to the 12th beside texts that only read one way: a spreadsheet program
        has taken the days of the former for months."""
        texts = self.day_first + self.month_first
        return texts > 1 and self.early > 1 and not self.either and not self.late

    @property
    def is_torn(self) -> bool:
        return bool(self.day_first and self.month_first) and not self.is_year_first


@dataclass(frozen=True)
class Dates:
    """One column of dates: its text in SQL once cleaned, its patterns, most frequent first."""

    text: str
    patterns: tuple[Pattern, ...]
    orders: DateOrders = field(default_factory=DateOrders)

    @property
    def is_open(self) -> bool:
        return any(pattern.is_open for pattern in self.patterns)

    @property
    def is_dotted(self) -> bool:
        return self.is_open and all(p.is_dotted for p in self.patterns if p.is_open)

    @property
    def has_short_years(self) -> bool:
        return any(p.is_open and "%y" in p.format for p in self.patterns)

    @property
    def order(self) -> DateOrder | None:
        """The order that the patterns alone tell."""
        return next((p.order for p in self.patterns if p.order), None)


def joined(date: str, time: str) -> str:
    """SQL of a date and the time of day that another column holds, as one text."""
    day = f"regexp_replace({date}, '[ T]0?0:00(:00(\\.0+)?)?$', '')"
    clock = f"regexp_replace({time}, '^(1899-12-3[01]|1900-01-0[01])[ T]', '')"
    return f"case when {time} is null then {date} else {day} || ' ' || {clock} end"


def dates(
    connection: DuckDBPyConnection,
    sheet: Sheet,
    text: str,
    plain: set[int],
    *,
    months: bool = False,
) -> Dates:
    """Look at every value of a column of dates."""
    relation = texts(sheet, text)
    seen = shapes(connection, sheet, text, plain)
    needed = cleanings([shape.text for shape in seen])
    for expression, replacement in needed:
        text = (
            f"regexp_replace({text}, {literal('(?i)' + expression)}, {literal(replacement)}, 'g')"
        )
    counted: dict[Pattern, int] = {}
    for shape in seen:
        if found := pattern(cleaned(shape.text), months=months):
            counted[found] = counted.get(found, 0) + shape.count
    ordered = tuple(sorted(counted, key=lambda found: -counted[found]))
    orders = DateOrders()
    if any(found.is_open for found in ordered):
        orders = _orders(connection, relation, text)
    return Dates(text, ordered, orders)


def _orders(connection: DuckDBPyConnection, relation: str, text: str) -> DateOrders:
    part = r"'^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2,4})'"
    either = "first between 1 and 12 and second between 1 and 12 and first <> second"
    iso = r"'^\d{4}-\d{2}-(\d{2})'"
    row = connection.execute(
        f"""
        with
            beginning as (
                select left({text}, 10) as value, count(*) as occurrences
                from {relation}
                group by value
            ),
            part as (
                select
                    value,
                    occurrences,
                    try_cast(regexp_extract(value, {part}, 1) as integer) as first,
                    try_cast(regexp_extract(value, {part}, 2) as integer) as second,
                    try_cast(regexp_extract(value, {part}, 3) as integer) as third,
                    try_cast(regexp_extract(value, {iso}, 1) as integer) as iso_day
                from beginning
            )
        select
            coalesce(sum(occurrences) filter (first > 12 and second <= 12), 0)::bigint,
            coalesce(sum(occurrences) filter (second > 12 and first <= 12), 0)::bigint,
            coalesce(sum(occurrences) filter ({either}), 0)::bigint,
            coalesce(min(value) filter ({either}), ''),
            coalesce(
                count(distinct third) > greatest({MOST_YEARS}, count(distinct first))
                and max(third) <= 31
                and max(second) <= 12,
                false
            ),
            coalesce(sum(occurrences) filter (iso_day <= 12), 0)::bigint,
            coalesce(sum(occurrences) filter (iso_day > 12), 0)::bigint
        from part
        """
    ).fetchone()
    return DateOrders(*row) if row else DateOrders()


def _parsed(text: str, patterns: Sequence[Pattern], order: DateOrder | None) -> str | None:
    """SQL of the clock time by the formats of these patterns."""
    formats = dict.fromkeys(found.ordered(order) for found in patterns)
    if any("%p" in written for written in formats):
        text = f"regexp_replace({text}, {literal(NEEDLESS_PM)}, '\\1')"
        formats |= dict.fromkeys(written.replace(" %p", "") for written in formats)
    # A two-digit year goes first: %Y would take 25 for the year 25, %y never takes 2025.
    ordered = sorted(formats, key=lambda written: "%y" not in written)
    if not ordered:
        return None
    listed = ", ".join(literal(written) for written in ordered)
    return f"try_strptime({text}, {listed if len(ordered) == 1 else f'[{listed}]'})"


def clock(found: Dates, order: DateOrder | None) -> str | None:
    """SQL of the time on the clock, for values that name no zone."""
    texts = [p for p in found.patterns if p.kind == "date" and not p.has_zone]
    parts = [part for part in (_parsed(found.text, texts, order),) if part]
    if any(p.kind == "serial" for p in found.patterns):
        days = f"try_cast(replace({found.text}, ',', '.') as double)"
        parts.append(
            f"case when {days} between 30000 and 75000 then timestamp '1899-12-30'"
            f" + to_seconds(round({days} * 86400)) end"
        )
    return _first(parts)


def instant(found: Dates, order: DateOrder | None) -> str | None:
    """SQL of the moment in UTC, for values that name their zone themselves."""
    zoned = [p for p in found.patterns if p.kind == "date" and p.has_zone]
    parts: list[str] = []
    if any(p.is_iso for p in zoned):
        parts.append(f"timezone('UTC', try_cast({found.text} as timestamptz))")
    if others := [p for p in zoned if not p.is_iso]:
        bare = f"regexp_replace({found.text}, {literal(ZONED_TIME)}, '\\1')"
        parsed = _parsed(bare, others, order)
        parts.append(f"({parsed} - to_seconds({_offset(found.text)}))")
    for kind, (digits, factor) in EPOCHS.items():
        if any(p.kind == kind for p in found.patterns):
            micros = f"cast(round(cast({found.text} as double) * {factor}) as bigint)"
            parts.append(
                f"case when regexp_full_match({found.text}, '[0-9]{{{digits}}}(\\.[0-9]*)?')"
                f" then make_timestamp({micros}) end"
            )
    return _first(parts)


def _offset(text: str) -> str:
    """SQL of the seconds that a written zone is ahead of UTC."""

    def group(number: int) -> str:
        return f"regexp_extract({text}, {literal(ZONED_TIME)}, {number})"

    names = " ".join(
        f"when {literal(name)} then {int(hours * 3600)}" for name, hours in OFFSET_HOURS.items()
    )
    return (
        f"case lower({group(2)}) {names} else 0 end"
        f" + case {group(3)} when '-' then -1 else 1 end"
        f" * (coalesce(try_cast({group(4)} as integer), 0) * 3600"
        f" + coalesce(try_cast({group(5)} as integer), 0) * 60)"
    )


def _first(parts: Sequence[str]) -> str | None:
    return None if not parts else parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def in_range(name: str, kind: str) -> str:
    """SQL of a moment or a day kept to the years that a help desk can mean."""
    return f"case when {name} >= {kind} '{EARLIEST}' and {name} < {kind} '{LATEST}' then {name} end"


def is_sentinel(text: str, name: str) -> str:
    """SQL: whether a text, or the moment read from it, is one that systems write for none: the
    first day that they can count, or the last, in any zone."""
    moment = f"cast({name} as timestamp)"
    near_1970 = f"{moment} between timestamp '1969-12-31 10:00' and timestamp '1970-01-01 14:00'"
    return (
        f"(regexp_matches({text}, {literal(SENTINEL)})"
        f" or coalesce(list_position([{SENTINEL_DAYS}], cast({name} as date)), 0) > 0"
        f" or coalesce({near_1970} and epoch({moment}) % 900 = 0, false))"
    )
