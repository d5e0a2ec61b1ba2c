"""The KPIs as one table: value, base and interval of each, by segment and by period."""

from collections.abc import Mapping

import duckdb
import numpy as np
import pandas as pd

from support_kpi import queries, statistics
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters

DIMENSIONS = ("all", "channel", "team", "tier", "priority", "source")
PERIODS = ("all", "day", "week", "month", "quarter", "year")
COLUMNS = ("kpi", "segment", "period", "value", "unit", "n", "low", "high", "note")
SMALL_BASE = 10
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
    return next(name for name in SOURCES if kpi in queries.load(name).kpis)


def reads_rows(kpi: str) -> bool:
    return source(kpi) in OF_ROWS


def frame(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    *,
    dimension: str = "all",
    every: str = "all",
    with_rows: bool = True,
    only: str | None = None,
) -> pd.DataFrame:
    """Every KPI, or one, by segment and period, columns `COLUMNS`; no data is null.

    Without a split each KPI has a row even when nothing is known of it. Unless `with_rows`, those
    that only the tickets themselves tell are left out: their cost grows with the tickets.
    """
    if dimension not in DIMENSIONS:
        raise UsageError(f'"{dimension}" is no dimension; use one of {", ".join(DIMENSIONS)}.')
    if every not in PERIODS:
        raise UsageError(f'"{every}" is no period; use one of {", ".join(PERIODS)}.')
    values = parameters(filters) | {"dimension": dimension, "every": every}
    sources = (source(only),) if only else SOURCES if with_rows else CUBED
    asked = [(queries.load(name), values) for name in ("definitions", *sources)]
    described, *parts = queries.run_all(connection, asked)
    measured = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    if not with_rows:
        described = described[~described["kpi"].map(reads_rows)]
    if only:
        described = described[described["kpi"] == only]
    return arranged(measured, described, values)


def arranged(
    measured: pd.DataFrame, described: pd.DataFrame, values: Mapping[str, object]
) -> pd.DataFrame:
    """Measured rows with unit, interval and note, in the order of the definitions."""
    is_whole = values["dimension"] == "all" and values["every"] == "all"
    known = described[["position", "kpi", "unit", "kind", "least_answers"]]
    rows = known.merge(measured, on="kpi", how="left" if is_whole else "inner")
    for name in ("part", "squares", "low", "high", "error", "months", "currency"):
        if name not in rows:
            rows[name] = None
    if is_whole:
        rows["segment"] = rows["segment"].fillna("all")
        rows["period"] = rows["period"].fillna(pd.Timestamp(str(values["start_date"])))
    numbers = ["value", "n", "part", "squares", "low", "high", "error", "months"]
    rows[numbers] = rows[numbers].astype("float64")
    rows["n"] = rows["n"].fillna(0)
    rows["period"] = pd.to_datetime(rows["period"]).dt.date
    rows["note"] = ""
    _add_intervals(rows)
    _add_money(rows)
    _mark_small_bases(rows, is_split=values["dimension"] != "all")
    return rows.sort_values(["position", "segment", "period"])[list(COLUMNS)].reset_index(drop=True)


def _add_intervals(rows: pd.DataFrame) -> None:
    kind, n = rows["kind"], rows["n"].to_numpy()
    part, squares = rows["part"].to_numpy(), rows["squares"].to_numpy()
    for name, (low, high) in {
        "share": statistics.wilson(part, n),
        "mean": statistics.mean_interval(part, squares, n),
        "nps": statistics.nps_interval(part, squares, n),
        "events": statistics.poisson_interval(part, n),
        "ratio": statistics.ratio_interval(rows["value"], rows["error"], rows["months"]),
    }.items():
        chosen = (kind == name).to_numpy() & rows["value"].notna().to_numpy()
        rows.loc[chosen, "low"] = np.asarray(low)[chosen]
        rows.loc[chosen, "high"] = np.asarray(high)[chosen]
    is_amount = kind.isin(["mean", "ratio"])
    rows.loc[is_amount, "low"] = rows.loc[is_amount, "low"].clip(lower=0)


def _add_money(rows: pd.DataFrame) -> None:
    is_money = rows["unit"] == "money"
    rows.loc[is_money, "unit"] = rows.loc[is_money, "currency"].fillna("money")


def _mark_small_bases(rows: pd.DataFrame, *, is_split: bool) -> None:
    """Under ten is marked; too few answers of people, in a group, are withheld."""
    is_based = rows["kind"].isin(["share", "mean", "percentile", "nps"]) & rows["value"].notna()
    rows.loc[is_based & (rows["n"] < SMALL_BASE), "note"] = f"fewer than {SMALL_BASE}"
    if is_split:
        least = rows["least_answers"].astype("float64")
        few = is_based & (rows["n"] < least)
        rows.loc[few, ["value", "low", "high"]] = np.nan
        rows.loc[few, "note"] = [
            f"withheld, fewer than {count:.0f} answers" for count in least[few]
        ]
