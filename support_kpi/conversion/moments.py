"""Moments: one column's dates and times as SQL, its formats chosen by the shapes of all values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from support_kpi.conversion.literals import literal
from support_kpi.conversion.patterns import NAMES, Pattern, cleaned, cleanings, pattern
from support_kpi.conversion.shapes import shapes
from support_kpi.conversion.zones import OFFSET_HOURS
from support_kpi.drafts import DateOrder

EARLIEST, LATEST = "1990-01-01", "2101-01-01"
SENTINEL = (
    r"^(0+|0000-00-00.*|0001-01-01.*|1899-12-3[01].*|1900-01-0[01].*|1970-01-01([ T]00:00.*)?"
    r"|9999-12-31.*|0?0/0?0/0000.*|0?1[/.]0?1[/.](0001|1900)([ ,].*)?"
    r"|0?1[/.]0?1[/.]1970([ ,]+0?0:00.*|[ ,]+12:00(:00)? AM)?)$"
)
ZONED_TIME = (
    r"(?i)(:\d{2}(?:[.,]\d+)?(?: ?[ap]m)?| [ap]m|T\d{6})\s*"
    rf"({NAMES})?\s*(?:([-+])(\d{{1,2}})(?::?(\d{{2}}))?)?$"
)


@dataclass(frozen=True)
class DateOrders:
    """What a column's numeric dates tell: values only day-first, only month-first, either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    example: str = ""

    @property
    def told(self) -> DateOrder | None:
        if not self.day_first and not self.month_first:
            return None
        return "dmy" if self.day_first >= self.month_first else "mdy"


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
    def has_clock(self) -> bool:
        """Whether a value needs a zone to be understood."""
        return any(not pattern.has_zone for pattern in self.patterns)

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
    connection: DuckDBPyConnection, relation: str, text: str, *, months: bool = False
) -> Dates:
    """Look at every value of a column of dates."""
    seen = shapes(connection, relation, text)
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
    part = r"'^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2}'"
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
                    try_cast(regexp_extract(value, {part}, 2) as integer) as second
                from beginning
            )
        select
            coalesce(sum(occurrences) filter (first > 12 and second <= 12), 0)::bigint,
            coalesce(sum(occurrences) filter (second > 12 and first <= 12), 0)::bigint,
            coalesce(sum(occurrences) filter (first <= 12 and second <= 12 and first <> second), 0)
            ::bigint,
            coalesce(min(value) filter (first <= 12 and second <= 12 and first <> second), '')
        from part
        """
    ).fetchone()
    return DateOrders(*row) if row else DateOrders()


def _parsed(text: str, patterns: Sequence[Pattern], order: DateOrder | None) -> str | None:
    """SQL of the clock time by the formats of these patterns."""
    formats = dict.fromkeys(found.ordered(order) for found in patterns)
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
        days = f"try_cast({found.text} as double)"
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
    for kind, factor in (("epoch", 1_000_000), ("epoch_ms", 1_000), ("epoch_us", 1)):
        if any(p.kind == kind for p in found.patterns):
            digits = {"epoch": 10, "epoch_ms": 13, "epoch_us": 16}[kind]
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


def is_sentinel(text: str) -> str:
    """SQL: whether a text is a date that systems write for none."""
    return f"regexp_matches({text}, {literal(SENTINEL)})"
