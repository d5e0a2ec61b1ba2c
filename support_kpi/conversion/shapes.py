"""Shapes: what the values of a column look like once every digit is a 9, and how often."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from support_kpi.conversion.texts import ROWS, numbers_of, texts
from support_kpi.parsing.sheet import Sheet

MOST = 2000
DIGITS = "'012345678', '999999999'"


@dataclass(frozen=True)
class Shape:
    """One look of a column's values, in lower case, with how many have it and one of them."""

    text: str
    count: int
    example: str


def shapes(
    connection: DuckDBPyConnection, sheet: Sheet, text: str, plain: set[int]
) -> tuple[Shape, ...]:
    """The commonest looks of a text over all rows, blank cells left out.

    `plain` gets the column where no cell has blanks around it, a guard or a word for nothing.
    """
    numbers = numbers_of(text)
    rows, is_plain = f"(select *, 1 as occurrences from {ROWS})", "false"
    if text in {f"t{number}" for number in numbers}:
        # Cells that differ in digits only are trimmed and told from null words alike: one will do.
        cell = f"c{numbers[0]}"
        rows = (
            f"(select min({cell}) as {cell}, sum(repeats) as occurrences"
            f" from (select {cell}, count(*) as repeats from {ROWS} group by {cell})"
            f" group by translate({cell}, {DIGITS}))"
        )
        is_plain = f"coalesce({cell}, '') = coalesce({text}, '')"
    found = connection.execute(
        f"""
        with
            cell as (
                select {text} as value, occurrences, {is_plain} as is_plain
                from {texts(sheet, text, of=rows, carried="occurrences")}
            )
        select
            lower(translate(value, {DIGITS})) as shape,
            sum(occurrences)::bigint as occurrences,
            min(value) as example,
            bool_and(bool_and(is_plain)) over () as is_plain
        from cell
        group by shape
        order by occurrences desc, shape
        limit {MOST + 1}
        """
    ).fetchall()
    if found and found[0][3]:
        plain.update(numbers)
    return tuple(Shape(*row[:3]) for row in found if row[0] is not None)
