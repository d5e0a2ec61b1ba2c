"""Records of a delimited text file, in the numbering of a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import dialect, limits, table
from support_kpi.parsing.dialect import Dialect
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.sheet import Sheet

SAMPLE_BYTES = 256 << 10
BLANKS = " \t\r\n"
STEP = 1_000


def sheet(text: Text, target: Path, *, label: str, name: str) -> Sheet | None:
    """The one table of a delimited file."""
    sample, whole = _sample(text, label)
    found = dialect.detect(sample, whole=whole)
    start = text.start + len(sample[: dialect.declared_length(sample)].encode())
    csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        return table.save(
            target,
            lambda: batches(text.path, start, found),
            label=label,
            name=name,
            container="tsv" if found.separator == "\t" else "csv",
            encoding=text.encoding,
            notes=text.notes,
        )
    except csv.Error as error:
        raise UnreadableFile(
            f"{label} holds a cell of more than {limits.CELL_CHARACTERS:,} characters; "
            "a quotation mark that is never closed does that. Correct it or export again."
        ) from error


def batches(path: Path, start: int, found: Dialect) -> Iterator[table.Batch]:
    """Records that hold anything at all, some tens of thousands at a time."""
    with path.open("rb") as file:
        file.seek(start)
        lines = io.TextIOWrapper(file, "utf-8", newline="")
        reader = found.rows(lines, strict=False)
        number, written = 1, start
        numbers: list[int] = []
        rows: list[list[str]] = []
        while step := list(islice(reader, STEP)):
            for place, row in enumerate(step, number):
                if row and (row[0].strip(BLANKS) or any(cell.strip(BLANKS) for cell in row)):
                    numbers.append(place)
                    rows.append(row)
            number += len(step)
            if rows and (
                len(rows) + STEP > limits.batch_rows(len(rows[-1]))
                or file.tell() - written > limits.BATCH_BYTES
            ):
                yield table.Batch(numbers, rows)
                numbers, rows, written = [], [], file.tell()
        if rows:
            yield table.Batch(numbers, rows)


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
