"""Records of a delimited text file, in the numbering of a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import compress, islice
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import count, dialect, limits, quotes, repair, table
from support_kpi.parsing.encoding import Text
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
        with suppress(csv.Error):
            return save(
                partial(_batches, text.path, start, strict.rows),
                counted=partial(count.records, text.path, strict, start),
            )
    broken: set[int] = set()
    mended = partial(repair.rows, dialect=found, broken=broken)
    try:
        saved = save(partial(_batches, text.path, start, mended))
    except csv.Error as error:
        raise UnreadableFile(
            f"{label} holds a cell of more than {limits.CELL_CHARACTERS:,} characters; "
            "a quotation mark that is never closed does that. Correct it or export again."
        ) from error
    note = f"{table.named_rows(sorted(broken))} quotation marks that do not match"
    return saved and replace(saved, notes=(*saved.notes, note))


def _batches(path: Path, start: int, rows: Records) -> Iterator[table.Batch]:
    """Records that hold anything at all, with their numbers."""
    whole = path.stat().st_size
    with path.open("rb") as file:
        file.seek(start)
        lines = io.TextIOWrapper(file, "utf-8", newline="")
        records = rows(lines)
        number, size, seen = 1, HEAD_ROWS, start
        while step := list(islice(records, size)):
            numbers: Sequence[int] = range(number, number + len(step))
            kept = step
            if not all(map(str.strip, [row[0] if row else "" for row in step])):
                filled = [any(cell.strip(BLANKS) for cell in row) for row in step]
                numbers = list(compress(numbers, filled))
                kept = list(compress(step, filled))
            if kept:
                yield table.Batch(numbers, kept)
            number += len(step)
            tell(read=file.tell(), size=whole)
            affordable = BATCH_BYTES * len(step) // max(1, file.tell() - seen)
            size = max(1, min(limits.batch_rows(max(map(len, step))), affordable))
            seen = file.tell()


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
