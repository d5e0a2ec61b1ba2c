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
ANY_PART = re.compile(r"\.(?:xml|rels)$", flags=re.IGNORECASE)
XML_PART = re.compile(r"worksheets/[^/]+\.xml$", flags=re.IGNORECASE)
BINARY_PART = re.compile(r"worksheets/[^/]+\.bin$", flags=re.IGNORECASE)
OPEN_PART = "content.xml"
OPEN_ROW = re.compile(rb"<table:table-row(?=[\s/>])")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"']\s*(\d+)")
COLUMN = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{2,9})\d")
REPEATED_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"']\s*(\d+)")
REPEATED_CELLS = re.compile(rb"number-columns-repeated\s*=\s*[\"']\s*(\d+)")
ERROR = b' t="e"'
UNSAVED = re.compile(
    rb"<f[^>]*(?:/>|>[^<]*</f>)\s*</c>"
    rb'|<c (?![^>]*t="str")[^>]*><f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)\s*</c>'
)
SINGLE_LETTERS = 26
BINARY_ROW, BINARY_CELLS, BINARY_ERRORS, BINARY_EXTENT = 0, range(1, 12), (3, 11), 148


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet, how many rows lie between first and last, how many
    cells hold an error, and how many a formula whose value was never worked out."""

    rows: int
    last_row: int
    columns: int
    errors: int = 0
    unsaved: int = 0


@dataclass(frozen=True)
class Flaws:
    """Cells of a workbook that hold an error, and formulas without a value."""

    errors: int = 0
    unsaved: int = 0


NOTHING = Extent(rows=0, last_row=0, columns=0)


def check(path: Path, label: str) -> Flaws:
    """Refuse a workbook whose cells span an absurd area; tells what cannot be read of others."""
    flaws = Flaws()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, label)
            for entry in entries:
                if BINARY_PART.search(entry.filename):
                    extent = _of_binary(archive.read(entry))
                elif ANY_PART.search(entry.filename):
                    extent = _of_part(archive, entry, label)
                else:
                    continue
                _refuse_the_absurd(extent, label)
                flaws = Flaws(flaws.errors + extent.errors, flaws.unsaved + extent.unsaved)
    except archives.DAMAGED as error:
        raise UnreadableFile(f"{label} is a damaged workbook. Save or export it again.") from error
    return flaws


def _refuse_bombs(entries: list[zipfile.ZipInfo], label: str) -> None:
    if sum(entry.file_size for entry in entries) > limits.WORKBOOK_BYTES:
        raise UnreadableFile(
            f"{label} unpacks to more than {limits.WORKBOOK_BYTES >> 30} GB. Export it as CSV."
        )
    for entry in entries:
        if entry.file_size > limits.RATIO_FREE_BYTES and (
            entry.file_size > entry.compress_size * limits.UNPACKED_RATIO
        ):
            raise UnreadableFile(
                f"{label} unpacks to more than {limits.UNPACKED_RATIO} times its size, which no "
                "workbook does. Export it as CSV."
            )


def _refuse_the_absurd(extent: Extent, label: str) -> None:
    if extent.columns > limits.COLUMNS or extent.rows * extent.columns > limits.DENSE_CELLS:
        raise UnreadableFile(
            f"{label} spans {extent.last_row:,} rows and {extent.columns:,} columns. Delete the "
            "stray cells far from the table, or save the table alone."
        )


def _of_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> Extent:
    """How far the cells of an XML part reach; a part that is no sheet has none."""
    pieces = _pieces(archive, entry, label)
    if XML_PART.search(entry.filename):
        return _of_xml(pieces)
    if entry.filename == OPEN_PART:
        return _of_open(pieces)
    for _ in pieces:
        break  # A document type would stand before all else.
    return NOTHING


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> Iterator[bytes]:
    """The part in pieces that end with a tag."""
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            cut = chunk.rfind(b">") + 1
            piece, tail = (tail + chunk[:cut], chunk[cut:]) if cut else (b"", tail + chunk)
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise UnreadableFile(f"{label} holds XML entities, which no spreadsheet writes.")
            if len(tail) > limits.CELL_CHARACTERS:
                raise UnreadableFile(
                    f"{label} holds a cell of more than {limits.CELL_CHARACTERS:,} characters."
                )
            yield piece


def _of_xml(pieces: Iterator[bytes]) -> Extent:
    """Judged from row numbers, from columns beyond Z and from cells in a row, which is quick."""
    errors, unsaved, first, last, widest, cells = 0, 0, 0, 0, SINGLE_LETTERS, 0
    columns: set[bytes] = set()
    for piece in pieces:
        errors += piece.count(ERROR)
        unsaved += len(UNSAVED.findall(piece)) if b"<f" in piece else 0
        columns.update(COLUMN.findall(piece))
        rows = [int(row) for row in ROW.findall(piece)]
        if rows:
            first, last = min(first or rows[0], *rows), max(last, *rows)
        for number, part in enumerate(piece.split(b"<row")):
            cells = part.count(b"<c ") + part.count(b"<c>") + (0 if number else cells)
            widest = max(widest, cells)
    widest = max([widest, *map(_column_number, columns)])
    return Extent(last - first + 1, last, widest, errors, unsaved)


def _of_open(pieces: Iterator[bytes]) -> Extent:
    """A row or a cell stands for as many as it says; blank ones count when a filled one follows."""
    rows, last, columns = -1, 0, 0
    for row in _open_rows(pieces):
        again = REPEATED_ROWS.search(row)
        rows += int(again[1]) if again else 1
        filled = row.rfind(b"value-type")
        if filled >= 0:
            last, cells = rows, row[: row.find(b">", filled)]
            repeated = sum(map(int, REPEATED_CELLS.findall(cells)))
            columns = max(columns, repeated + cells.count(b"<table:table-cell"))
    return Extent(rows=last, last_row=last, columns=columns)


def _open_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What stands between the starts of rows, the part before the first included."""
    rest = b""
    for piece in pieces:
        *whole, rest = OPEN_ROW.split(rest + piece)
        yield from whole
        if len(rest) > limits.GROUP_BYTES:
            yield rest
            rest = b""
    yield rest


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
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
