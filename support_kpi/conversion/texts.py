"""Data rows as texts: as written (`c3`), trimmed (`x3`), without null words (`t3`)."""

import re
from collections.abc import Collection

from duckdb import DuckDBPyConnection

from support_kpi.conversion.literals import BLANKS, literal, trimmed
from support_kpi.conversion.words import cleaned
from support_kpi.parsing.sheet import Sheet

ROWS = "sheet_row"
NAME = re.compile(r"\b[ctx](\d+)\b")


def see(connection: DuckDBPyConnection, sheet: Sheet, heading_rows: int) -> None:
    """Make the rows below the headings visible as a view."""
    last = min(heading_rows, len(sheet.head_rows)) - 1
    first_row = sheet.head_rows[last] if last >= 0 else -1
    connection.execute(
        f"create or replace temp view {ROWS} as"
        f" select * from read_parquet({literal(sheet.path)}) where source_row > {first_row}"
    )


def is_filled(sheet: Sheet) -> str:
    """SQL: whether a row has any cell that is not blank."""
    cells = [f"c{number}" for number in range(sheet.width)]
    # The first cells settle it for nearly every row.
    first = " or ".join(f"{trimmed(cell)} <> ''" for cell in cells[:3])
    return f"({first} or trim(concat({', '.join(cells)}), {BLANKS}) <> '')"


def numbers_of(*spoken_of: str) -> tuple[int, ...]:
    """The columns that this SQL speaks of."""
    return tuple(sorted({int(number) for sql in spoken_of for number in NAME.findall(sql)}))


def texts(
    sheet: Sheet,
    *spoken_of: str,
    where: str = "true",
    of: str = ROWS,
    carried: str = "source_row",
    plain: Collection[int] = (),
) -> str:
    """A subquery of the rows with the texts that this SQL speaks of, and no others: a sheet may
    have a thousand columns, and planning a text that nobody wants takes its time. A `plain` column
    is known to need no cleaning."""
    numbers = [number for number in numbers_of(*spoken_of) if number < sheet.width]
    raw = "".join(
        f", c{number}, {f'c{number}' if number in plain else trimmed(f'c{number}')} as x{number}"
        for number in numbers
    )
    wanted = {number for number in numbers if any(f"t{number}" in sql for sql in spoken_of)}
    meant = "".join(
        f", {_meant(f'x{number}', number in plain)} as t{number}"
        for number in numbers
        if number in wanted
    )
    return f"(select *{meant} from (select {carried}{raw} from {of} where {where}))"


def _meant(text: str, is_plain: bool) -> str:
    return f"nullif({text}, '')" if is_plain else cleaned(text)
