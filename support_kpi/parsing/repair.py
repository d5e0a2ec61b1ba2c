"""Records of a file whose quotation marks do not match: a broken record ends with its line."""

import csv
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence

from support_kpi.parsing.dialect import Dialect

MOST_LINES = 1_000


def rows(lines: Iterator[str], dialect: Dialect, broken: set[int]) -> Iterator[list[str]]:
    """Every record; the row numbers of those read as they stand are added to `broken`."""
    pending: deque[str] = deque()
    number = 0
    while True:
        line = pending.popleft() if pending else next(lines, None)
        if line is None:
            return
        number += 1
        taken: list[str] = []
        try:
            yield next(dialect.rows(_following(line, taken, pending, lines)))
        except csv.Error:
            pending.extendleft(reversed(taken))
            broken.add(number)
            cells = as_it_stands(line, dialect)
            if max(map(len, cells)) > csv.field_size_limit():
                raise
            yield cells


def _following(
    line: str, taken: list[str], pending: deque[str], lines: Iterator[str]
) -> Iterator[str]:
    """A line and those after it, as far as one record may reach; `taken` tells which were used."""
    yield line
    while len(taken) < MOST_LINES:
        following = pending.popleft() if pending else next(lines, None)
        if following is None:
            return
        taken.append(following)
        yield following


def as_it_stands(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line, in which a quote closes a cell only before a separator or the end.

    A quote that is not closed before the next one opens a cell encloses nothing.
    """
    text = line.rstrip("\r\n")
    separator, quote = re.escape(dialect.separator), dialect.quote
    ends = rf"(?={separator}|$)"
    closing = [found.start() for found in re.finditer(quote + ends, text)]
    opening = [
        found.start(1)
        for found in re.finditer(rf"(?:^|{separator})({quote})(?:(?!{quote})|{quote}{ends})", text)
    ]
    cells: list[str] = []
    place = 0
    while True:
        closed = _first_after(closing, place, len(text))
        if (
            text.startswith(quote, place)
            and closed < len(text)
            and closed <= _first_after(opening, place, len(text))
        ):
            cells.append(text[place + 1 : closed].replace(quote * 2, quote))
            end = closed + 1
        else:
            found = text.find(dialect.separator, place)
            end = found if found >= 0 else len(text)
            cells.append(text[place:end])
        if end >= len(text):
            return cells
        place = end + 1


def _first_after(places: Sequence[int], place: int, otherwise: int) -> int:
    index = bisect_right(places, place)
    return places[index] if index < len(places) else otherwise
