"""What the answers of a survey's columns look like, over all rows of the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import duckdb

from support_kpi.parsing.sheet import Sheet

MOST_VALUES = 5_000
BLANKS = " \t\r\n\u00a0\u202f\u200b\ufeff"
NOT_ANSWERS = frozenset({"n/a", "na", "n.a.", "-", "--", "not applicable", "no answer"})

POINTS = r"^\s*([0-9]{1,3}(?:[.][0-9]+)?)(?:\s*$|\s*\(|\s*[-–—:=]\s*[^0-9\s]|[.)]?\s+[^0-9\s–—-])"


def points(answer: str) -> float | None:
    """`7`, `3.0`, `5 (very good)` and `10 - Extremely likely` as a number, else None."""
    match = re.match(POINTS, answer)
    return float(match[1]) if match else None


@dataclass(frozen=True)
class Profile:
    """The answers of one column: how many, and the most common ones with their counts."""

    filled: int
    distinct: int
    values: tuple[tuple[str, int], ...] = ()

    @cached_property
    def answers(self) -> tuple[tuple[str, int], ...]:
        return tuple((v, n) for v, n in self.values if v.casefold() not in NOT_ANSWERS)

    @cached_property
    def numbers(self) -> tuple[tuple[float, int], ...]:
        read = ((points(value), count) for value, count in self.answers)
        return tuple((number, count) for number, count in read if number is not None)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The answers that are not numbers, casefolded."""
        return tuple(value.casefold() for value, _ in self.answers if points(value) is None)

    @property
    def low(self) -> float | None:
        return min((number for number, _ in self.numbers), default=None)

    @property
    def high(self) -> float | None:
        return max((number for number, _ in self.numbers), default=None)

    @property
    def is_plain_numbers(self) -> bool:
        return bool(self.answers) and all(_is_number(value) for value, _ in self.answers)

    @property
    def number_share(self) -> float:
        total = sum(count for _, count in self.answers)
        return sum(count for _, count in self.numbers) / total if total else 0.0

    @property
    def mean_length(self) -> float:
        total = sum(count for _, count in self.answers)
        return sum(len(v) * count for v, count in self.answers) / total if total else 0.0


EMPTY = Profile(0, 0)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\s*-?[0-9]+(?:[.,][0-9]+)?\s*", text))


def profiles(sheet: Sheet, positions: Iterable[int], heading_rows: int) -> dict[int, Profile]:
    """The profile of each column, blanks left out."""
    wanted = tuple(positions)
    if not wanted:
        return {}
    columns = ", ".join(f"c{position}" for position in wanted)
    query = f"""
        with
            cells as (
                unpivot (
                    select {columns}
                    from read_parquet($path)
                    where source_row not in (select unnest($headings::bigint[]))
                )
                on {columns}
                into name place value answer
            ),
            counted as (
                select place, trim(answer, $blanks) as answer, count(*) as answers
                from cells
                where trim(answer, $blanks) <> ''
                group by all
            )
        select
            place,
            answer,
            answers,
            sum(answers) over (partition by place) as filled,
            count(*) over (partition by place) as different
        from counted
        qualify row_number() over (partition by place order by answers desc, answer) <= $most
        order by place, answers desc, answer
    """
    parameters = {
        "path": str(sheet.path),
        "headings": list(sheet.head_rows[:heading_rows]),
        "most": MOST_VALUES,
        "blanks": BLANKS,
    }
    with duckdb.connect() as connection:
        rows = connection.execute(query, parameters).fetchall()
    values: dict[int, list[tuple[str, int]]] = {}
    sizes: dict[int, tuple[int, int]] = {}
    for place, answer, answers, filled, different in rows:
        position = int(place[1:])
        values.setdefault(position, []).append((answer, answers))
        sizes[position] = (int(filled), int(different))
    return {p: Profile(*sizes[p], tuple(values[p])) if p in sizes else EMPTY for p in wanted}


def count_rows(sheet: Sheet, condition: str, heading_rows: int) -> int:
    """How many rows meet `condition`, SQL over the raw cells written by this package only."""
    query = f"""
        select count(*)
        from read_parquet($path)
        where source_row not in (select unnest($headings::bigint[])) and ({condition})
    """
    parameters = {"path": str(sheet.path), "headings": list(sheet.head_rows[:heading_rows])}
    with duckdb.connect() as connection:
        row = connection.execute(query, parameters).fetchone()
    return int(row[0]) if row else 0
