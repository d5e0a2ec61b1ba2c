"""How far the cells of a workbook reach, found out before a reader sets memory aside for them."""

import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import archives, limits

CHUNK = 4 << 20
XML_PART = re.compile(r"worksheets/[^/]+\.xml$", flags=re.IGNORECASE)
BINARY_PART = re.compile(r"worksheets/[^/]+\.bin$", flags=re.IGNORECASE)
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d+)")
COLUMN = re.compile(rb"\sr=[\"']([A-Z]{2,3})\d")
ERROR = b' t="e"'
SINGLE_LETTERS = 26
BINARY_ROW, BINARY_CELLS, BINARY_ERRORS, BINARY_EXTENT = 0, range(1, 12), (3, 11), 148


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet, how many rows lie between first and last, and how many
    cells hold an error."""

    rows: int
    last_row: int
    columns: int
    errors: int


def check(path: Path, label: str) -> int:
    """Refuse a workbook whose cells span an absurd area; returns how many cells hold an error."""
    errors = 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.WORKBOOK_BYTES:
                raise UnreadableFile(
                    f"{label} unpacks to more than {limits.WORKBOOK_BYTES >> 30} GB. "
                    "Export it as CSV."
                )
            for entry in entries:
                if XML_PART.search(entry.filename):
                    extent = _of_xml(archive, entry, label)
                elif BINARY_PART.search(entry.filename):
                    extent = _of_binary(archive.read(entry))
                else:
                    continue
                _refuse_the_absurd(extent, label)
                errors += extent.errors
    except archives.DAMAGED as error:
        raise UnreadableFile(f"{label} is a damaged workbook. Save or export it again.") from error
    return errors


def _refuse_the_absurd(extent: Extent, label: str) -> None:
    if extent.columns > limits.COLUMNS or extent.rows * extent.columns > limits.DENSE_CELLS:
        raise UnreadableFile(
            f"{label} spans {extent.last_row:,} rows and {extent.columns:,} columns. Delete the "
            "stray cells far from the table, or save the table alone."
        )


def _of_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> Extent:
    """Judged from row numbers and from columns beyond Z, which is quick to find out."""
    errors, first, last, tail = 0, 0, 0, b""
    columns: set[bytes] = set()
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            cut = chunk.rfind(b">") + 1
            piece, tail = tail + chunk[:cut], chunk[cut:]
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise UnreadableFile(f"{label} holds XML entities, which no spreadsheet writes.")
            errors += piece.count(ERROR)
            columns.update(COLUMN.findall(piece))
            rows = [int(row) for row in ROW.findall(piece)]
            if rows:
                first, last = min(first or rows[0], *rows), max(last, *rows)
    widest = max(map(_column_number, columns), default=SINGLE_LETTERS)
    return Extent(rows=last - first + 1, last_row=last, columns=widest, errors=errors)


def _of_binary(part: bytes) -> Extent:
    errors, columns = 0, 0
    rows: list[int] = []
    for kind, start, size in _binary_records(part):
        if kind == BINARY_ROW and size >= 4:
            rows += struct.unpack_from("<I", part, start)
        elif kind in BINARY_CELLS and size >= 4:
            columns = max(columns, struct.unpack_from("<I", part, start)[0] + 1)
            errors += kind in BINARY_ERRORS
        elif kind == BINARY_EXTENT and size >= 16:
            *stated, _, last_column = struct.unpack_from("<4I", part, start)
            rows += stated
            columns = max(columns, last_column + 1)
    last = max(rows, default=0)
    return Extent(last - min(rows, default=0) + 1, last + 1, columns, errors)


def _binary_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record: both numbers come seven bits a byte."""
    place = 0
    while place < len(part):
        kind, place = _seven_bits(part, place, most=2)
        size, place = _seven_bits(part, place, most=4)
        if place + size > len(part):
            return
        yield kind, place, size
        place += size


def _seven_bits(part: bytes, place: int, *, most: int) -> tuple[int, int]:
    number = 0
    for index in range(most):
        byte = part[place] if place < len(part) else 0
        place += 1
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            break
    return number, place


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
