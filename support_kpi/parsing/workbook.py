"""Workbooks: every visible sheet, each cell as the text that a reader of the sheet would write."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits, table
from support_kpi.parsing.sheet import Sheet

Value = int | float | str | bool | time | date | datetime | timedelta

CHUNK = 4 << 20
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d+)")
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,3})(\d+)")
ERROR = re.compile(rb"<(?:\w+:)?c\b[^>]*?\st=[\"']e[\"']")
WIDEST = 16_384


def sheets(path: Path, folder: Path, *, label: str, name: str) -> list[Sheet]:
    """Every visible sheet that holds anything."""
    errors = _preflight(path, label) if zipfile.is_zipfile(path) else 0
    try:
        return _sheets(path, folder, label=label, name=name, errors=errors)
    except PasswordError as error:
        raise UnreadableFile(
            f"{label} is protected by a password. Save it without one and load it again."
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{label} is a workbook that cannot be read: it is damaged or of an unknown kind. "
            "Open it, save it as .xlsx or .csv and load that."
        ) from error


def _sheets(path: Path, folder: Path, *, label: str, name: str, errors: int) -> list[Sheet]:
    with CalamineWorkbook.from_path(path) as book:
        shown = [
            entry.name
            for entry in book.sheets_metadata
            if entry.visible == SheetVisibleEnum.Visible and entry.typ == SheetTypeEnum.WorkSheet
        ]
        hidden = sum(entry.visible != SheetVisibleEnum.Visible for entry in book.sheets_metadata)
        notes = [f"{_count(hidden, 'hidden sheet was', 'hidden sheets were')} not read"] * (
            hidden > 0
        )
        notes += [f"{_count(errors, 'cell holds', 'cells hold')} an error, read as empty"] * (
            errors > 0
        )
        loaded = [(title, book.get_sheet_by_name(title)) for title in shown]
        filled = [(title, sheet) for title, sheet in loaded if sheet.height and sheet.width]
        found = [
            table.save(
                folder / f"{position}.parquet",
                lambda sheet=sheet: _batches(sheet),
                label=f"{label}, sheet {title}",
                name="/".join(part for part in (name, title if len(filled) > 1 else "") if part),
                container="xlsx",
                notes=notes,
            )
            for position, (title, sheet) in enumerate(filled)
        ]
    kept = [sheet for sheet in found if sheet is not None]
    if not kept:
        raise UnreadableFile(f"{label} is a workbook without any filled cell on a visible sheet.")
    return kept


def _batches(sheet: CalamineSheet) -> Iterator[table.Batch]:
    start_row, start_column = sheet.start or (0, 0)
    margin = [""] * start_column
    size = limits.batch_rows(sheet.width + start_column)
    numbers: list[int] = []
    rows: list[list[str]] = []
    for number, values in enumerate(sheet.iter_rows(), start_row + 1):
        cells = margin + [value if type(value) is str else cell(value) for value in values]
        if any(text.strip() for text in cells):
            numbers.append(number)
            rows.append(cells)
        if len(rows) >= size:
            yield table.Batch(numbers, rows)
            numbers, rows = [], []
    if rows:
        yield table.Batch(numbers, rows)


def cell(value: Value) -> str:
    """A typed cell as text: ISO dates, hours for durations, whole numbers without a point."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return _moment(value)
        case timedelta():
            return _duration(value)
        case time():
            return _clock(value)
        case _:
            return str(value)


def _moment(value: datetime) -> str:
    rounded = value + timedelta(microseconds=500)
    rounded = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    if rounded.time() == time():
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ", timespec="milliseconds" if rounded.microsecond else "seconds")


def _clock(value: time) -> str:
    return value.isoformat(timespec="seconds")


def _duration(value: timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _preflight(path: Path, label: str) -> int:
    """Refuse a workbook whose cells span an absurd area; returns how many cells hold an error."""
    errors = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if re.search(r"worksheets/[^/]+\.xml$", entry.filename):
                    errors += _check_part(archive, entry, label)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise UnreadableFile(f"{label} is a damaged workbook. Save or export it again.") from error
    return errors


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, label: str) -> int:
    errors, first, last, widest = 0, 0, 0, 0
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(CHUNK):
            cut = chunk.rfind(b">") + 1
            piece, tail = tail + chunk[:cut], chunk[cut:]
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise UnreadableFile(f"{label} holds XML entities, which no spreadsheet writes.")
            errors += len(ERROR.findall(piece))
            for column, row in CELL.findall(piece):
                number = int(row)
                first, last = min(first or number, number), max(last, number)
                if len(column) == 3 or widest < 702:
                    widest = max(widest, _column_number(column))
    if widest > limits.COLUMNS or (last - first + 1) * widest > limits.DENSE_CELLS:
        raise UnreadableFile(
            f"{label} spans {last:,} rows and {widest:,} columns. Delete the stray cells far from "
            "the table, or save the table alone."
        )
    return errors


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
