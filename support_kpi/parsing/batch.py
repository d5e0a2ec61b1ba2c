"""A batch: some records on their way from a file into a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str | None]


@dataclass(frozen=True)
class Batch:
    """Some records that are not blank, and their row numbers in the file."""

    numbers: Sequence[int]
    rows: Sequence[Row]

    def without_margin(self, width: int) -> "Batch":
        """The same records without the blank cells at their ends beyond so many columns."""
        if max(map(len, self.rows)) <= width:
            return self
        return Batch(self.numbers, [row[: max(width, last_filled(row))] for row in self.rows])


def last_filled(row: Row) -> int:
    """The place of the last cell that holds anything, counted from 1; 0 where none does."""
    for place in range(len(row), 0, -1):
        if is_filled(row[place - 1]):
            return place
    return 0


def is_filled(cell: str | None) -> bool:
    return bool(cell and cell.strip())
