"""Some records on their way from a file into a sheet: a batch of rows, or a block of columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Row = Sequence[str | None]


@dataclass(frozen=True)
class Batch:
    """Some records that are not blank, and their row numbers in the file."""

    numbers: Sequence[int]
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        """Of its longest row."""
        return max(map(len, self.rows))

    def part(self, start: int, stop: int) -> "Batch":
        return Batch(self.numbers[start:stop], self.rows[start:stop])

    def as_batch(self) -> "Batch":
        return self

    def longer(self, width: int) -> Sequence[int]:
        """The numbers of the rows with more cells than that."""
        if self.width <= width:
            return []
        numbered = zip(self.numbers, self.rows, strict=True)
        return [number for number, row in numbered if len(row) > width]

    def without_margin(self, width: int) -> "Batch":
        """The same records without the blank cells at their ends beyond so many columns."""
        if self.width <= width:
            return self
        return Batch(self.numbers, [row[: max(width, last_filled(row))] for row in self.rows])

    def begins_blank(self, width: int) -> bool:
        """Whether the first so many cells of every record hold nothing."""
        return not any(map(is_filled, chain.from_iterable(row[:width] for row in self.rows)))

    def beyond(self, width: int) -> "Batch":
        """The same records without their first so many cells."""
        return Batch(self.numbers, [row[width:] for row in self.rows])


@dataclass(frozen=True)
class Block:
    """The same as columns, where every record has as many cells as the others and none is null."""

    numbers: NDArray[np.int64]
    columns: pa.RecordBatch

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def width(self) -> int:
        return self.columns.num_columns

    def part(self, start: int, stop: int) -> "Block":
        return Block(self.numbers[start:stop], self.columns.slice(start, stop - start))

    def as_batch(self) -> Batch:
        columns = [column.to_pylist() for column in self.columns.columns]
        return Batch(self.numbers.tolist(), list(zip(*columns, strict=True)))

    def longer(self, width: int) -> Sequence[int]:
        return self.numbers.tolist() if self.width > width else []

    def without_margin(self, width: int) -> "Batch | Block":
        beyond = self.columns.columns[width:]
        if any(pc.max(pc.binary_length(column)).as_py() for column in beyond):
            return self.as_batch().without_margin(width)
        return Block(self.numbers, self.columns.select(range(width))) if beyond else self

    def begins_blank(self, width: int) -> bool:
        first = Block(self.numbers, self.columns.select(range(min(width, self.width))))
        return first.as_batch().begins_blank(width)

    def beyond(self, width: int) -> "Block":
        return Block(self.numbers, self.columns.select(range(width, self.width)))


def last_filled(row: Row) -> int:
    """The place of the last cell that holds anything, counted from 1; 0 where none does."""
    for place in range(len(row), 0, -1):
        if is_filled(row[place - 1]):
            return place
    return 0


def is_filled(cell: str | None) -> bool:
    return bool(cell and cell.strip())
