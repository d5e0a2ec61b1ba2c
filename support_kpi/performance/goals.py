"""What is compared with what, and how far it is meant to go."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from support_kpi.performance.measurement import OWN
from support_kpi.performance.questions import FILTERS


@dataclass(frozen=True)
class Goal:
    """The ratio of a measure to another, or the measure itself where there is no other; a limit,
    where there is one, is meant from `rows` on."""

    title: str
    measure: str
    unit: str
    to_measure: str
    to: str
    kind: Literal["at most", "at least"]
    limit: float | None
    rows: int


TEN_MILLION = 10_000_000
NO_FILTER, *FILTERED = FILTERS
GOALS = (
    Goal(
        "load a CSV, to DuckDB's typed read_csv into a table",
        "load",
        "s",
        "load",
        "DuckDB read_csv",
        "at most",
        2.0,
        TEN_MILLION,
    ),
    Goal(
        "load a CSV, to pandas.read_csv",
        "load",
        "s",
        "load",
        "pandas read_csv",
        "at most",
        3.0,
        TEN_MILLION,
    ),
    Goal(
        "memory of a load, to pandas.read_csv",
        "load",
        "MB",
        "load",
        "pandas read_csv",
        "at most",
        0.25,
        TEN_MILLION,
    ),
    Goal(
        "add a day, to the first load",
        "add a day",
        "processor s",
        "load",
        OWN,
        "at most",
        0.02,
        TEN_MILLION,
    ),
    Goal(
        "size of the store, to the export in gzip",
        "on disk",
        "MB",
        "on disk",
        "gzip",
        "at most",
        None,
        TEN_MILLION,
    ),
    *(
        Goal(
            f"{by} needs for a page, {name}, to ours",
            f"page, {name}",
            "ms",
            f"page, {name}",
            by,
            "at least",
            limit,
            TEN_MILLION,
        )
        for by, limits in (
            ("DuckDB", (45.0, 11.0)),
            ("pandas", (60.0, None)),
            ("polars", (None, None)),
        )
        for name, limit in zip(FILTERS, (limits[0], *[limits[1]] * len(FILTERED)), strict=True)
    ),
    *(
        Goal(
            f"{measure} in a browser, to the same charts from constants",
            measure,
            "ms",
            measure,
            "constants",
            "at most",
            limit,
            TEN_MILLION,
        )
        for measure, limit in (("filter change", 1.5), ("filter change, seen before", None))
    ),
    Goal(
        "pandas page needs for a filter change in a browser, to ours",
        "filter change",
        "ms",
        "filter change",
        "pandas",
        "at least",
        15.0,
        TEN_MILLION,
    ),
    Goal(
        "cold start to the first words in a browser, to an empty app",
        "cold start in a browser",
        "s",
        "cold start in a browser",
        "empty app",
        "at most",
        1.3,
        0,
    ),
    Goal("MB of an extra session", "an extra session", "MB", "", "", "at most", 2.0, 0),
    Goal("kB on the wire of a rerun", "a rerun on the wire", "kB", "", "", "at most", 40.0, 0),
    Goal(
        "95th percentile of a filter change with many sessions, to one alone",
        "p95 of a filter change",
        "ms",
        "p95 of a filter change",
        "one session",
        "at most",
        3.0,
        0,
    ),
)


def reached(measured: pd.DataFrame) -> pd.DataFrame:
    """Columns title, rows, ratio, low, high, goal, state; state is blank below its size."""
    found: list[dict[str, object]] = []
    for goal in GOALS:
        for rows in sorted(measured["rows"].unique()):
            ours = _rounds(measured, rows, goal.measure, OWN, goal.unit)
            other = pd.Series(1.0, ours.index)
            if goal.to:
                other = _rounds(measured, rows, goal.to_measure, goal.to, goal.unit)
            both = pd.concat([ours, other], axis=1, join="inner").dropna()
            if both.empty:
                continue
            ratios = both.iloc[:, 0] / both.iloc[:, 1]
            if goal.kind == "at least":
                ratios = 1 / ratios
            ratio = float(ratios.median())
            found.append(
                {
                    "title": goal.title,
                    "rows": rows,
                    "ratio": ratio,
                    "low": float(ratios.min()),
                    "high": float(ratios.max()),
                    "goal": "" if goal.limit is None else f"{goal.kind} {goal.limit:g}",
                    "state": "" if rows < goal.rows else _state(goal, ratio),
                }
            )
    return pd.DataFrame(found)


def _state(goal: Goal, ratio: float) -> str:
    if goal.limit is None:
        return ""
    is_met = ratio <= goal.limit if goal.kind == "at most" else ratio >= goal.limit
    return "met" if is_met else "missed"


def growth(measured: pd.DataFrame) -> pd.DataFrame:
    """Columns filter, rows, to_rows, ratio: a page at the largest size to the same at the least."""
    own = measured[(measured["by"] == OWN) & (measured["unit"] == "ms")]
    middle = own.groupby(["measure", "rows"])["value"].median().unstack()
    if middle.shape[1] < 2:
        return pd.DataFrame(columns=["measure", "rows", "to_rows", "ratio"])
    least, most = middle.columns.min(), middle.columns.max()
    return pd.DataFrame(
        {
            "measure": middle.index,
            "rows": most,
            "to_rows": least,
            "ratio": (middle[most] / middle[least]).to_numpy(),
        }
    )


def _rounds(measured: pd.DataFrame, rows: int, measure: str, by: str, unit: str) -> pd.Series:
    chosen = measured[
        (measured["rows"] == rows)
        & (measured["measure"] == measure)
        & (measured["by"] == by)
        & (measured["unit"] == unit)
    ]
    return chosen.set_index("round")["value"]
