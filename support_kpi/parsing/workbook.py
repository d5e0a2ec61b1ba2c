"""Workbooks: every visible sheet, each cell as the text that a reader of the sheet would write."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
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
from support_kpi.parsing import extents, limits, table
from support_kpi.parsing.sheet import Sheet

UNREADABLE = (CalamineError, OSError, ValueError, ArithmeticError)

UNSAVED = (
    "no value saved with them, read as empty: open the workbook in a spreadsheet program, save it "
    "and load it again"
)
EXACT, LOOKED_AT = 10**15, 2_000

Value = int | float | str | bool | time | date | datetime | timedelta


def sheets(path: Path, folder: Path, *, label: str, name: str) -> list[Sheet]:
    """Every visible sheet that holds anything."""
    flaws = extents.check(path, label) if zipfile.is_zipfile(path) else extents.Flaws()
    try:
        return _sheets(path, folder, label=label, name=name, flaws=flaws)
    except PasswordError as error:
        raise UnreadableFile(
            f"{label} is protected by a password. Save it without one and load it again."
        ) from error
    except BaseException as error:
        if not isinstance(error, UNREADABLE) and not _is_panic(error):
            raise
        raise UnreadableFile(
            f"{label} is a workbook that cannot be read: it is damaged or of an unknown kind. "
            "Open it, save it as .xlsx or .csv and load that."
        ) from error


def _is_panic(error: BaseException) -> bool:
    """The reader's Rust panics on some damage, with a class that no module offers."""
    return type(error).__name__ == "PanicException"


def _sheets(
    path: Path, folder: Path, *, label: str, name: str, flaws: extents.Flaws
) -> list[Sheet]:
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
        notes += [f"{_count(flaws.errors, 'cell holds', 'cells hold')} an error, read as empty"] * (
            flaws.errors > 0
        )
        notes += [f"{_count(flaws.unsaved, 'formula has', 'formulas have')} {UNSAVED}"] * (
            flaws.unsaved > 0
        )
        loaded = [(title, book.get_sheet_by_name(title)) for title in shown]
        filled = [(title, sheet) for title, sheet in loaded if sheet.height and sheet.width]
        blurred = [_blurred(sheet) for _, sheet in filled]
        found = [
            table.save(
                folder / f"{position}.parquet",
                lambda sheet=sheet: _batches(sheet),
                label=f"{label}, sheet {title}",
                name="/".join(part for part in (name, title if len(filled) > 1 else "") if part),
                container="xlsx",
                notes=(*notes, *blurred[position]),
            )
            for position, (title, sheet) in enumerate(filled)
        ]
    kept = [sheet for sheet in found if sheet is not None]
    if not kept:
        raise UnreadableFile(f"{label} is a workbook without any filled cell on a visible sheet.")
    return kept


def _batches(sheet: CalamineSheet) -> Iterator[table.Batch]:
    """Rows from the first of the sheet on; the columns left of the filled area are put back."""
    margin = [""] * (sheet.start or (0, 0))[1]
    size = limits.batch_rows(sheet.width + len(margin))
    records = enumerate(sheet.iter_rows(), 1)
    while step := list(islice(records, size)):
        texts = [
            (number, margin + [value if type(value) is str else cell(value) for value in values])
            for number, values in step
        ]
        filled = [(number, row) for number, row in texts if any(map(str.strip, row))]
        if filled:
            numbers, rows = zip(*filled, strict=True)
            yield table.Batch(numbers, rows)


def _blurred(sheet: CalamineSheet) -> list[str]:
    """What is said of numbers with more digits than a sheet keeps: ids, as a rule."""
    is_blurred = any(
        isinstance(value, float) and abs(value) >= EXACT
        for values in islice(sheet.iter_rows(), LOOKED_AT)
        for value in values
    )
    note = "numbers of more than 15 digits are among the cells; a sheet keeps only the first 15"
    return [note] * is_blurred


def cell(value: Value) -> str:
    """A typed cell as text: ISO dates, hours for durations, whole numbers without a point."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value)
        case datetime():
            return _moment(value)
        case timedelta():
            return _duration(value)
        case time():
            return value.isoformat(timespec="seconds")
        case _:
            return str(value)


def _number(value: float) -> str:
    """Fifteen digits, as a sheet shows: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return repr(float(f"{value:.15g}"))


def _moment(value: datetime) -> str:
    """To the millisecond, which is as far as a sheet's day numbers go; midnight is a date."""
    rounded = value + timedelta(microseconds=500)
    rounded = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    if rounded.time() == time():
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ", timespec="milliseconds" if rounded.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
