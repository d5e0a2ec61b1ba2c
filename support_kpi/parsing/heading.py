"""Which record is the heading row."""

from collections import Counter
from collections.abc import Sequence

SEARCHED = 50

Row = Sequence[str | None]


def position(rows: Sequence[Row]) -> int:
    """How many of the first records stand above the headings: titles, periods, filters.

    Usually none. A record is above the headings when it fills a cell or two of a table that is
    wider; the headings are then the first record that does not.
    """
    width = _body_width(rows)
    for index, row in enumerate(rows[:SEARCHED]):
        if not _is_thin(row, width):
            return index
    return 0


def _body_width(rows: Sequence[Row]) -> int:
    widths = Counter(_last_filled(row) for row in rows)
    most = max(widths.values(), default=0)
    return max((width for width, count in widths.items() if count * 2 >= most), default=0)


def _is_thin(row: Row, width: int) -> bool:
    filled = sum(1 for cell in row if cell and cell.strip())
    last = _last_filled(row)
    return last < width and filled <= (2 if width >= 4 else 1) and last * 2 <= max(width, 2)


def _last_filled(row: Row) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell and cell.strip()), default=0)
