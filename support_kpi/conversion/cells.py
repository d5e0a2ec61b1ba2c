"""Cells: what each declaration of a draft is compiled from and to.

`t3` is the text of column 3 without null words, `x3` the same with them, `c3` the cell as written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from support_kpi.conversion import moments
from support_kpi.conversion.literals import identifier, literal
from support_kpi.drafts import (
    Cell,
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
    Place,
)
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import Column, Table, Type

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
    """One column of dates and the order of day and month that its numbers are read in; `note` says
    what is not plain about it, `said` is the order that its reader gives it."""

    heading: str
    dates: moments.Dates
    order: DateOrder | None
    note: str = ""
    said: DateOrder | None = None


@dataclass(frozen=True)
class Reader:
    """What every cell of a sheet is compiled with.

    `plain` are the columns that were seen to need no cleaning, `made` the tables that cells share,
    `marks` the decimal marks of columns that share one, and `work` is a folder for what is only
    needed on the way.
    """

    connection: DuckDBPyConnection
    sheet: Sheet
    options: Options
    key: bytes
    dates: Mapping[str, Decided]
    work: Path = Path()
    plain: set[int] = field(default_factory=set[int])
    made: set[str] = field(default_factory=set[str])
    marks: dict[tuple[int, ...], str] = field(default_factory=dict[tuple[int, ...], str])


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
    doubt: str = ""

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


def quoted(draft: Compiled, complaint: str) -> str:
    """SQL of a reason that quotes the cell."""
    cell = draft.original
    shown = f"case when length({cell}) > 60 then left({cell}, 60) || '…' else trim({cell}) end"
    closing = literal('" ' + complaint)
    return f"'\"' || {shown} || {closing}"
