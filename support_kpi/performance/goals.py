"""What is compared with what, and how far it is meant to go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from support_kpi.performance.measurement import OWN
from support_kpi.performance.questions import FILTERS

Limits = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Goal:
    """The ratio of a measure to another, or the measure itself where there is no other. Each limit
    is meant from so many tickets on, until the next."""

    title: str
    measure: str
    unit: str
    kind: Literal["at most", "at least"]
    limits: Limits = ()
    to: str = ""
    to_measure: str = ""

    def limit(self, rows: int) -> tuple[float, bool] | None:
        """What is meant at this size, and whether it is judged there already."""
        if not self.limits:
            return None
        below = [limit for least, limit in self.limits if least <= rows]
        return (below[-1], True) if below else (self.limits[0][1], False)


MILLION, TEN_MILLION, FIFTY_MILLION = 1_000_000, 10_000_000, 50_000_000
STRICT = "DuckDB read_csv, strict"
GROWTH = "a page with its worst filter, to the same of 1,000,000 tickets"
MOST_GROWTH = 1.5
NO_FILTER, *FILTERED = FILTERS


def _at(limit: float, rows: int = TEN_MILLION) -> Limits:
    return ((rows, limit),)


def _page(by: str, whole: Limits, filtered: Limits) -> list[Goal]:
    return [
        Goal(
            f"{by} needs for a page, {name}, to ours",
            f"page, {name}",
            "ms",
            "at least",
            whole if name == NO_FILTER else filtered,
            to=by,
        )
        for name in FILTERS
    ]


GOALS = (
    Goal(
        "load a CSV, to DuckDB's typed read_csv into a table",
        "load",
        "s",
        "at most",
        _at(2.0),
        to="DuckDB read_csv",
    ),
    Goal("load a CSV, to pandas.read_csv", "load", "s", "at most", _at(3.0), to="pandas read_csv"),
    Goal(
        "memory of a load, to pandas.read_csv",
        "load",
        "MB",
        "at most",
        _at(0.25),
        to="pandas read_csv",
    ),
    Goal(
        "read a CSV with bad cells and keep the others, to DuckDB that leaves out their rows",
        "read, 1 bad cell in 1,000 rows",
        "s",
        "at most",
        _at(1.0, MILLION),
        to=STRICT,
    ),
    Goal(
        "read a CSV with bad cells, to the same without",
        "read, 1 bad cell in 1,000 rows",
        "s",
        "at most",
        _at(1.1, MILLION),
        to=OWN,
        to_measure="read, no bad cell",
    ),
    Goal(
        "add a day, to the first load",
        "add a day",
        "processor s",
        "at most",
        _at(0.02),
        to=OWN,
        to_measure="load",
    ),
    Goal("size of the store, to the export in gzip", "on disk", "MB", "at most", to="gzip"),
    *_page(
        "DuckDB",
        ((TEN_MILLION, 45.0), (FIFTY_MILLION, 200.0)),
        ((TEN_MILLION, 11.0), (FIFTY_MILLION, 33.0)),
    ),
    *_page("pandas", _at(60.0), ()),
    *_page("polars", (), ()),
    *_page("Superset", _at(40.0), _at(40.0)),
    *(
        Goal(
            f"{measure} in a browser, to the same charts from constants",
            measure,
            "ms",
            "at most",
            limits,
            to="constants",
        )
        for measure, limits in (("filter change", _at(1.5)), ("filter change, seen before", ()))
    ),
    Goal(
        "pandas page needs for a filter change in a browser, to ours",
        "filter change",
        "ms",
        "at least",
        _at(15.0),
        to="pandas",
    ),
    Goal(
        "cold start to the first words in a browser, to an empty app",
        "cold start in a browser",
        "s",
        "at most",
        _at(1.3, 0),
        to="empty app",
    ),
    Goal("MB of an extra session", "an extra session", "MB", "at most", _at(2.0, 0)),
    Goal("kB on the wire of a rerun", "a rerun on the wire", "kB", "at most", _at(40.0, 0)),
    Goal(
        "95th percentile of a filter change with many sessions, to one alone",
        "p95 of a filter change",
        "ms",
        "at most",
        _at(3.0, 0),
        to="one session",
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
                to_measure = goal.to_measure or goal.measure
                other = _rounds(measured, rows, to_measure, goal.to, goal.unit)
            ratios = (ours / other if goal.kind == "at most" else other / ours).dropna()
            if len(ratios):
                found.append(_judged(goal.title, rows, ratios, goal.kind, goal.limit(rows)))
    return pd.DataFrame([*found, *_growing(measured)])


def _judged(
    title: str, rows: int, ratios: pd.Series, kind: str, limit: tuple[float, bool] | None
) -> dict[str, object]:
    ratio, goal, state = float(ratios.median()), "", ""
    if limit:
        goal = f"{kind} {limit[0]:g}"
        is_met = ratio <= limit[0] if kind == "at most" else ratio >= limit[0]
        state = ("met" if is_met else "missed") if limit[1] else ""
    return {
        "title": title,
        "rows": rows,
        "ratio": ratio,
        "low": float(ratios.min()),
        "high": float(ratios.max()),
        "goal": goal,
        "state": state,
    }


def _growing(measured: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Our page at each size beyond a million to that at a million, under the filter that costs
    most of them."""
    for rows in sorted(one for one in measured["rows"].unique() if one > MILLION):
        ratios = [
            (
                _rounds(measured, rows, f"page, {name}", OWN, "ms")
                / _rounds(measured, MILLION, f"page, {name}", OWN, "ms")
            ).dropna()
            for name in FILTERS
        ]
        worst = max(filter(len, ratios), key=lambda one: one.median(), default=None)
        if worst is not None:
            limit = (MOST_GROWTH, rows >= FIFTY_MILLION)
            yield _judged(GROWTH, rows, worst, "at most", limit)


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
