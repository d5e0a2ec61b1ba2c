"""Records of a delimited text file, in the numbering of a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import compress, islice
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import columns, count, dialect, limits, quotes, repair, table
from support_kpi.parsing.batch import Batch, Block
from support_kpi.parsing.dialect import Dialect
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.pieces import Piece, pieces
from support_kpi.parsing.progress import tell
from support_kpi.parsing.sheet import HEAD_ROWS, Sheet

SAMPLE_BYTES = 256 << 10
BATCH_BYTES = 8 << 20
BLANKS = " \t\r\n"

Records = Callable[[Iterator[str]], Iterator[list[str]]]


def sheet(text: Text, target: Path, *, label: str, name: str) -> Sheet | None:
    """The one table of a delimited file, or None where every record is blank.

    Read strictly where its quotation marks allow, and then counted a second time; else repaired.
    """
    csv.field_size_limit(limits.CELL_CHARACTERS)
    sample, whole = _sample(text, label)
    if straight := quotes.straightened(text, target.with_suffix(".text"), sample):
        text = straight
        sample, whole = _sample(text, label)
    found = dialect.detect(sample, whole=whole)
    start = text.start + len(sample[: dialect.declared_length(sample)].encode())
    save = partial(
        table.save,
        target,
        label=label,
        name=name,
        container="tsv" if found.separator == "\t" else "csv",
        encoding=text.encoding,
        notes=text.notes,
    )
    for strict in dict.fromkeys((found, replace(found, backslash=True))):
        counts: list[int] = []
        source = partial(strict_batches, text.path, start, strict, counts)
        with suppress(csv.Error):
            return save(source, counted=lambda counts=counts: sum(counts))
    broken: set[int] = set()
    mended = partial(repair.rows, dialect=found, broken=broken)
    try:
        saved = save(partial(batches, text.path, start, mended))
    except csv.Error as error:
        raise UnreadableFile(
            f"{label} holds a cell of more than {limits.CELL_CHARACTERS:,} characters; "
            "a quotation mark that is never closed does that. Correct it or export again."
        ) from error
    note = f"{table.named_rows(sorted(broken))} quotation marks that do not match"
    return saved and replace(saved, notes=(*saved.notes, note))


def strict_batches(
    path: Path, start: int, dialect: Dialect, counts: list[int]
) -> Iterator[Batch | Block]:
    """Records that hold anything, with their numbers; `counts` gets how many there are by another
    road than the one that reads them."""
    counts.clear()
    if dialect.backslash or dialect.spaced:
        yield from batches(path, start, dialect.rows)
        counts.append(count.records(path, dialect, start))
        return
    size, offset, number, width = path.stat().st_size, start, 1, 0
    for piece in _headed(pieces(path, dialect, start)):
        read = columns.block(piece, dialect, width, number) if width else None
        found = [read] if read else _rows(piece, dialect, number)
        if found is None:
            yield from batches(path, offset, dialect.rows, number)
            counts.append(count.records(path, dialect, offset))
            return
        for one in found:
            if len(one):
                width = width if isinstance(one, Block) else len(one.rows[-1])
                yield one
        counts.append(count.filled(piece, dialect))
        offset, number = offset + len(piece.raw), number + len(piece.ends)
        tell(read=offset, size=size)


def _headed(found: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, the first records in one of their own."""
    first = next(found, None)
    while first and len(first.ends) < HEAD_ROWS and (more := next(found, None)):
        first = first.joined(more)
    if first:
        yield from filter(None, first.split(HEAD_ROWS))
    yield from found


def _rows(piece: Piece, dialect: Dialect, number: int) -> Iterable[Batch] | None:
    """The records of a piece in Python; None where it may not end with a record after all."""
    raw = io.BytesIO(piece.raw)
    lines = io.TextIOWrapper(raw, "utf-8", newline="")
    found = _numbered(dialect.rows(lines), raw.tell, number)
    if piece.is_plain:
        return found
    try:
        return list(found)
    except csv.Error:
        return None


def batches(path: Path, start: int, rows: Records, number: int = 1) -> Iterator[Batch]:
    """Records that hold anything, read row by row, with their numbers."""
    with path.open("rb") as file:
        file.seek(start)
        lines = io.TextIOWrapper(file, "utf-8", newline="")
        for batch in _numbered(rows(lines), file.tell, number):
            yield batch
            tell(read=file.tell(), size=path.stat().st_size)


def _numbered(
    records: Iterator[list[str]], place: Callable[[], int], number: int
) -> Iterator[Batch]:
    """Batches of records, smaller where they are long; `place` is how far their file is read."""
    seen = place()
    size, has_any = HEAD_ROWS, False
    while step := list(islice(records, size)):
        numbers: Sequence[int] = range(number, number + len(step))
        kept = step
        if not all(map(str.strip, [row[0] if row else "" for row in step])):
            filled = [any(cell.strip(BLANKS) for cell in row) for row in step]
            numbers = list(compress(numbers, filled))
            kept = list(compress(step, filled))
        if kept:
            has_any = True
            yield Batch(numbers, kept)
        number += len(step)
        if has_any:
            affordable = BATCH_BYTES * len(step) // max(1, place() - seen)
            size = max(1, min(limits.batch_rows(max(map(len, step))), affordable))
        seen = place()


def _sample(text: Text, label: str) -> tuple[str, bool]:
    with text.path.open("rb") as file:
        file.seek(text.start)
        first = file.readline(limits.FIRST_LINE_BYTES + 1)
        if len(first) > limits.FIRST_LINE_BYTES and b"\r" not in first:
            raise UnreadableFile(
                f"{label} starts with a line of more than {limits.FIRST_LINE_BYTES:,} bytes; "
                "a table of text has its headings there. Export it again as CSV."
            )
        raw = first + file.read(SAMPLE_BYTES)
        whole = not file.read(1)
    return raw.decode(errors="ignore"), whole
