"""The KPIs as one table: value, base and interval of each, by segment and by period."""

from collections.abc import Mapping, Sequence
from functools import cache

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from support_kpi import queries, statistics
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters
from support_kpi.schema import PRIORITIES

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
DIMENSIONS = ("all", "channel", "team", "tier", "priority", "source")
PERIODS = ("all", "day", "week", "month", "quarter", "year")
COLUMNS = ("kpi", "segment", "period", "value", "unit", "n", "low", "high", "note")
NUMBERS = ("value", "n", "part", "squares", "low", "high", "error", "months")
SMALL_BASE = 10
BASED = ("share", "mean", "percentile", "nps")
INTERVALS = {
    "share": (statistics.wilson, ("part", "n")),
    "mean": (statistics.mean_interval, ("part", "squares", "n")),
    "nps": (statistics.nps_interval, ("part", "squares", "n")),
    "events": (statistics.poisson_interval, ("part", "n")),
    "ratio": (statistics.ratio_interval, ("value", "error", "months")),
}
CUBED = (
    "kpi_tickets",
    "kpi_percentiles",
    "kpi_backlog",
    "kpi_responses",
    "kpi_costs",
    "kpi_staff",
)
# Who counts once in a period cannot be added up from days.
OF_ROWS = ("kpi_requesters",)
SOURCES = (*CUBED, *OF_ROWS)


def source(kpi: str) -> str:
    """The query that computes a KPI."""
    return _sources()[kpi]


@cache
def _sources() -> Mapping[str, str]:
    return {kpi: name for name in SOURCES for kpi in queries.load(name).kpis}


def reads_rows(kpi: str) -> bool:
    return source(kpi) in OF_ROWS


def frame(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    *,
    dimension: str = "all",
    every: str = "all",
    sources: Sequence[str] = SOURCES,
) -> pd.DataFrame:
    """The KPIs that these queries compute, by segment and period, columns `COLUMNS`; no data is
    null. Without a split each has a row even when nothing is known of it."""
    if dimension not in DIMENSIONS:
        raise UsageError(f'"{dimension}" is no dimension; use one of {", ".join(DIMENSIONS)}.')
    if every not in PERIODS:
        raise UsageError(f'"{every}" is no period; use one of {", ".join(PERIODS)}.')
    values = parameters(filters) | {"dimension": dimension, "every": every}
    asked = [(queries.load(name), values) for name in ("definitions", *sources)]
    described, *parts = queries.run_all(connection, asked)
    measured = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return arranged(measured, described[described["kpi"].map(source).isin(sources)], values)


def arranged(
    measured: pd.DataFrame, described: pd.DataFrame, values: Mapping[str, object]
) -> pd.DataFrame:
    """Measured rows with unit, interval and note, in the order of the definitions."""
    is_whole = values["dimension"] == "all" and values["every"] == "all"
    known = described[["position", "kpi", "unit", "kind", "least_answers"]]
    rows = known.merge(measured, on="kpi", how="left" if is_whole else "inner")
    if is_whole:
        rows["segment"] = rows["segment"].fillna("all")
        rows["period"] = rows["period"].fillna(pd.Timestamp(str(values["start_date"])))
    # As arrays: each step on a frame takes longer than the work in it.
    kind = rows["kind"].to_numpy()
    numbers = {name: _numbers(rows, name) for name in (*NUMBERS, "least_answers")}
    numbers["n"] = np.nan_to_num(numbers["n"])
    _add_intervals(kind, numbers)
    notes = _small_bases(kind, numbers, is_split=values["dimension"] != "all")
    found = pd.DataFrame(
        {
            "position": rows["position"],
            "kpi": rows["kpi"],
            "segment": rows["segment"],
            "period": pd.to_datetime(rows["period"]).dt.date,
            "value": numbers["value"],
            "unit": _units(rows),
            "n": numbers["n"],
            "low": numbers["low"],
            "high": numbers["high"],
            "note": notes,
        }
    )
    found["rank"] = _ranks(found["segment"]) if values["dimension"] == "priority" else 0
    found = found.sort_values(["position", "rank", "segment", "period"], ignore_index=True)
    return found[list(COLUMNS)]


def _ranks(priorities: pd.Series) -> pd.Series:
    """Where each stands, the most urgent first, one that is not known last."""
    places = {name: place for place, name in enumerate(PRIORITIES)}
    return priorities.map(places).fillna(len(places))


def _numbers(rows: pd.DataFrame, name: str) -> Floats:
    """A column as numbers, NaN where there is none."""
    if name not in rows:
        return np.full(len(rows), np.nan)
    return rows[name].to_numpy("float64", na_value=np.nan, copy=True)


def _add_intervals(kind: Texts, numbers: dict[str, Floats]) -> None:
    for name, (interval, given) in INTERVALS.items():
        chosen = (kind == name) & ~np.isnan(numbers["value"])
        if chosen.any():
            low, high = interval(*(numbers[column][chosen] for column in given))
            is_amount = name in ("mean", "ratio")
            numbers["low"][chosen] = np.maximum(low, 0) if is_amount else low
            numbers["high"][chosen] = high


def _units(rows: pd.DataFrame) -> pd.Series:
    if "currency" not in rows:
        return rows["unit"]
    return rows["unit"].where(rows["unit"] != "money", rows["currency"].fillna("money"))


def _small_bases(kind: Texts, numbers: dict[str, Floats], *, is_split: bool) -> Texts:
    """Under ten is marked; too few answers of people, in a group, are withheld."""
    n, least = numbers["n"], numbers["least_answers"]
    notes = np.full(len(n), "", object)
    is_based = np.isin(kind.astype(str), BASED) & ~np.isnan(numbers["value"])
    notes[is_based & (n < SMALL_BASE)] = f"fewer than {SMALL_BASE}"
    if is_split:
        few = is_based & (n < least)
        for name in ("value", "low", "high"):
            numbers[name][few] = np.nan
        notes[few] = [f"withheld, fewer than {count:.0f} answers" for count in least[few]]
    return notes
