"""Columns of days without a time: a length of time beside them tells more than the days between."""

import re

from support_kpi.drafts import Cell, Derived, Moment
from support_kpi.parsing.sheet import Sheet

MIDNIGHT = r"(?<![\d:])(?:00?:00(?::00(?:\.0+)?)?|12:00(?::00)? AM)(?![\d:])"
TIME = r"\d:\d\d|\d [AP]M\b|^\d{10}|^\d{5}[.,]\d"
# A day at both ends may be off by as much; clocks change by an hour.
MOST_OFF_SECONDS = 25 * 3600
LENGTHS = {"first_reply_at": "first_reply_seconds", "solved_at": "resolution_seconds"}


def is_of_days(sheet: Sheet, position: int) -> bool:
    """Whether a column of dates tells no time of day: midnights are what programs add to days."""
    values = [re.sub(MIDNIGHT, "", value) for value in sheet.values(position)]
    return bool(values) and not any(re.search(TIME, value.strip()) for value in values)


def measured(sheet: Sheet, cells: dict[str, Cell]) -> dict[str, Cell]:
    """Cells of tickets whose ends are days: the exported length counts where it fits the days. The
    day of solving then stands as that of closing, which no length is counted from."""
    made = dict(cells)
    for end, length in LENGTHS.items():
        if length not in cells or not _are_days(sheet, cells, end):
            continue
        day = f"_{end}"
        span = f"(epoch({day}) - epoch(created_at))"
        fits = f"coalesce(abs({length} - {span}) <= {MOST_OFF_SECONDS}, false)"
        made[day] = cells[end]
        made[end] = Derived(f"case when not {fits} then {day} end")
        if end == "solved_at":
            made["closed_at"] = Derived(day)
    return made


def _are_days(sheet: Sheet, cells: dict[str, Cell], end: str) -> bool:
    """Whether a ticket's beginning or this end of it is known by the day only."""
    places = [_position(sheet, cells.get(name)) for name in ("created_at", end)]
    return None not in places and any(is_of_days(sheet, at) for at in places if at is not None)


def _position(sheet: Sheet, cell: Cell | None) -> int | None:
    """Where a moment stands whose time of day is in no column of its own."""
    if not isinstance(cell, Moment) or cell.and_time is not None:
        return None
    at = next((place for place in cell.places if isinstance(place, int)), None)
    return sheet.find(*map(str, cell.places)) if at is None else at
