"""What a report is about: a snapshot through filters, with the frames that sections share."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import duckdb
import pandas as pd

from support_kpi import comparisons, kpis, queries, targets
from support_kpi.filters import (
    Every,
    Filters,
    against,
    comparable,
    data_days,
    fitting,
    is_covered,
    marked,
    parameters,
)
from support_kpi.schema import EDITIONS

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Subject:
    """`compared` is None where there is nothing to compare with; `data_start` with no data."""

    connection: duckdb.DuckDBPyConnection
    filters: Filters
    compared: Filters | None
    data_start: date | None
    data_end: date | None

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, filters: Filters) -> "Subject":
        start, end = data_days(queries.run(connection, queries.load("data_extent"), {}))
        return cls(connection, filters, comparable(filters, start), start, end)

    @property
    def every(self) -> Every:
        return fitting(self.filters.days)

    @property
    def against(self) -> str:
        """What the numbers are compared with, in one sentence."""
        told = against(self.filters, self.data_start, self.data_end)
        if told is None:
            return "Not compared: no other period is chosen, or the data do not reach back to it."
        return f"{told[0].upper()}{told[1:]}."

    @cached_property
    def described(self) -> pd.DataFrame:
        """The definitions, by KPI."""
        return self.result("definitions").set_index("kpi", drop=False).rename_axis(None)

    @cached_property
    def whole(self) -> pd.DataFrame:
        return self.split("all")

    @cached_property
    def course(self) -> pd.DataFrame:
        """Every KPI step by step, with `is_complete`."""
        return self.marked(_printable(kpis.frame(self.connection, self.filters, every=self.every)))

    @cached_property
    def by_channel(self) -> pd.DataFrame:
        return self.split("channel")

    @cached_property
    def notes(self) -> pd.DataFrame:
        """What happened in the period."""
        return self.result("annotations")

    @cached_property
    def levels(self) -> pd.DataFrame:
        """What the KPIs are to reach under the filters, month by month."""
        return self.result("target_levels")

    def judged(self, dimension: str) -> pd.DataFrame:
        """Every KPI, segment and month that has a target, with its verdict."""
        levels = self.result("target_levels", dimension=dimension)
        if levels.empty:
            return levels
        rows = kpis.frame(self.connection, self.filters, dimension=dimension, every="month")
        months = self.marked(_printable(rows), "month")
        return targets.assessed(
            months.assign(period=pd.to_datetime(months["period"])),
            levels.assign(period=pd.to_datetime(levels["period"])),
            self.described,
        )

    def split(self, dimension: str) -> pd.DataFrame:
        return _printable(kpis.frame(self.connection, self.filters, dimension=dimension))

    def result(self, name: str, **more: object) -> pd.DataFrame:
        """The rows of a query under the filters."""
        fixed = {"every": self.every, "dimension": "all", "edition": EDITIONS[0]}
        values = parameters(self.filters) | fixed | more
        return _printable(queries.run(self.connection, queries.load(name), values))

    def changes(self, now: pd.DataFrame, dimension: str) -> pd.DataFrame | None:
        """KPIs against the compared period."""
        if self.compared is None:
            return None
        before = _printable(kpis.frame(self.connection, self.compared, dimension=dimension))
        return comparisons.changes(
            now,
            before,
            self.described,
            self.filters,
            self.compared,
            is_covered=is_covered(self.filters, self.data_start, self.data_end),
        )

    def marked(self, frame: pd.DataFrame, every: Every | None = None) -> pd.DataFrame:
        """The frame with `is_complete`: whether its period lies whole within filter and data."""
        return marked(frame, self.filters, every or self.every, self.data_start, self.data_end)

    def tickets(self) -> float:
        rows = self.whole.set_index("kpi")
        return float(rows.loc["tickets_created", "n"])


def printable(text: str) -> str:
    """The text without the characters that no XML may hold, each shown as one unknown."""
    return UNPRINTABLE.sub("\ufffd", text)


def definition(name: str) -> str:
    """How a query counts: its title, its note and where it stands."""
    query = queries.load(name)
    note = f" Note: {query.note}" if query.note else ""
    return f"{query.title}{note} (queries/{name}.sql)"


def _printable(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {
        name: frame[name].map(lambda value: printable(value) if isinstance(value, str) else value)
        for name in frame.columns
        if pd.api.types.is_string_dtype(frame[name]) or frame[name].dtype == object
    }
    return frame.assign(**texts)
