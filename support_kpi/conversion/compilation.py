"""Each kind of cell as SQL over the sheet's texts."""

from collections.abc import Sequence
from dataclasses import replace

from support_kpi.conversion import words
from support_kpi.conversion.cells import Compiled, Reader, heading_at, places, quoted
from support_kpi.conversion.date_cells import date_cell
from support_kpi.conversion.durations import duration_sql
from support_kpi.conversion.ids import RECORDS, whole_id
from support_kpi.conversion.literals import identifier, literal
from support_kpi.conversion.numbers import decimal_mark, number_sql
from support_kpi.conversion.people import pseudonym_sql
from support_kpi.conversion.shapes import shapes
from support_kpi.conversion.texts import ROWS, texts
from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Day,
    Derived,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Person,
    Serial,
    Text,
)
from support_kpi.mappings.misfits import SHORTENED
from support_kpi.mappings.nothing import UNSAID_WORDS
from support_kpi.mappings.units import unit_of
from support_kpi.schema import SQL_TYPES, Column


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
        is_bad=words.is_unread(f"t{found[0]}", f"{identifier(column.name)} is null"),
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
            return date_cell(reader, draft, cell)
        case Duration():
            return _duration(reader, draft, cell, text)
        case Number():
            return _number(reader, draft, cell, text)
        case Flag():
            return replace(
                draft,
                value=words.flag(text, cell.true, cell.false),
                reason=quoted(draft, "is neither yes nor no"),
                how="yes or no",
            )
        case Choice():
            return _choice(reader, draft, cell, found[0], number)
        case Labels():
            return _labels(draft, cell, found)
        case Serial():
            return replace(draft, value=_serial(cell, found), is_bad="false", how="text and place")
        case Person():
            return _person(reader, draft, found)


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
        is_id = draft.told_name in RECORDS
        value = f"nullif({whole_id(text) if is_id else text}, '')"
        if draft.column.name != "ticket_id":
            return replace(draft, value=value, is_bad="false", how="text")
        is_short = f"coalesce(regexp_full_match({text}, '{SHORTENED}'), false)"
        return replace(
            draft,
            value=f"case when not {is_short} then {value} end",
            is_bad=is_short,
            reason=quoted(draft, "is an id that a spreadsheet program has shortened"),
            how="text",
        )
    known = " ".join(f"when {literal(v.lower())} then {literal(v)}" for v in draft.column.allowed)
    allowed = ", ".join(draft.column.allowed)
    return replace(
        draft,
        value=f"case lower({text}) {known} end",
        reason=quoted(draft, f"is not one of {allowed}"),
        how="one of the known values",
    )


def _duration(reader: Reader, draft: Compiled, cell: Duration, text: str) -> Compiled:
    seen = shapes(reader.connection, reader.sheet, text, reader.plain)
    name = identifier(draft.column.name)
    value = duration_sql(text, seen, draft.heading, cell.unit, is_short=cell.is_short)
    negative, unclear = quoted(draft, "is negative"), quoted(draft, "is not a length of time")
    return replace(
        draft,
        value=value,
        final=f"case when {name} {'>' if cell.zero_is_none else '>='} 0 then {name} end",
        is_bad=words.is_unread(text, f"({name} is null or {name} < 0)"),
        reason=f"case when starts_with({text}, '-') then {negative} else {unclear} end",
        how=unit_of(draft.heading) or cell.unit,
    )


def _number(reader: Reader, draft: Compiled, cell: Number, text: str) -> Compiled:
    seen = shapes(reader.connection, reader.sheet, text, reader.plain)
    name = identifier(draft.column.name)
    mark = _mark_of_money(reader, cell) if cell.is_money_beside else None
    value = number_sql(text, seen, mark=mark)
    if cell.minus:
        value = f"({value}) - {cell.minus!r}"
    if cell.times != 1:
        value = f"({value}) * {cell.times!r}"
    if draft.column.type != "integer":
        return replace(draft, value=value, reason=quoted(draft, "is not a number"), how="number")
    final = f"case when {name} = trunc({name}) and abs({name}) < 9e15 then {name}::bigint end"
    return replace(
        draft,
        value=value,
        final=final,
        is_bad=words.is_unread(text, f"({final}) is null"),
        reason=quoted(draft, "is not a whole number"),
        how="whole number",
    )


def _mark_of_money(reader: Reader, cell: Number) -> str:
    """The decimal mark of all columns of money of a sheet together, found once."""
    columns = cell.is_money_beside
    if columns not in reader.marks:
        beside = [
            shape
            for place in columns
            for shape in shapes(reader.connection, reader.sheet, f"t{place}", reader.plain)
        ]
        reader.marks[columns] = decimal_mark(beside, is_money=True)
    return reader.marks[columns]


def _person(reader: Reader, draft: Compiled, found: Sequence[int]) -> Compiled:
    """Each person gets a pseudonym once, in a table that the rows join: a digest takes its time."""
    table = f"person_{'_'.join(map(str, found))}"
    filled = f"coalesce({', '.join(f't{place}' for place in found)})"
    if table not in reader.made:
        reader.made.add(table)
        reader.connection.execute(
            f"""
            create or replace temp table {table} as
            select written, {pseudonym_sql(reader.key, "written")} as pseudonym
            from (select distinct {filled} as written from {texts(reader.sheet, filled)})
            where written is not null
            """
        )
    return replace(
        draft,
        value=f"{table}.pseudonym",
        is_bad="false",
        how="pseudonym",
        join=f"left join {table} on {table}.written = {filled}",
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
    says_nothing = words.is_null_word("word")
    if cell.vocabulary:
        says_nothing += f" or {words.is_word('word', UNSAID_WORDS)}"
    table = f"choice_{number}"
    cells = _distinct_cells(reader, place)
    reader.connection.execute(
        f"""
        create or replace temp table {table} as
        with
            distinct_word as (
                select distinct lower(coalesce(x{place}, '')) as word
                from {texts(reader.sheet, f"x{place}", of=cells, carried=f"c{place} as cell")}
            ),
            mapped as (
                select
                    word,
                    coalesce({is_entry}, false) as is_entry,
                    {says_nothing} as is_null_word,
                    {explicit} as given,
                    cast({spoken} as varchar) as spoken
                from distinct_word
            )
        select
            word,
            is_entry,
            case when is_entry then given when is_null_word then null else spoken end as value,
            not is_entry and not is_null_word and spoken is null and not {literal(cell.is_open)}
            as is_bad
        from mapped
        """
    )
    known = ", ".join(draft.column.allowed) or "the known values"
    value = f"{table}.value"
    if cell.is_open:
        value = f"case when {table}.is_entry then {value} else nullif(t{place}, '') end"
    return replace(
        draft,
        value=value,
        is_bad=f"coalesce({draft.bad_name}, false)",
        bad_word=f"{table}.is_bad",
        reason=quoted(draft, f"is not one of {known}"),
        how=f"{cell.vocabulary} words" if cell.vocabulary else "known words",
        join=f"left join {table} on {table}.word = lower(coalesce(x{place}, ''))",
    )


def _distinct_cells(reader: Reader, place: int) -> str:
    """A table of what the cells of a column hold, each once."""
    table, cell, text = f"cell_{place}", f"c{place}", f"t{place}"
    if table not in reader.made:
        reader.made.add(table)
        reader.connection.execute(
            f"create or replace temp table {table} as select distinct {cell} from {ROWS}"
        )
        row = reader.connection.execute(
            f"select bool_and(coalesce({cell}, '') = coalesce({text}, ''))"
            f" from {texts(reader.sheet, text, of=table, carried=f'{cell} as cell')}"
        ).fetchone()
        if row and row[0]:
            reader.plain.add(place)
    return table


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
