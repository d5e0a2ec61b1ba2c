"""The own side from tickets, ratings, money and staff: KPIs, and what else the studies count."""

import math
from collections.abc import Callable
from datetime import date
from functools import cached_property, partial

import duckdb
import numpy as np
import pandas as pd

from support_kpi import kpis, queries, statistics
from support_kpi.benchmarks.sides import Own, Unknown
from support_kpi.comparisons import changes
from support_kpi.filters import UNCOVERED, Filters, comparable, data_days, is_covered, parameters

# The KPIs of a query under filters, by a dimension.
Split = Callable[[Filters, str, str], pd.DataFrame]
OF_REQUESTERS = {
    "requesters_with_3_to_5_channels_rate",
    "escalation_rate",
    "patience_60_minutes_rate",
}


class Measured:
    """KPIs under the filters, split as the figures ask; each query is asked once, when needed.

    `split` asks it, where somebody may have done so already.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, filters: Filters, split: Split | None = None
    ) -> None:
        self.connection, self.filters = connection, filters
        self.split = split or partial(_split, connection)
        self.frames: dict[tuple[Filters, str, str], pd.DataFrame] = {}

    def own(self, figure: pd.Series) -> Own | Unknown:
        """The own value of a figure that counts no respondents."""
        measure = str(figure["measure"])
        if measure == "query":
            return self._fact(figure)
        if measure == "kpi_change":
            return self.change(str(figure["own_kpi"]))
        own = self._kpi(figure, str(figure["own_segment"]))
        if measure == "kpi" or isinstance(own, Unknown):
            return own
        against = self._kpi(figure, str(figure["against"]))
        if isinstance(against, Unknown):
            return against
        return _difference(own, against, is_relative=measure == "kpi_relative_change")

    def kpi(self, name: str) -> Own | Unknown:
        """A KPI of the whole selection."""
        return self._found(name, "all")

    @cached_property
    def facts(self) -> pd.DataFrame:
        return queries.run(self.connection, queries.load("study_facts"), parameters(self.filters))

    @cached_property
    def of_requesters(self) -> pd.DataFrame:
        """Facts that only the tickets themselves tell, read when a figure asks for one."""
        values = parameters(self.filters)
        return queries.run(self.connection, queries.load("study_requesters"), values)

    @cached_property
    def before(self) -> Filters | None:
        """The compared period; None without one."""
        return comparable(self.filters, self.extent[0])

    @cached_property
    def described(self) -> pd.DataFrame:
        return queries.run(self.connection, queries.load("definitions"), {})

    @cached_property
    def extent(self) -> tuple[date | None, date | None]:
        """The first and the last day that hold data."""
        return data_days(queries.run(self.connection, queries.load("data_extent"), {}))

    @property
    def is_covered(self) -> bool:
        return is_covered(self.filters, *self.extent)

    def _kpi(self, figure: pd.Series, segment: str) -> Own | Unknown:
        own = self._found(str(figure["own_kpi"]), segment)
        if isinstance(own, Own) and str(figure["unit"]).startswith("usd") and own.unit != "USD":
            return Unknown(f"published in USD, own in {own.unit}; nothing is converted")
        return own

    def _found(self, kpi: str, segment: str) -> Own | Unknown:
        dimension, _, name = segment.partition("=")
        rows = self._frame(self.filters, dimension if name else "all", kpi)
        rows = rows.set_index(["kpi", "segment"])
        key = (kpi, name or "all")
        if key not in rows.index or pd.isna(rows.loc[key, "value"]):
            return Unknown(f"no own value of {_said(kpi)} in this selection ({segment})")
        return _as_own(rows.loc[key])

    def _frame(self, filters: Filters, dimension: str, kpi: str) -> pd.DataFrame:
        """The KPIs that are computed with this one."""
        asked = (filters, dimension, kpis.source(kpi))
        if asked not in self.frames:
            self.frames[asked] = self.split(*asked)
        return self.frames[asked]

    def _fact(self, figure: pd.Series) -> Own | Unknown:
        name, segment = str(figure["own_kpi"]), str(figure["own_segment"])
        if pd.notna(figure["threshold"]):
            name = f"{name.removesuffix('_rate')}_{figure['threshold']:.0f}_rate"
        if isinstance(figure["against"], str) and figure["against"]:
            segment = f"{segment};{figure['against']}"
        facts = self.of_requesters if name in OF_REQUESTERS else self.facts
        rows = facts[(facts["fact"] == name) & (facts["segment"] == segment)]
        if rows.empty:
            return Unknown(f"the loaded exports do not tell {_said(name)} ({segment})")
        found = rows.iloc[0]
        if pd.isna(found["part"]):
            return _as_own(found)
        low, high = statistics.wilson(found["part"], found["n"])
        return Own(
            float(found["value"]), str(found["unit"]), float(found["n"]), float(low), float(high)
        )

    def change(self, name: str) -> Own | Unknown:
        """By how much a KPI of the whole selection differs from the compared period."""
        if self.before is None:
            return Unknown(
                "no period to compare with is chosen, or the data do not reach back to it"
            )
        now, before = (
            rows[rows["kpi"] == name]
            for rows in (self._frame(one, "all", name) for one in (self.filters, self.before))
        )
        row = changes(
            now, before, self.described, self.filters, self.before, is_covered=self.is_covered
        ).iloc[0]
        if pd.notna(row["compared_value"]) and row["kind"] == "count" and not self.is_covered:
            return Unknown(UNCOVERED)
        if pd.isna(row["change_rate"]):
            return Unknown(f"{_said(name)} has no value in both periods")
        scale = abs(row["compared_value"])
        low, high = (
            None if pd.isna(row[end]) or not scale else float(row[end] / scale)
            for end in ("change_low", "change_high")
        )
        return Own(float(row["change_rate"]), "relative change", float(row["n"]), low, high)


def _split(
    connection: duckdb.DuckDBPyConnection, filters: Filters, dimension: str, source: str
) -> pd.DataFrame:
    return kpis.frame(connection, filters, dimension=dimension, sources=(source,))


def _as_own(found: pd.Series) -> Own:
    low, high = (None if pd.isna(found[end]) else float(found[end]) for end in ("low", "high"))
    return Own(float(found["value"]), str(found["unit"]), float(found["n"]), low, high)


def _said(name: str) -> str:
    return name.replace("_", " ")


def _difference(own: Own, against: Own, *, is_relative: bool) -> Own | Unknown:
    """One KPI less another, or by how much it is more, with an interval where both have one."""
    low, high = (
        None if np.isnan(end) else float(end)
        for end in statistics.difference(own.value, _ends(own), against.value, _ends(against))
    )
    gap = own.value - against.value
    unit = f"{own.unit} difference" if own.unit == "share" else own.unit
    if not is_relative:
        return Own(gap, unit, own.n, low, high)
    if not against.value:
        return Unknown("the group it is set against has a value of 0")
    scale = against.value
    return Own(
        gap / scale,
        "relative change",
        own.n,
        None if low is None else low / scale,
        None if high is None else high / scale,
    )


def _ends(own: Own) -> tuple[float, float]:
    return (
        math.nan if own.low is None else own.low,
        math.nan if own.high is None else own.high,
    )
