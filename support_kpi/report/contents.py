"""What a report is made of, the same for every format."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from support_kpi.charts import Drawing

Kind = Literal["text", "count", "value", "interval", "change", "estimate", "period"]
Form = Literal["lines", "columns", "bars", "stack"]


@dataclass(frozen=True)
class Column:
    """One column for people; it may draw on several of the frame, named in the order of its kind.

    interval: low, high; change: change and, where it makes sense, its rate; estimate: value, n and,
    where known, low and high. Without a `unit` each row has its own in the column `unit`; the unit
    of a period is its step. `words` names texts that stand before a value, or instead of one that
    is missing.
    """

    heading: str
    kind: Kind
    names: tuple[str, ...]
    unit: str = ""
    words: str = ""


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    frame: pd.DataFrame


@dataclass(frozen=True)
class Plot:
    """The series of a chart without intervals, for formats whose charts can be edited.

    The index of the frame names the places, each column is a series.
    """

    form: Form
    frame: pd.DataFrame
    unit: str = ""


@dataclass(frozen=True)
class Section:
    """One question: `lead` answers it or says that there is nothing, `definition` says how."""

    title: str
    lead: str
    table: Table | None = None
    chart: Drawing | None = None
    alt_text: str = ""
    note: str = ""
    definition: str = ""
    plot: Plot | None = None


@dataclass(frozen=True)
class Report:
    """`about` says period, filters and data date, `base` how many tickets and answers that is."""

    title: str
    about: str
    base: str
    against: str
    snapshot: int | None
    data_date: date | None
    is_synthetic: bool
    sections: tuple[Section, ...]

    @property
    def line(self) -> str:
        """What every page, slide and sheet says of itself."""
        parts = [self.about, f"n = {self.base}"]
        if self.snapshot is not None:
            parts.append(f"snapshot {self.snapshot}")
        return " · ".join(parts)

    @property
    def last_day(self) -> str:
        return f"{self.data_date.day} {self.data_date:%b %Y}" if self.data_date else ""

    @property
    def badge(self) -> str:
        return "Synthetic sample data" if self.is_synthetic else ""
