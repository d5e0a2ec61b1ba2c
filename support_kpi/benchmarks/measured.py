"""The own side from tickets, ratings, money and staff: KPIs, and what else the studies count."""

import math
from datetime import date
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd

from support_kpi import kpis, queries, statistics
from support_kpi.benchmarks.sides import Own, Unknown
from support_kpi.comparisons import changes
from support_kpi.filters import UNCOVERED, Filters, comparable, data_days, is_covered, parameters


class Measured:
    """KPIs under the filters, split as the figures ask; each split is counted once, when needed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, filters: Filters) -> None:
        self.connection, self.filters = connection, filters
        self.frames: dict[str, pd.DataFrame] = {}

    def own(self, figure: pd.Series) -> Own | Unknown:
        """The own value of a figure that counts no respondents."""
        measure = str(figure["measure"])
        if measure == "query":
            return self._fact(figure)
        if measure == "kpi_change":
            return self._change(figure)
        own = self._kpi(figure, str(figure["own_segment"]))
        if measure == "kpi" or isinstance(own, Unknown):
            return own
        against = self._kpi(figure, str(figure["against"]))
        if isinstance(against, Unknown):
            return against
        return _difference(own, against, is_relative=measure == "kpi_relative_change")

    @cached_property
    def facts(self) -> pd.DataFrame:
        return queries.run(self.connection, queries.load("study_facts"), parameters(self.filters))

    @cached_property
    def changed(self) -> pd.DataFrame | None:
        """The KPIs against the compared period, by KPI; None without one."""
        before = comparable(self.filters, self.extent[0])
        if before is None:
            return None
        described = queries.run(self.connection, queries.load("definitions"), {})
        rows = changes(
            self._frame("all").reset_index(),
            kpis.frame(self.connection, before),
            described,
            self.filters,
            before,
            is_covered=self.is_covered,
        )
        return rows.set_index("kpi")

    @cached_property
    def extent(self) -> tuple[date | None, date | None]:
        """The first and the last day that hold data."""
        return data_days(queries.run(self.connection, queries.load("data_extent"), {}))

    @property
    def is_covered(self) -> bool:
        return is_covered(self.filters, *self.extent)

    def _kpi(self, figure: pd.Series, segment: str) -> Own | Unknown:
        dimension, _, name = segment.partition("=")
        rows = self._frame(dimension if name else "all")
        key = (str(figure["own_kpi"]), name or "all")
        if key not in rows.index or pd.isna(rows.loc[key, "value"]):
            return Unknown(f"no own value of {key[0]} in this selection ({segment})")
        found = rows.loc[key]
        unit = str(found["unit"])
        if str(figure["unit"]).startswith("usd") and unit != "USD":
            return Unknown(f"published in USD, own in {unit}; nothing is converted")
        low, high = (None if pd.isna(found[end]) else float(found[end]) for end in ("low", "high"))
        return Own(float(found["value"]), unit, float(found["n"]), low, high)

    def _frame(self, dimension: str) -> pd.DataFrame:
        if dimension not in self.frames:
            rows = kpis.frame(self.connection, self.filters, dimension=dimension)
            self.frames[dimension] = rows.set_index(["kpi", "segment"])
        return self.frames[dimension]

    def _fact(self, figure: pd.Series) -> Own | Unknown:
        name, segment = str(figure["own_kpi"]), str(figure["own_segment"])
        if pd.notna(figure["threshold"]):
            name = f"{name.removesuffix('_rate')}_{figure['threshold']:.0f}_rate"
        if isinstance(figure["against"], str) and figure["against"]:
            segment = f"{segment};{figure['against']}"
        facts = self.facts
        rows = facts[(facts["fact"] == name) & (facts["segment"] == segment)]
        if rows.empty:
            return Unknown(f"the loaded exports do not tell {name} ({segment})")
        found = rows.iloc[0]
        if pd.isna(found["part"]):
            return Own(float(found["value"]), str(found["unit"]), float(found["n"]))
        low, high = statistics.wilson(found["part"], found["n"])
        return Own(
            float(found["value"]), str(found["unit"]), float(found["n"]), float(low), float(high)
        )

    def _change(self, figure: pd.Series) -> Own | Unknown:
        if self.changed is None:
            return Unknown(
                "no period to compare with is chosen, or the data do not reach back to it"
            )
        row = self.changed.loc[str(figure["own_kpi"])]
        if pd.notna(row["compared_value"]) and row["kind"] == "count" and not self.is_covered:
            return Unknown(UNCOVERED)
        if pd.isna(row["change_rate"]):
            return Unknown(f"{figure['own_kpi']} has no value in both periods")
        scale = abs(row["compared_value"])
        low, high = (
            None if pd.isna(row[end]) or not scale else float(row[end] / scale)
            for end in ("change_low", "change_high")
        )
        return Own(float(row["change_rate"]), "relative change", float(row["n"]), low, high)


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
