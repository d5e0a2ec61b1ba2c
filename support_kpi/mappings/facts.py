"""Facts: what each column of a table holds, over all of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from support_kpi.drafts import DateOrder
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.profile import BLANKS

MOST_VALUES = 100
LONGEST = 200
EXAMPLES = 3
PART = r"^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2}"


@dataclass(frozen=True)
class Facts:
    """One column: how many cells are filled, how many values differ, the commonest of them.

    Numeric dates that only read day-first or only month-first are counted; `either` is one that
    reads both ways.
    """

    position: int
    heading: str
    rows: int
    filled: int = 0
    distinct: int = 0
    examples: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    day_first: int = 0
    month_first: int = 0
    either: str = ""

    @property
    def order(self) -> DateOrder | None:
        """The order of day and month that the values tell."""
        if not self.day_first and not self.month_first:
            return None
        return "dmy" if self.day_first >= self.month_first else "mdy"

    @property
    def is_undecided(self) -> bool:
        return bool(self.either) and self.order is None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Facts":
        commonest = tuple((value, count) for value, count in values["values"])
        return cls(**{**values, "examples": tuple(values["examples"]), "values": commonest})


def facts(sheet: Sheet, heading_rows: int = 1) -> tuple[Facts, ...]:
    """The facts of every column."""
    rows = max(0, sheet.records - heading_rows)
    columns = ", ".join(f"c{position}" for position in range(sheet.width))
    query = f"""
        with
            cells as (
                unpivot (
                    select {columns}
                    from read_parquet($path)
                    where source_row not in (select unnest($headings::bigint[]))
                )
                on {columns}
                into name place value cell
            ),
            counted as (
                select place, left(trim(cell, $blanks), {LONGEST}) as value, count(*) as times
                from cells
                where trim(cell, $blanks) <> ''
                group by all
            ),
            parted as (
                select
                    *,
                    try_cast(regexp_extract(value, $part, 1) as integer) as first,
                    try_cast(regexp_extract(value, $part, 2) as integer) as second
                from counted
            ),
            known as (
                select
                    place,
                    sum(times) as filled,
                    count(*) as different,
                    coalesce(sum(times) filter (first > 12 and second <= 12), 0) as day_first,
                    coalesce(sum(times) filter (second > 12 and first <= 12), 0) as month_first,
                    min(value) filter (first <= 12 and second <= 12 and first <> second) as either
                from parted
                group by place
            )
        select known.*, value, times
        from known
        inner join counted using (place)
        qualify row_number() over (partition by place order by times desc, value) <= {MOST_VALUES}
        order by place, times desc, value
    """
    parameters = {
        "path": str(sheet.path),
        "headings": sheet.above(heading_rows),
        "blanks": BLANKS,
        "part": PART,
    }
    with duckdb.connect() as connection:
        found = connection.execute(query, parameters).fetchall()
    sums: dict[int, tuple[int, int, int, int, str]] = {}
    values: dict[int, list[tuple[str, int]]] = {}
    for place, filled, different, day_first, month_first, either, value, times in found:
        at = int(place[1:])
        sums[at] = (int(filled), different, int(day_first), int(month_first), either or "")
        values.setdefault(at, []).append((value, times))
    return tuple(
        _of(sheet, at, rows, heading_rows, sums.get(at), values.get(at, []))
        for at in range(sheet.width)
    )


def _of(
    sheet: Sheet,
    position: int,
    rows: int,
    heading_rows: int,
    sums: tuple[int, int, int, int, str] | None,
    values: list[tuple[str, int]],
) -> Facts:
    heading = sheet.headings[position] if position < len(sheet.headings) else ""
    if sums is None:
        return Facts(position, heading, rows)
    filled, distinct, day_first, month_first, either = sums
    first = dict.fromkeys(sheet.values(position, heading_rows))
    return Facts(
        position=position,
        heading=heading,
        rows=rows,
        filled=filled,
        distinct=distinct,
        examples=tuple(value.strip()[:LONGEST] for value in list(first)[:EXAMPLES]),
        values=tuple(values),
        day_first=day_first,
        month_first=month_first,
        either=either,
    )
