"""Batches of text rows in, the Parquet file of a sheet out."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import footer, heading, limits
from support_kpi.parsing.batch import Batch, Block, Row, is_filled, last_filled
from support_kpi.parsing.progress import tell
from support_kpi.parsing.sheet import HEAD_ROWS, LONGER, Sheet, plain

SURROGATE = re.compile("[\ud800-\udfff]")
NAMED_ROWS = 5
NOTE_CHARACTERS = 300


@dataclass(frozen=True)
class _Extent:
    """What was seen while writing; `width` may be more than what was written."""

    width: int
    records: int
    head: tuple[tuple[str, ...], ...]
    head_rows: tuple[int, ...]
    long_rows: tuple[int, ...]


def save(
    target: Path,
    source: Callable[[], Iterator[Batch | Block]],
    *,
    label: str,
    name: str = "",
    container: str = "csv",
    encoding: str = "utf-8",
    notes: Sequence[str] = (),
    headed: bool = False,
    counted: Callable[[], int] | None = None,
) -> Sheet | None:
    """Write what `source` yields, read again where a late row is wider; None without any row.

    `headed` says that the first row is known to be the heading row; `counted` counts the rows by
    another road.
    """
    batches = source()
    found = next(batches, None)
    if found is None:
        return None
    first = found.as_batch()
    skipped = 0 if headed else heading.position(first.rows[:HEAD_ROWS])
    body = Batch(first.numbers[skipped:], first.rows[skipped:])
    margin = len(body.rows[0]) if headed else last_filled(body.rows[0])
    _refuse_wide_rows(max(map(len, body.rows)), label)
    headings = len(body.rows[0])
    body = body.without_margin(margin)
    width = max(map(len, body.rows))
    broad = 0 if headed else sum(map(is_filled, body.rows[0]))
    # A table may stand right of columns that hold nothing at all.
    lead = 0 if headed else _blank_lead(body)
    is_late = False

    def table(rest: Iterator[Batch | Block]) -> Iterator[Batch | Block]:
        nonlocal is_late
        below.clear()
        narrow = (batch.without_margin(margin) for batch in rest)
        for batch in footer.above(chain([body], narrow), broad, below):
            is_late = is_late or (lead > 0 and not batch.begins_blank(lead))
            yield batch.beyond(lead) if lead else batch

    below: list[Row] = []
    extent = _write(target, table(batches), width - lead, label, headings - lead)
    if is_late or extent.width > width - lead:
        width = max(width, extent.width + lead)
        lead = 0 if is_late else lead
        again = source()
        next(again)
        extent = _write(target, table(again), width - lead, label, headings - lead)
    read = skipped + extent.records + len(below)
    if counted is not None and counted() != read:
        raise UnreadableFile(
            f"{label} holds {counted():,} records by their line ends, but {read:,} were read. "
            "Its quotation marks are ambiguous; export it again, as XLSX where possible."
        )
    return Sheet(
        name=name,
        path=target,
        width=extent.width,
        head=extent.head,
        head_rows=extent.head_rows,
        records=extent.records,
        encoding=encoding,
        container=container,
        notes=(
            *notes,
            *_left_out_note(first.rows[:skipped], "above the headings"),
            *_left_out_note(below, "below the table"),
            *_long_note(extent.long_rows),
        ),
    )


def _blank_lead(body: Batch) -> int:
    """How many columns before the first heading hold nothing in the first records."""
    lead = next((place for place, cell in enumerate(body.rows[0]) if is_filled(cell)), 0)
    return lead if body.begins_blank(lead) else 0


def _write(
    target: Path, batches: Iterable[Batch | Block], width: int, label: str, headings: int
) -> _Extent:
    """Write the rows as `source_row`, `c0`, ...; once a row is wider, only measure the rest."""
    columns = [pa.field(f"c{position}", pa.string()) for position in range(width)]
    schema = pa.schema([pa.field("source_row", pa.int64()), *columns])
    widest, records = width, 0
    head: list[Row] = []
    head_rows: list[int] = []
    long_rows: list[int] = []
    group: list[pa.RecordBatch] = []
    rows, size = 0, 0
    with (
        pq.ParquetWriter(target, schema, compression="lz4", write_statistics=False) as writer,
        # Writing takes as long as reading: one group is written while the next is read.
        ThreadPoolExecutor(1) as beside,
    ):
        writing: Future[None] | None = None
        for batch in batches:
            longest = batch.width
            _refuse_wide_rows(longest, label)
            widest = max(widest, longest)
            records += len(batch)
            tell(rows=records)
            if len(head) < HEAD_ROWS:
                begun = batch.part(0, HEAD_ROWS - len(head)).as_batch()
                head += begun.rows
                head_rows += begun.numbers
            long_rows += batch.longer(headings)
            if widest == width:
                group.append(_record_batch(batch, schema))
                if isinstance(batch, Batch):
                    _refuse_huge_cells(group[-1], label)
                rows, size = rows + len(batch), size + group[-1].nbytes
                if rows >= limits.GROUP_ROWS or size >= limits.GROUP_BYTES:
                    if writing:
                        writing.result()
                    writing = beside.submit(_write_group, writer, group)
                    group, rows, size = [], 0, 0
        if writing:
            writing.result()
        if group and widest == width:
            _write_group(writer, group)
    return _Extent(
        width=widest,
        records=records,
        head=tuple(
            tuple((cell or "") if number else plain(cell or "") for cell in _padded(row, widest))
            for number, row in enumerate(head)
        ),
        head_rows=tuple(head_rows),
        long_rows=tuple(long_rows),
    )


def _write_group(writer: pq.ParquetWriter, group: Sequence[pa.RecordBatch]) -> None:
    writer.write_table(pa.Table.from_batches(group))
    pa.default_memory_pool().release_unused()


def _record_batch(batch: Batch | Block, schema: pa.Schema) -> pa.RecordBatch:
    width = len(schema) - 1
    if isinstance(batch, Block):
        missing = pa.nulls(len(batch), pa.string())
        cells = [*batch.columns.columns, *[missing] * (width - batch.width)]
        return pa.RecordBatch.from_arrays([pa.array(batch.numbers), *cells], schema=schema)
    rows = batch.rows
    if min(map(len, rows)) < width:
        rows = [_padded(row, width) for row in rows]
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(
        [pa.array(batch.numbers, pa.int64()), *columns], schema=schema
    )


def _refuse_wide_rows(width: int, label: str) -> None:
    if width > limits.COLUMNS:
        raise UnreadableFile(
            f"{label} has a row of {width:,} columns; {limits.COLUMNS:,} at most are read."
        )


def _refuse_huge_cells(batch: pa.RecordBatch, label: str) -> None:
    if batch.nbytes <= limits.CELL_CHARACTERS:
        return
    lengths = [pc.max(pc.utf8_length(column)).as_py() or 0 for column in batch.columns[1:]]
    if max(lengths) > limits.CELL_CHARACTERS:
        raise UnreadableFile(
            f"{label} holds a cell of more than {limits.CELL_CHARACTERS:,} characters, which no "
            "export does. Correct it or export again."
        )


def _padded(row: Row, width: int) -> Row:
    return (*row, *[None] * (width - len(row)))


def _texts(column: Row) -> pa.Array:
    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:
        return pa.array([cell and SURROGATE.sub("\ufffd", cell) for cell in column], pa.string())


def _left_out_note(rows: Sequence[Row], where: str) -> list[str]:
    if not rows:
        return []
    text = " / ".join(" ".join(cell for cell in row if cell and cell.strip()) for row in rows)
    shown = text if len(text) <= NOTE_CHARACTERS else f"{text[:NOTE_CHARACTERS]}…"
    lines = "line" if len(rows) == 1 else "lines"
    return [f"{len(rows)} {lines} {where} left out: {shown}"]


def _long_note(rows: Sequence[int]) -> list[str]:
    return [f"{named_rows(rows)} {LONGER}"] if rows else []


def named_rows(rows: Sequence[int]) -> str:
    """`row 3 has`, `rows 3, 7 have`, for a sentence about rows."""
    named = ", ".join(map(str, rows[:NAMED_ROWS]))
    if len(rows) > NAMED_ROWS:
        named += f" and {len(rows) - NAMED_ROWS:,} more"
    return f"row {named} has" if len(rows) == 1 else f"rows {named} have"
