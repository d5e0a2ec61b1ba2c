"""Batches of text rows in, the Parquet file of a sheet out."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import heading, limits
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet

SURROGATE = re.compile("[\ud800-\udfff]")
NAMED_ROWS = 5


@dataclass(frozen=True)
class Batch:
    """Some records that are not blank, and their row numbers in the file."""

    numbers: Sequence[int]
    rows: Sequence[Sequence[str | None]]

    def after(self, count: int) -> "Batch":
        return Batch(self.numbers[count:], self.rows[count:])


@dataclass(frozen=True)
class Extent:
    """What was seen while writing; `width` may be more than what was written."""

    width: int
    records: int
    head: tuple[tuple[str, ...], ...]
    head_rows: tuple[int, ...]
    long_rows: tuple[int, ...]
    long_count: int


def save(
    target: Path,
    source: Callable[[], Iterator[Batch]],
    *,
    label: str,
    name: str = "",
    container: str = "csv",
    encoding: str = "utf-8",
    notes: Sequence[str] = (),
    headed: bool = False,
) -> Sheet | None:
    """Write what `source` yields, read again where a late row is wider; None without any row.

    `headed` says that the first row is known to be the heading row.
    """
    batches = source()
    first = next(batches, None)
    if first is None:
        return None
    skipped = 0 if headed else heading.position(first.rows[:HEAD_ROWS])
    body = first.after(skipped)
    width = max(map(len, body.rows))
    extent = write(target, chain([body], batches), width, label)
    if extent.width > width:
        batches = source()
        body = next(batches).after(skipped)
        extent = write(target, chain([body], batches), extent.width, label)
    return Sheet(
        name=name,
        path=target,
        width=extent.width,
        head=extent.head,
        head_rows=extent.head_rows,
        records=extent.records,
        encoding=encoding,
        container=container,
        notes=(*notes, *_preamble_note(first.rows[:skipped]), *_long_note(extent)),
    )


def write(target: Path, batches: Iterable[Batch], width: int, label: str) -> Extent:
    """Write the rows as `source_row`, `c0`, ...; once a row is wider, only measure the rest."""
    columns = [pa.field(f"c{position}", pa.string()) for position in range(width)]
    schema = pa.schema([pa.field("source_row", pa.int64()), *columns])
    widest, records, long_count = width, 0, 0
    headings = 0
    head: list[tuple[str, ...]] = []
    head_rows: list[int] = []
    long_rows: list[int] = []
    with pq.ParquetWriter(target, schema, compression="snappy", write_statistics=False) as writer:
        for batch in batches:
            longest = max(map(len, batch.rows))
            if longest > limits.COLUMNS:
                raise UnreadableFile(
                    f"{label} has a row of {longest:,} columns; "
                    f"{limits.COLUMNS:,} at most are read."
                )
            widest = max(widest, longest)
            headings = headings or len(batch.rows[0])
            records += len(batch.rows)
            wanted = HEAD_ROWS - len(head)
            if wanted > 0:
                head += [tuple(cell or "" for cell in row) for row in batch.rows[:wanted]]
                head_rows += batch.numbers[:wanted]
            if longest > headings:
                over = [
                    number
                    for number, row in zip(batch.numbers, batch.rows, strict=True)
                    if len(row) > headings
                ]
                long_count += len(over)
                long_rows += over[: NAMED_ROWS - len(long_rows)]
            if widest == width:
                writer.write_batch(_record_batch(batch, schema))
    return Extent(
        width=widest,
        records=records,
        head=tuple((*row, *[""] * (widest - len(row))) for row in head),
        head_rows=tuple(head_rows),
        long_rows=tuple(long_rows),
        long_count=long_count,
    )


def _record_batch(batch: Batch, schema: pa.Schema) -> pa.RecordBatch:
    numbers = pa.array(batch.numbers, pa.int64())
    return pa.RecordBatch.from_arrays([numbers, *_columns(batch, schema)], schema=schema)


def _columns(batch: Batch, schema: pa.Schema) -> list[pa.Array]:
    width = len(schema) - 1
    rows = batch.rows
    if min(map(len, rows)) < width:
        rows = [(*row, *[None] * (width - len(row))) for row in rows]
    return [_text(column) for column in zip(*rows, strict=True)]


def _text(column: Sequence[str | None]) -> pa.Array:
    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:
        return pa.array([cell and SURROGATE.sub("\ufffd", cell) for cell in column], pa.string())


def _preamble_note(rows: Sequence[Sequence[str | None]]) -> list[str]:
    if not rows:
        return []
    text = " / ".join(" ".join(cell for cell in row if cell and cell.strip()) for row in rows)
    shown = text if len(text) <= 300 else f"{text[:299]}…"
    return [f"{len(rows)} {_lines(len(rows))} above the headings left out: {shown}"]


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _long_note(extent: Extent) -> list[str]:
    if not extent.long_count:
        return []
    named = ", ".join(map(str, extent.long_rows))
    more = ", ..." if extent.long_count > len(extent.long_rows) else ""
    return [f"{extent.long_count} rows have more cells than the heading row (rows {named}{more})"]
