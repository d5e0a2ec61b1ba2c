"""Drafts as tables of typed rows, and canonical Parquet from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from support_kpi.conversion import clocks
from support_kpi.conversion.answers import GIVEN, answers_sql, grouped
from support_kpi.conversion.cells import Compiled, Reader, column_of
from support_kpi.conversion.literals import identifier, literal
from support_kpi.conversion.texts import is_filled, texts
from support_kpi.drafts import Derived, Draft, Serial
from support_kpi.errors import MappingError
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import SQL_TYPES, Table

UNFOLDED = ("answer", "ticket_event")
KEPT = "kept_row"
# Rows in a row that make a file as good as sorted.
LEAST_RUN = 10_000
# Each thread holds a group of wide rows before it is written.
GROUPS = "format parquet, row_group_size 40960"


@dataclass(frozen=True)
class DraftTable:
    """One draft, read: `name` is a view, until all is written, with a row for each row of the file,
    the flags `bad 0`.. of its cells, `is_ok`, `is_wanted`, `is_left_out`; `rows` is the canonical
    rows."""

    name: str
    rows: str
    table: Table
    cells: tuple[Compiled, ...]
    filled: tuple[str, ...]
    required: tuple[str, ...]
    is_main: bool
    has_questions: bool
    warnings: tuple[str, ...]


def build(
    reader: Reader,
    draft: Draft,
    table: Table,
    cells: Sequence[Compiled],
    *,
    number: int,
    is_main: bool,
) -> DraftTable:
    """Read all cells of a draft in one pass over the sheet."""
    derived = {name: cell.sql for name, cell in draft.cells.items() if isinstance(cell, Derived)}
    filled = tuple(cell.column.name for cell in cells) + tuple(derived)
    asked = ("question_id", "option") if draft.questions else ()
    missing = [c for c in table.columns if c.required and c.name not in (*filled, *asked)]
    if keys := [column.name for column in missing if column.name in table.key]:
        seen = ", ".join(f'"{heading}"' for heading in reader.sheet.headings[:30])
        raise MappingError(
            f"No heading fills {' and '.join(keys)}, which a {words(table)} is known by; "
            f"the headings are {seen}. Name the heading in a mapping."
        )
    required = tuple(c.name for c in table.columns if c.required and c.name in filled)
    name = f"draft_{number}"
    typed = _typed_sql(reader, draft, table, cells, derived, required, is_main)
    # A file, for all of them together may be more than the memory holds.
    stored = reader.work / f"{name}.parquet"
    reader.connection.execute(f"copy ({typed}) to {literal(stored)} ({GROUPS}, compression lz4)")
    reader.connection.execute(
        f"create or replace temp view {name} as select * from read_parquet({literal(stored)})"
    )
    wanted = f"select * from {name} where is_ok and is_wanted"
    rows = wanted
    if draft.questions:
        files = _answers(reader, draft, name, wanted, filled)
        rows = f"select * from read_parquet([{', '.join(map(literal, files))}])"
    reader.connection.execute(f"create or replace temp view {name}_rows as {rows}")
    said = tuple(
        f"no {_spoken(column.name)}: no heading of the file fills {column.name}"
        for column in missing
        if is_main
    ) + _clock_warnings(reader, name, cells)
    return DraftTable(
        name=name,
        rows=f"{name}_rows",
        table=table,
        cells=tuple(cells),
        filled=filled,
        required=required,
        is_main=is_main,
        has_questions=bool(draft.questions),
        warnings=said,
    )


def _answers(
    reader: Reader, draft: Draft, name: str, wanted: str, filled: Sequence[str]
) -> list[str]:
    """Files of the answers of a draft's respondents, one for each group of questions."""
    carried = ", ".join(f"respondent.{column}" for column in ("source_row", *filled))
    ids = dict.fromkeys(one.question_id for one in draft.questions)
    places = {question_id: place for place, question_id in enumerate(ids, 1)}
    stored: list[str] = []
    for number, group in enumerate(grouped(draft.questions)):
        columns = (f"x{place}" for one in group for place, _ in one.columns)
        answers = answers_sql(f"({wanted})", texts(reader.sheet, *columns), group, carried, places)
        stored.append(str(reader.work / f"{name}_answers_{number}.parquet"))
        target = literal(stored[-1])
        reader.connection.execute(f"copy ({answers}) to {target} ({GROUPS}, compression lz4)")
    return stored


def _clock_warnings(reader: Reader, name: str, cells: Sequence[Compiled]) -> tuple[str, ...]:
    """How many clock times of each column a change of the clocks makes doubtful."""
    said: list[str] = []
    for number, cell in enumerate(cells):
        if cell.doubt:
            counts = reader.connection.execute(
                f"""
                select
                    count(*) filter ("doubt {number}" = {clocks.SKIPPED}),
                    count(*) filter ("doubt {number}" = {clocks.REPEATED})
                from {name}
                """
            ).fetchone()
            said += clocks.warning(cell.heading, cell.zones, *(counts or (0, 0)))
    return tuple(said)


def words(table: Table) -> str:
    return table.name.replace("_", " ")


def _spoken(column: str) -> str:
    return "creation time" if column == "created_at" else column.replace("_", " ")


def _typed_sql(
    reader: Reader,
    draft: Draft,
    table: Table,
    cells: Sequence[Compiled],
    derived: Mapping[str, str],
    required: Sequence[str],
    is_main: bool,
) -> str:
    """Texts, then values, then flags, then what is derived from them."""
    # Serials count all rows of the file, so that the drafts agree on them.
    has_serial = any(isinstance(cell, Serial) for cell in draft.cells.values())
    is_kept = f"source_row in (select source_row from {KEPT})"
    is_row = is_filled(reader.sheet) if is_main or has_serial else is_kept
    stays = "true" if is_main else is_kept
    values = "".join(f",\n{cell.value} as {cell.name}" for cell in cells)
    doubtful = [(number, cell) for number, cell in enumerate(cells) if cell.doubt]
    values += "".join(f',\n{cell.doubt} as "doubt {number}"' for number, cell in doubtful)
    doubts = "".join(f', "doubt {number}"' for number, _ in doubtful)
    said = [cell for cell in cells if cell.bad_word]
    values += "".join(f",\n{cell.bad_word} as {cell.bad_name}" for cell in said)
    joins = "\n".join(dict.fromkeys(cell.join for cell in cells if cell.join))
    finals = "".join(f",\n{cell.final} as {cell.name}" for cell in cells)
    flags = "".join(f',\n{cell.is_bad} as "bad {number}"' for number, cell in enumerate(cells))
    filled = {cell.column.name for cell in cells} | derived.keys()
    scratch = [column_of(table, n, cell) for n, cell in draft.cells.items() if n.startswith("_")]
    nulls = "".join(
        f",\nnull::{SQL_TYPES[column.type]} as {identifier(column.name)}"
        for column in (*table.columns, *scratch)
        if column.name not in filled
    )
    derivations = "".join(
        f",\ntry_cast(({sql}) as {SQL_TYPES[table.column(name).type]}) as {identifier(name)}"
        for name, sql in derived.items()
    )
    kept = "".join(f", {identifier(name)}" for name in filled)
    kept += "".join(f', "bad {number}"' for number in range(len(cells))) + doubts
    is_ok = " and ".join(f"{identifier(name)} is not null" for name in required) or "true"
    condition = draft.when or "true"
    refusals = " ".join(
        f"when {condition} then {literal(reason)}"
        for condition, reason in (*_damaged(reader.sheet), *draft.refuse)
    )
    refusal = f"case {refusals} end" if refusals else "null::varchar"
    rows = texts(reader.sheet, values, joins, flags, refusal, where=is_row, plain=reader.plain)
    return f"""
        with
            filled_row as (select * from {rows}),
            valued as (select filled_row.*, {refusal} as refusal{values} from filled_row {joins}),
            typed as (
                select source_row, refusal{finals}{flags}{nulls}{doubts} from valued where {stays}
            ),
            derived as (select *{derivations} from typed)
        select
            source_row{kept},
            refusal,
            refusal is null and {is_ok} as is_ok,
            coalesce({condition}, false) as is_wanted,
            refusal is null and coalesce(not ({condition}), false) as is_left_out
        from derived
    """


def _damaged(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The refusal of what parsing could not read as a record."""
    if sheet.damaged is None:
        return ()
    return ((f"c{sheet.damaged} is not null", "the line is no JSON; correct it or export again"),)


def write_table(
    connection: DuckDBPyConnection,
    drafts: Sequence[DraftTable],
    source: str,
    path: Path,
    standing: Path | None,
) -> tuple[int, int]:
    """Write the rows of all drafts of one table, one for each key; how many there were before,
    and how many distinct keys.

    Answers follow their respondent: `standing` names the rows of the file whose version stands.
    """
    table = drafts[0].table
    rows = "\nunion all by name\n".join(_selected(draft, standing) for draft in drafts)
    columns = ", ".join(identifier(name) for name in table.column_names)
    key = ", ".join(identifier(name) for name in table.key)
    counted = f"select count(*), count(distinct ({key})) from ({rows})"
    if table.name in UNFOLDED:
        chosen = f"select min(source_row) as source_row, {columns} from ({rows}) group by all"
    else:
        chosen = f"select source_row, {columns} from ({rows})"
    before, keys = connection.execute(counted).fetchone() or (0, 0)
    order = "order by source_row"
    if table.name not in UNFOLDED and before > keys:
        newest = f"{identifier(table.version)} desc nulls last, " if table.version else ""
        chosen += (
            f" qualify row_number() over (partition by {key} order by {newest}source_row desc) = 1"
        )
    elif table.name not in UNFOLDED and _is_nearly_in_order(connection, rows, before):
        order = ""
    connection.execute(
        f"""
        copy (
            select {literal(source)} as source, source_row, {columns}
            from ({chosen})
            {order}
        ) to {literal(path)} ({GROUPS}, compression zstd)
        """
    )
    return before, keys


def _is_nearly_in_order(connection: DuckDBPyConnection, rows: str, count: int) -> bool:
    """Whether rows come as the file has them, but for whole groups that threads wrote before
    others: to sort wide rows takes more time and memory than to write them."""
    ((breaks,),) = connection.execute(
        f"""
        select count(*) filter (source_row < row_before)
        from (select source_row, lag(source_row) over () as row_before from ({rows}))
        """
    ).fetchall()
    return breaks * LEAST_RUN <= count


def _selected(draft: DraftTable, standing: Path | None) -> str:
    filled = {*draft.filled, *(GIVEN if draft.has_questions else ())}
    columns = ", ".join(
        identifier(column.name)
        if column.name in filled
        else f"null::{SQL_TYPES[column.type]} as {identifier(column.name)}"
        for column in draft.table.columns
    )
    selected = f"select source_row, {columns} from {draft.rows}"
    if draft.has_questions and standing:
        selected += (
            f" where source_row in (select source_row from read_parquet({literal(standing)}))"
        )
    return selected
