"""Headings in layers: a sheet with its headings a row lower, over two rows, or none at all."""

import re
from collections.abc import Sequence
from dataclasses import replace

from support_kpi.parsing.sheet import LONGER, Sheet, column_name, normal

LEAST_HEADINGS = 2
LOOKED_AT = 20
VALUE = re.compile(r"[-+(]?[\d.,:%/ €$£-]*\d[\d.,:%/ )TZ€$£-]*")
DATE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ,].*)?")


def lower(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet as its second row would head it, where the first looks like groups of columns:
    by the second row, with the first where that is blank, and by both."""
    if sheet.records < 3 or len(sheet.head) < 3:
        return ()
    above, below = sheet.head[0], sheet.head[1]
    filled = [cell for cell in below if cell.strip()]
    is_named = len(filled) >= LEAST_HEADINGS and not any(map(_is_value, filled))
    named = [normal(cell) for cell in above if cell.strip()]
    is_grouped = len(named) < _last(above, below) or len(set(named)) < len(named)
    if not is_named or not is_grouped or len(set(map(normal, filled))) == 1:
        return ()
    groups = _spread(above)
    either = tuple(b if b.strip() else a for a, b in zip(above, below, strict=True))
    both = tuple(
        f"{group} {cell}".strip() if cell.strip() else first
        for group, first, cell in zip(groups, above, below, strict=True)
    )
    note = f"the headings stand in two rows; the upper one names {', '.join(_distinct(above))}"
    return tuple(_headed(sheet, names, note) for names in dict.fromkeys((either, both)))


def grid(sheet: Sheet) -> Sheet | None:
    """A survey whose second row names the parts of the questions above it: `Rate us [Speed]`."""
    if not lower(sheet) or sheet.head[1][0].strip() or not sheet.head[0][0].strip():
        return None
    names = tuple(
        f"{group.strip()} [{cell.strip()}]" if cell.strip() else first
        for group, first, cell in zip(_spread(sheet.head[0]), *sheet.head[:2], strict=True)
    )
    return _headed(sheet, names, "the parts of questions are named in a second row of headings")


def bare(sheet: Sheet) -> Sheet | None:
    """The sheet with invented headings, where the first row holds values like those below it."""
    rows = sheet.head[:LOOKED_AT]
    if len(rows) < 2 or not sheet.head_rows:
        return None
    dates = [
        position
        for position, cell in enumerate(rows[0])
        if DATE.fullmatch(cell.strip())
        and all(not row[position].strip() or DATE.fullmatch(row[position].strip()) for row in rows)
        and any(row[position].strip() for row in rows[1:])
    ]
    values = [
        position
        for position, cell in enumerate(rows[0])
        if _is_value(cell) or _is_one_of_those_below(rows, position)
    ]
    if not dates or len(values) < 2 or len(dates) == len(values) == len(rows[0]):
        return None
    names = tuple(map(column_name, range(1, sheet.width + 1)))
    shown = ", ".join(cell.strip()[:40] for cell in rows[0][:4])
    note = (
        f"the file has no row of headings: its first row holds values ({shown}, ...); the columns "
        "are called Column 1, Column 2 and so on"
    )
    return replace(
        sheet,
        head=(names, *sheet.head),
        head_rows=(0, *sheet.head_rows),
        records=sheet.records + 1,
        notes=(*_lasting(sheet), note),
    )


def _headed(sheet: Sheet, names: tuple[str, ...], note: str) -> Sheet:
    return replace(
        sheet,
        head=(names, *sheet.head[2:]),
        head_rows=sheet.head_rows[1:],
        records=sheet.records - 1,
        notes=(*_lasting(sheet), note),
    )


def _lasting(sheet: Sheet) -> tuple[str, ...]:
    """What was said of the sheet and holds under other headings too."""
    return tuple(note for note in sheet.notes if not note.endswith(LONGER))


def _spread(cells: Sequence[str]) -> list[str]:
    """Each blank cell with the text of the merged cell that it belongs to."""
    spread: list[str] = []
    for cell in cells:
        spread.append(cell if cell.strip() or not spread else spread[-1])
    return spread


def _last(*rows: Sequence[str]) -> int:
    return max((n for row in rows for n, cell in enumerate(row, 1) if cell.strip()), default=0)


def _distinct(cells: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:8]


def _is_one_of_those_below(rows: Sequence[Sequence[str]], position: int) -> bool:
    """Whether the first cell differs from those below in its digits only: `A-1`, `A-2`."""
    shapes = {re.sub(r"\d+", "9", row[position].strip()) for row in rows}
    return len(rows) > 2 and len(shapes) == 1 and "9" in shapes.pop()


def _is_value(cell: str) -> bool:
    return VALUE.fullmatch(cell.strip()) is not None
