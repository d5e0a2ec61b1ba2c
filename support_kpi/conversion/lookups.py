"""Lookups: the tables that a join reads, as temporary tables of typed columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from support_kpi.conversion.cells import SCRATCH, Compiled, Reader
from support_kpi.conversion.compilation import compiled
from support_kpi.conversion.literals import identifier
from support_kpi.conversion.orders import decided
from support_kpi.conversion.texts import is_filled, see, texts
from support_kpi.drafts import Cell, Draft, Options
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import SQL_TYPES, Column, Type

NEWEST = ("is_active", "updated_at")


@dataclass(frozen=True)
class Unread:
    """How many cells of a heading could not be read."""

    heading: str
    cells: int


def typed(
    connection: DuckDBPyConnection,
    name: str,
    cells: Mapping[str, Cell],
    sheets: Sequence[Sheet],
    options: Options,
    *,
    key: str | None = None,
) -> list[list[Unread]]:
    """Make the table `name` of the rows of all sheets; what could not be read, for each sheet.

    Of rows with the same `key` the newest stays: active before not, by time, by place.
    """
    columns: dict[str, Type] = {column: _type(cell) for column, cell in cells.items()}
    shape = ", ".join(f"{identifier(column)} {SQL_TYPES[kind]}" for column, kind in columns.items())
    connection.execute(f"create or replace temp table {name} (source_row bigint, {shape})")
    unread = [_append(connection, name, cells, sheet, options) for sheet in sheets]
    if key:
        order = "".join(f"{column} desc nulls last, " for column in NEWEST if column in columns)
        connection.execute(
            f"""
            create or replace temp table {name} as
            select * from {name}
            where ({key}) is not null
            qualify row_number() over (partition by {key} order by {order}rowid desc) = 1
            """
        )
    return unread


def _append(
    connection: DuckDBPyConnection,
    name: str,
    cells: Mapping[str, Cell],
    sheet: Sheet,
    options: Options,
) -> list[Unread]:
    see(connection, sheet, 1)
    plain: set[int] = set()
    dates = decided(connection, sheet, (Draft(name, cells),), options, plain)
    reader = Reader(connection, sheet, options, b"", dates, plain=plain)
    found = [
        one
        for number, (column, cell) in enumerate(cells.items())
        if (one := compiled(reader, Column(column, _type(cell), ""), cell, number))
    ]
    if not found:
        return []
    connection.execute(f"create or replace temp table part as {_typed_sql(sheet, found)}")
    columns = ", ".join(one.name for one in found)
    connection.execute(
        f"insert into {name} by name select source_row, {columns} from part order by source_row"
    )
    counts = (
        connection.execute(
            "select "
            + ", ".join(f'count(*) filter ("bad {n}")' for n in range(len(found)))
            + " from part"
        ).fetchone()
        or ()
    )
    return [Unread(one.heading, n) for one, n in zip(found, counts, strict=True) if n]


def _typed_sql(sheet: Sheet, found: Sequence[Compiled]) -> str:
    values = "".join(f", {one.value} as {one.name}" for one in found)
    finals = "".join(f", {one.final} as {one.name}" for one in found)
    flags = "".join(f', {one.is_bad} as "bad {number}"' for number, one in enumerate(found))
    rows = texts(sheet, values, finals, flags, where=is_filled(sheet))
    return f"""
        with
            filled_row as (select * from {rows}),
            valued as (select filled_row.*{values} from filled_row)
        select source_row{finals}{flags} from valued
    """


def _type(cell: Cell) -> Type:
    kinds: list[Type] = [kind for of, kind in SCRATCH if isinstance(cell, of)]
    return kinds[0] if kinds else "text"
