"""Shapes: what the values of a column look like once every digit is a 9, and how often."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

MOST = 2000


@dataclass(frozen=True)
class Shape:
    """One look of a column's values, in lower case, with how many have it and one of them."""

    text: str
    count: int
    example: str


def shapes(connection: DuckDBPyConnection, relation: str, expression: str) -> tuple[Shape, ...]:
    """The commonest looks of `expression` over `relation`, blank cells left out."""
    rows = connection.execute(
        f"""
        with cell as (select {expression} as value from {relation})
        select
            lower(translate(value, '012345678', '999999999')) as shape,
            count(*) as occurrences,
            min(value) as example
        from cell
        group by shape
        order by occurrences desc, shape
        limit {MOST + 1}
        """
    ).fetchall()
    return tuple(Shape(*row) for row in rows if row[0] is not None)
