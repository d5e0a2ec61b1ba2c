"""How the cells of a report's tables are written: for people, and flat for spreadsheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from support_kpi.formats import DASH, changed, count, shown
from support_kpi.report.contents import Column, Kind, Table

PERIODS = {"month": "%b %Y", "quarter": "from %b %Y", "year": "%Y"}
UNBROKEN = ("count", "value", "interval", "change")
LONGEST = 60
POINTS = "points of share"
NUMBERS = ("count", "value", "interval", "change", "estimate")


@dataclass(frozen=True)
class Cell:
    """What people read, and smaller below it what it rests on."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Field:
    """One column of a spreadsheet: a column of the frame and the unit of its numbers."""

    heading: str
    name: str
    kind: Kind
    unit: str = ""


def cells(table: Table) -> list[list[Cell]]:
    """The rows as people read them."""
    return [
        [_cell(column, row) for column in table.columns] for row in table.frame.to_dict("records")
    ]


def is_number(column: Column) -> bool:
    return column.kind in NUMBERS


def fields(table: Table) -> list[Field]:
    """The columns of a spreadsheet; an interval and an estimate take several."""
    found: list[Field] = []
    for column in table.columns:
        heading, kind, unit = column.heading, column.kind, column.unit
        names = column.names
        if kind == "interval":
            parts = [(f"{heading}, low", "value"), (f"{heading}, high", "value")]
        elif kind == "change":
            parts = [(heading, "value"), (f"{heading}, relative", "change")]
        elif kind == "estimate":
            whole = [("", "value"), (", n", "count"), (", low", "value"), (", high", "value")]
            parts = [(f"{heading}{part}", shape) for part, shape in whole]
        else:
            parts = [(heading, kind)]
        found += [
            Field(part, name, shape, unit)  # type: ignore[arg-type]
            for (part, shape), name in zip(parts, names, strict=False)
        ]
        if column.words and (table.frame[column.words].fillna("") != "").any():
            found.append(Field(f"{heading}, note", column.words, "text"))
    return found


def widths(table: Table, room: float, padding: float) -> list[float]:
    """Of each column, in letters: what it would like, or a share of the room that there is.

    No column is narrower than its longest word as long as there is room for all of those.
    """
    asked = [(least + padding, wished + padding) for least, wished in _wishes(table)]
    least, wished = (sum(side) for side in zip(*asked, strict=True))
    if wished <= room:
        return [width for _, width in asked]
    if least >= room:
        return [narrow * room / least for narrow, _ in asked]
    share = (room - least) / (wished - least)
    return [narrow + (width - narrow) * share for narrow, width in asked]


def number(value: Any) -> float | None:
    """A plain number; None where there is none."""
    return None if value is None or pd.isna(value) else float(value)


def _wishes(table: Table) -> list[tuple[float, float]]:
    """In letters: how wide each column must be for its longest word, and would like to be."""
    rows = cells(table)
    found: list[tuple[float, float]] = []
    for position, column in enumerate(table.columns):
        texts = [row[position].text for row in rows] or [""]
        details = max((len(row[position].detail) for row in rows), default=0)
        whole = texts if column.kind in UNBROKEN else []
        words = [len(word) for text in (column.heading, *texts) for word in text.split()]
        typical = (sum(map(len, texts)) / len(texts) + max(map(len, texts))) / 2
        least = float(min(max([*words, *map(len, whole), 4]), LONGEST / 2))
        found.append((least, min(max(typical, details * 0.6, least), LONGEST)))
    return found


def _cell(column: Column, row: Mapping[Any, Any]) -> Cell:
    values = [row[name] for name in column.names]
    if column.kind == "text":
        return Cell(_text(values[0]))
    if column.kind == "period":
        return Cell(period(values[0], column.unit))
    unit = column.unit or str(row.get("unit", ""))
    numbers = [number(value) for value in values]
    if column.kind == "count":
        return Cell(count(numbers[0]))
    if column.kind == "interval":
        return Cell(_between(numbers[0], numbers[1], unit))
    if column.kind == "change":
        return Cell(changed(numbers[0], numbers[1] if numbers[1:] else None, unit))
    words = _text(row[column.words]) if column.words else ""
    value = shown(numbers[0], unit)
    if words:
        value = f"{words} {value}" if numbers[0] is not None else words
    if column.kind == "value":
        return Cell(value)
    n, *ends = numbers[1:]
    between = _between(ends[0], ends[1], unit) if ends and None not in ends else ""
    if numbers[0] is None and between:
        value, between = between, ""
    return Cell(value, ", ".join(filter(None, (_base(n), between))))


def period(day: Any, step: str) -> str:
    """A month by name, a day or a week by its first day."""
    if day is None or pd.isna(day):
        return DASH
    moment = pd.Timestamp(day)
    return moment.strftime(PERIODS.get(step, f"{moment.day} %b %Y"))


def _base(n: float | None) -> str:
    if n is None:
        return "n not stated"
    return f"n {count(n)}" if n else ""


def _between(low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return DASH
    if unit == POINTS:
        return f"{100 * low:+.1f} to {100 * high:+.1f} points"
    return f"{shown(low, unit)} to {shown(high, unit)}"


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
