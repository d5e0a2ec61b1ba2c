"""Cells: each declaration of a draft as SQL over the sheet's texts.

`t3` is the text of column 3 without null words, `x3` the same with them, `c3` the cell as written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from support_kpi.conversion import moments, words, zones
from support_kpi.conversion.durations import duration_sql, unit_in
from support_kpi.conversion.literals import identifier, literal
from support_kpi.conversion.numbers import number_sql
from support_kpi.conversion.people import pseudonym_sql
from support_kpi.conversion.shapes import shapes
from support_kpi.conversion.texts import texts
from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    DateOrder,
    Day,
    Derived,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Place,
    Serial,
    Text,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import SQL_TYPES, Column, Table, Type

ORDER_WORDS: Mapping[DateOrder, str] = {
    "dmy": "day-first",
    "mdy": "month-first",
    "ymd": "year-first",
}
SCRATCH: tuple[tuple[type, Type], ...] = (
    (Moment, "timestamp"),
    (Day, "date"),
    (Duration, "number"),
    (Number, "number"),
    (Flag, "boolean"),
    (Labels, "list"),
)


@dataclass(frozen=True)
class Decided:
    """One column of dates and the order of day and month that its numbers are read in."""

    heading: str
    dates: moments.Dates
    order: DateOrder | None


@dataclass(frozen=True)
class Reader:
    """What every cell of a sheet is compiled with."""

    connection: DuckDBPyConnection
    sheet: Sheet
    options: Options
    key: bytes
    dates: Mapping[str, Decided]


@dataclass(frozen=True)
class Compiled:
    """One cell as SQL: `value` over the texts, then `final` and `is_bad` over it and the texts."""

    column: Column
    value: str
    final: str
    is_bad: str
    reason: str
    original: str
    heading: str
    how: str
    position: int = -1
    zones: tuple[str, ...] = ()
    is_zone_guessed: bool = False
    order: DateOrder | None = None
    join: str = ""
    bad_word: str = ""

    @property
    def bad_name(self) -> str:
        return identifier(self.column.name + "?")

    @property
    def name(self) -> str:
        return identifier(self.column.name)

    @property
    def told_name(self) -> str:
        """The name as people are told it: a scratch cell's without its mark."""
        return self.column.name.removeprefix("_")


def places(sheet: Sheet, cell: Cell) -> tuple[int, ...]:
    """Positions of the headings of a cell that the sheet has, in order of preference."""
    if isinstance(cell, Constant | Derived):
        return ()
    found: dict[int, None] = {}
    for place in cell.places:
        if isinstance(place, int):
            positions: Sequence[int] = (place,) if 0 <= place < sheet.width else ()
        else:
            first = sheet.find(place)
            repeated = sheet.find_all(place) if isinstance(cell, Labels) else ()
            positions = repeated or (() if first is None else (first,))
        found.update(dict.fromkeys(positions))
    return tuple(found)


def position(sheet: Sheet, place: Place | None) -> int | None:
    if place is None:
        return None
    return sheet.find(place) if isinstance(place, str) else place


def moment_text(sheet: Sheet, cell: Moment | Day) -> str | None:
    """SQL of the text of a date, its time of day joined to it where that is a column of its own."""
    found = places(sheet, cell)
    if not found:
        return None
    time = position(sheet, cell.and_time) if isinstance(cell, Moment) else None
    return f"t{found[0]}" if time is None else moments.joined(f"t{found[0]}", f"t{time}")


def dates_key(text: str, cell: Moment | Day) -> str:
    """Names a column of dates: a day may be written as a month, a moment may not."""
    return f"{type(cell).__name__} {text}"


def column_of(table: Table, name: str, cell: Cell) -> Column:
    """The canonical column that a cell fills; a scratch cell has one of its own, like its namesake
    if there is one."""
    bare = name.removeprefix("_")
    if bare == name or bare in table.column_names:
        return replace(table.column(bare), name=name)
    kinds: list[Type] = [kind for of, kind in SCRATCH if isinstance(cell, of)]
    return Column(name, kinds[0] if kinds else "text", "")


def heading_at(sheet: Sheet, place: int) -> str:
    return sheet.headings[place] if place < len(sheet.headings) else ""


def compiled(reader: Reader, column: Column, cell: Cell, number: int) -> Compiled | None:
    """One declared cell as SQL; None when the sheet has none of its headings."""
    if isinstance(cell, Constant):
        value = f"cast({literal(cell.value)} as {SQL_TYPES[column.type]})"
        name = identifier(column.name)
        return Compiled(column, value, name, "false", "''", "null", "", f"always {cell.value}")
    found = places(reader.sheet, cell)
    if not found or isinstance(cell, Derived):
        return None
    draft = Compiled(
        column=column,
        value="",
        final=identifier(column.name),
        is_bad=f"t{found[0]} is not null and {identifier(column.name)} is null",
        reason="",
        original=f"c{found[0]}",
        heading=heading_at(reader.sheet, found[0]),
        how="",
        position=found[0],
    )
    text = f"t{found[0]}"
    match cell:
        case Text():
            return _text(draft, f"x{found[0]}" if cell.keep_words else text)
        case Moment() | Day():
            return _moment(reader, draft, cell)
        case Duration():
            return _duration(reader, draft, cell, text)
        case Number():
            return _number(reader, draft, cell, text)
        case Flag():
            return replace(
                draft,
                value=words.flag(text, cell.true, cell.false),
                reason=_quoted(draft, "is neither yes nor no"),
                how="yes or no",
            )
        case Choice():
            return _choice(reader, draft, cell, found[0], number)
        case Labels():
            return _labels(draft, cell, found)
        case Serial():
            return replace(draft, value=_serial(cell, found), is_bad="false", how="text and place")
        case Person():
            filled = f"coalesce({', '.join(f't{place}' for place in found)})"
            value = pseudonym_sql(reader.key, filled)
            return replace(draft, value=value, is_bad="false", how="pseudonym")


def _quoted(draft: Compiled, complaint: str) -> str:
    """SQL of a reason that quotes the cell."""
    cell = draft.original
    shown = f"case when length({cell}) > 60 then left({cell}, 60) || '…' else trim({cell}) end"
    closing = literal('" ' + complaint)
    return f"'\"' || {shown} || {closing}"


def _serial(cell: Serial, found: Sequence[int]) -> str:
    """SQL of the text, or the digest of several, numbered among the rows that share it."""
    joined = ", ".join(f"coalesce(x{place}, '')" for place in found)
    text = f"nullif(x{found[0]}, '')" if len(found) == 1 else f"md5(concat_ws(chr(31), {joined}))"
    ordinal = f"row_number() over (partition by {text} order by source_row)"
    return (
        f"case when {ordinal} = 1 then {literal(cell.prefix)} || {text}"
        f" else {literal(cell.prefix)} || {text} || ' #' || {ordinal} end"
    )


def _text(draft: Compiled, text: str) -> Compiled:
    if not draft.column.allowed:
        value = f"nullif({text}, '')"
        return replace(draft, value=value, is_bad="false", how="text")
    known = " ".join(f"when {literal(v.lower())} then {literal(v)}" for v in draft.column.allowed)
    allowed = ", ".join(draft.column.allowed)
    return replace(
        draft,
        value=f"case lower({text}) {known} end",
        reason=_quoted(draft, f"is not one of {allowed}"),
        how="one of the known values",
    )


def _moment(reader: Reader, draft: Compiled, cell: Moment | Day) -> Compiled:
    text = moment_text(reader.sheet, cell) or "null::varchar"
    is_day = isinstance(cell, Day)
    decided = reader.dates[dates_key(text, cell)]
    found, order = decided.dates, decided.order
    on_clock, instant = moments.clock(found, order), moments.instant(found, order)
    guessed, used, how_zone = False, (), ""
    if not is_day:
        if on_clock:
            on_clock, used, guessed, how_zone = _zoned(reader, draft, cell, on_clock)
        if instant:
            used, how_zone = (*used, "UTC"), how_zone or "zone in the value"
    parts = [part for part in (on_clock, instant) if part]
    value = f"coalesce({', '.join(parts)}, null)" if parts else "null"
    kind = "date" if draft.column.type == "date" else "timestamp"
    original = draft.original
    time = position(reader.sheet, cell.and_time) if isinstance(cell, Moment) else None
    if time is not None:
        original = f"concat_ws(' ', {original}, c{time})"
    draft = replace(draft, original=original)
    name = identifier(draft.column.name)
    final = moments.in_range(name, kind)
    return replace(
        draft,
        value=f"cast({value} as {kind})",
        final=final,
        is_bad=f"case when {text} is null or ({final}) is not null then false"
        f" else not {moments.is_sentinel(text)} end",
        reason=_quoted(draft, "is not a date" if kind == "date" else "is not a date and time"),
        how=", ".join(part for part in (_how_read(found, order), how_zone) if part),
        zones=tuple(dict.fromkeys(used)),
        is_zone_guessed=guessed,
        order=order,
    )


def _how_read(found: moments.Dates, order: DateOrder | None) -> str:
    if not found.patterns:
        return "no value could be read"
    kinds: Mapping[str, str] = {
        "epoch": "seconds since 1970",
        "epoch_ms": "milliseconds since 1970",
        "epoch_us": "microseconds since 1970",
        "serial": "spreadsheet day numbers",
    }
    first = found.patterns[0].kind
    return kinds.get(first) or (ORDER_WORDS[order] if order else "months")


def _zoned(
    reader: Reader, draft: Compiled, cell: Moment, on_clock: str
) -> tuple[str, tuple[str, ...], bool, str]:
    """The clock time as UTC, the zones used, whether UTC was only assumed, and how to say it."""
    connection, options = reader.connection, reader.options
    named = zones.chosen(connection, cell.zone) if cell.zone else None
    zone = named or zones.in_heading(connection, draft.heading)
    if zone:
        return zones.to_utc(on_clock, zone), (zone,), False, zone
    other = zones.chosen(connection, options.zone) if options.zone else None
    column = position(reader.sheet, cell.zone_column)
    if column is not None:
        rows = connection.execute(
            f"select distinct t{column} from {texts(reader.sheet, f't{column}')}"
            f" where t{column} is not null limit 1000"
        ).fetchall()
        pairs = [
            (text, zone) for (text,) in sorted(rows) if (zone := zones.canonical(connection, text))
        ]
        if pairs:
            used = tuple(sorted({zone for _, zone in pairs}))
            moved = zones.to_utc_by_row(on_clock, f"t{column}", pairs, other or "UTC")
            return moved, used, False, "zone of each row"
    zone = other or "UTC"
    return zones.to_utc(on_clock, zone), (zone,), other is None, zone


def _duration(reader: Reader, draft: Compiled, cell: Duration, text: str) -> Compiled:
    seen = shapes(reader.connection, texts(reader.sheet, text), text)
    name = identifier(draft.column.name)
    value = duration_sql(text, seen, draft.heading, cell.unit)
    negative, unclear = _quoted(draft, "is negative"), _quoted(draft, "is not a length of time")
    return replace(
        draft,
        value=value,
        final=f"case when {name} {'>' if cell.zero_is_none else '>='} 0 then {name} end",
        is_bad=f"{text} is not null and ({name} is null or {name} < 0)",
        reason=f"case when starts_with({text}, '-') then {negative} else {unclear} end",
        how=unit_in(draft.heading) or cell.unit,
    )


def _number(reader: Reader, draft: Compiled, cell: Number, text: str) -> Compiled:
    seen = shapes(reader.connection, texts(reader.sheet, text), text)
    name = identifier(draft.column.name)
    value = number_sql(text, seen)
    if cell.minus:
        value = f"({value}) - {cell.minus!r}"
    if draft.column.type != "integer":
        return replace(draft, value=value, reason=_quoted(draft, "is not a number"), how="number")
    final = f"case when {name} = trunc({name}) and abs({name}) < 9e15 then {name}::bigint end"
    return replace(
        draft,
        value=value,
        final=final,
        is_bad=f"{text} is not null and ({final}) is null",
        reason=_quoted(draft, "is not a whole number"),
        how="whole number",
    )


def _choice(reader: Reader, draft: Compiled, cell: Choice, place: int, number: int) -> Compiled:
    """Distinct words are few: each is mapped once, in a small table that the rows join."""
    entries = {word.strip().lower(): value for word, value in cell.values.items()}
    branches = " ".join(
        f"when {literal(word)} then {literal(value)}" for word, value in entries.items()
    )
    explicit = f"case word {branches} end" if branches else "null"
    is_entry = f"word in ({', '.join(map(literal, entries)) or 'null'})"
    spoken = words.spoken("word", cell.vocabulary, cell.otherwise)
    table = f"choice_{number}"
    reader.connection.execute(
        f"""
        create or replace temp table {table} as
        with
            distinct_word as (
                select distinct lower(coalesce(x{place}, '')) as word
                from {texts(reader.sheet, f"x{place}")}
            ),
            mapped as (
                select
                    word,
                    coalesce({is_entry}, false) as is_entry,
                    {words.is_null_word("word")} as is_null_word,
                    {explicit} as given,
                    cast({spoken} as varchar) as spoken
                from distinct_word
            )
        select
            word,
            case when is_entry then given when is_null_word then null else spoken end as value,
            not is_entry and not is_null_word and spoken is null as is_bad
        from mapped
        """
    )
    known = ", ".join(draft.column.allowed) or "the known values"
    return replace(
        draft,
        value=f"{table}.value",
        is_bad=f"coalesce({draft.bad_name}, false)",
        bad_word=f"{table}.is_bad",
        reason=_quoted(draft, f"is not one of {known}"),
        how=f"{cell.vocabulary} words" if cell.vocabulary else "known words",
        join=f"left join {table} on {table}.word = lower(coalesce(x{place}, ''))",
    )


def _labels(draft: Compiled, cell: Labels, found: tuple[int, ...]) -> Compiled:
    filled = f"list_filter([{', '.join(f't{place}' for place in found)}], lambda t: t is not null)"
    pieces = f"string_split(t, {literal(cell.separator)})" if cell.separator else "[t]"
    as_json = "try(from_json(t, '[\"varchar\"]'))"
    split = f"case when starts_with(t, '[') then coalesce({as_json}, {pieces}) else {pieces} end"
    every = f"flatten(list_transform({filled}, lambda t: {split}))"
    tidy = f"list_filter(list_transform({every}, lambda s: trim(s)), lambda s: s <> '')"
    return replace(
        draft,
        value=tidy,
        final=f"case when len({identifier(draft.column.name)}) > 0"
        f" then {identifier(draft.column.name)} end",
        is_bad="false",
        how="list",
    )
