"""Which record is the heading row."""

from collections import Counter
from collections.abc import Sequence

from support_kpi.parsing.batch import Row, is_filled, last_filled

SEARCHED = 50
TITLE_CELLS = 2
LEAST_BROAD = 2


def position(rows: Sequence[Row]) -> int:
    """How many of the first records stand above the headings: titles, periods, filters.

    Usually none. A record is above the headings when it fills a cell or two of a table that is
    wider; the headings are then the first record that does not. But a survey's second heading row
    is blank under what the first names, so such a first record is the heading row itself.
    """
    width = _body_width(rows)
    for index, row in enumerate(rows[:SEARCHED]):
        if not _is_thin(row, width):
            return 0 if index == 1 and _goes_on_below(rows[0], row) else index
    return 0


def _goes_on_below(row: Row, following: Row) -> bool:
    return sum(map(is_filled, row)) > 1 and any(
        is_filled(cell) and not is_filled(below)
        for cell, below in zip(row, following, strict=False)
    )


def _body_width(rows: Sequence[Row]) -> int:
    """How wide the table is: titles and footers may well be more lines than a short table has."""
    broad = [row for row in rows if sum(map(is_filled, row)) > TITLE_CELLS]
    if len(broad) >= LEAST_BROAD and len(broad) * 5 >= len(rows):
        rows = broad
    widths = Counter(last_filled(row) for row in rows)
    most = max(widths.values(), default=0)
    return max((width for width, count in widths.items() if count * 2 >= most), default=0)


def _is_thin(row: Row, width: int) -> bool:
    filled = sum(map(is_filled, row))
    last = last_filled(row)
    return (
        last < width and filled <= (TITLE_CELLS if width >= 4 else 1) and last * 2 <= max(width, 2)
    )
