"""A survey table as it is seen: the same cells on the page, in Excel and in CSV."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from support_kpi.crosstabs.table import Column, Line, Table
from support_kpi.formats import DASH

SHOWN = {
    "value": "Values",
    "interval": "Intervals",
    "n": "n",
    "letters": "Letters",
}
FORMATS = {
    "share": "0.0 %",
    "mean": "0.00",
    "median": "0.00",
    "deviation": "0.00",
    "nps points": "+0;-0;0",
}
MEASURES = {
    "share": "Share",
    "mean": "Mean",
    "median": "Median",
    "deviation": "Points",
    "nps points": "Points",
}
COUNT = "#,##0"


@dataclass(frozen=True)
class Cell:
    """The text as seen; `number` and its spreadsheet `format` where it is one."""

    text: str
    number: float | None = None
    format: str = ""


@dataclass(frozen=True)
class Sheet:
    """Title, headings and rows of cells, then notes and the source."""

    title: str
    subtitle: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    source: str

    def frame(self) -> pd.DataFrame:
        """The texts of the rows, for the page."""
        texts = [[cell.text for cell in row] for row in self.rows]
        return pd.DataFrame(texts, columns=list(self.headings), dtype=object)


def sheet(
    table: Table, notes: Sequence[str], source: str, shown: Sequence[str] = tuple(SHOWN)
) -> Sheet:
    """Lay a table out; `shown` says which of values, intervals, n and letters stand in it."""
    rows = [_counts("Respondents", "n", table), *_bases(table)]
    for line in table.lines:
        rows += _line(line, table, shown)
    by = "" if table.column_item is None else f"by {table.column_item['label']}"
    headings = ("Answer", "Measure", *(heading(column) for column in table.columns))
    return Sheet(str(table.item["label"]), by, headings, tuple(rows), tuple(notes), source)


def heading(column: Column) -> str:
    return f"{column.letter} · {column.label}" if column.letter else column.label


def cells(table: Table) -> pd.DataFrame:
    """One row a cell, for programs and charts; what is withheld is null and says so."""
    rows = [
        {
            "answer": line.label,
            "unit": line.unit,
            "column": column.label,
            "letter": column.letter,
            "value": line.values[place],
            "low": line.low[place],
            "high": line.high[place],
            "n": line.n[place],
            "base": None if column.is_withheld else column.n,
            "effective_n": None if column.is_withheld else round(column.effective_n, 1),
            "higher_than": line.higher[place],
            "is_withheld": bool(line.is_withheld[place]),
            "is_small_base": column.is_small,
        }
        for line in table.lines
        for place, column in enumerate(table.columns)
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(base=frame["base"].astype(float)) if rows else frame


def _counts(label: str, measure: str, table: Table) -> tuple[Cell, ...]:
    least = table.request.least
    found = []
    for column in table.columns:
        if column.is_withheld:
            found.append(Cell(f"n < {least}"))
        elif column.is_small:
            found.append(Cell(f"{column.n:,} (small)", column.n, f'{COUNT}" (small)"'))
        else:
            found.append(Cell(f"{column.n:,}", column.n, COUNT))
    return Cell(label), Cell(measure), *found


def _bases(table: Table) -> list[tuple[Cell, ...]]:
    """Effective n of a weighted table, and how many answers were picked."""
    rows = []
    if table.request.is_weighted:
        rows.append(_numbered("", "Effective n", table, [c.effective_n for c in table.columns]))
        rows.append(_numbered("", "Weighted n", table, [c.weight for c in table.columns]))
    if table.item["kind"] == "multiple":
        rows.append(_numbered("", "Mentions", table, [c.mentions for c in table.columns]))
    return rows


def _numbered(label: str, measure: str, table: Table, numbers: Sequence[float]) -> tuple[Cell, ...]:
    least = table.request.least
    found = [
        Cell(f"n < {least}") if column.is_withheld else _number(number, COUNT)
        for column, number in zip(table.columns, numbers, strict=True)
    ]
    return Cell(label), Cell(measure), *found


def _line(line: Line, table: Table, shown: Sequence[str]) -> list[tuple[Cell, ...]]:
    format = FORMATS[line.unit]
    of = " of mentions" if table.request.of_mentions and table.item["kind"] == "multiple" else ""
    measure = MEASURES[line.unit] + (of if line.unit == "share" else "")
    least = table.request.least
    rows = []
    if "value" in shown:
        rows.append((measure, _each(line, line.values, format, "withheld")))
    if "interval" in shown and not np.isnan(line.low).all():
        rows.append((f"{100 * table.request.level:.0f} % interval", _ranges(line, format)))
    if "n" in shown:
        rows.append(("n", _each(line, line.n, COUNT, f"n < {least}")))
    if "letters" in shown and any(line.higher):
        rows.append(("Higher than", [Cell(letters) for letters in line.higher]))
    return [
        (Cell(line.label if place == 0 else ""), Cell(measure), *found)
        for place, (measure, found) in enumerate(rows)
    ]


def _each(line: Line, numbers: np.ndarray, format: str, hidden: str) -> list[Cell]:
    return [
        Cell(hidden) if is_hidden else _number(float(number), format)
        for number, is_hidden in zip(numbers, line.is_withheld, strict=True)
    ]


def _ranges(line: Line, format: str) -> list[Cell]:
    found = []
    for low, high in zip(line.low, line.high, strict=True):
        ends = [_number(float(end), format).text for end in (low, high)]
        found.append(Cell("" if DASH in ends else " to ".join(ends)))
    return found


def _number(number: float, format: str) -> Cell:
    if np.isnan(number):
        return Cell(DASH)
    if format.endswith("%"):
        return Cell(f"{100 * number:.1f} %", number, format)
    if format.startswith("+"):
        return Cell(f"{number:+.0f}", number, format)
    return Cell(f"{number:,.0f}" if format == COUNT else f"{number:,.2f}", number, format)
