"""The published side: a line, a band or a one-sided band, in the unit of the own side."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from support_kpi import statistics
from support_kpi.benchmarks.sides import Band

FACTORS = {
    ("percent", "share"): 0.01,
    ("percent", "share difference"): 0.01,
    ("percent", "relative change"): 0.01,
    ("percent", "rate"): 0.01,
    ("minutes", "hours"): 1 / 60,
    ("days", "hours"): 24.0,
}
LEAST = {"share": 0.0, "rank": 1.0, "count": 0.0, "hours": 0.0}
MOST = {"share": 1.0}
SHAPES = {"exact": "line", "approx": "dashed line", "gt": "above", "lt": "below", "range": "band"}
# The document prints 10 minutes to 12 hours, other sources 12 hours 10 minutes.
MISPRINTED_LOW = ("liveagent.response_time.actual.average",)


def published(figure: pd.Series, unit: str) -> Band:
    """The figure as a band; without an own unit a share is one, others keep their printed unit."""
    printed = str(figure["unit"])
    if not unit and (printed, figure["statistic"]) == ("percent", "share"):
        unit = "share"
    factor = FACTORS.get((printed, unit), 1.0)
    unit = unit or printed
    if figure["statistic"] == "comparison":
        return _direction(figure, unit)
    value, low, high = (_scaled(figure[name], factor) for name in ("value", "low", "high"))
    n = None
    if pd.notna(figure["sample_size"]) and not _is_of_subgroup(figure):
        n = float(figure["sample_size"])
    comparator = figure["comparator"]
    if comparator == "gt":
        return Band(unit, value, value, MOST.get(unit, math.inf), n, "published as more than")
    if comparator == "lt":
        return Band(unit, value, LEAST.get(unit, -math.inf), value, n, "published as less than")
    if comparator == "range":
        if figure["figure_id"] in MISPRINTED_LOW:
            low = None
        return Band(
            unit,
            value,
            LEAST.get(unit, -math.inf) if low is None else low,
            MOST.get(unit, math.inf) if high is None else high,
            n,
            "published as a range",
        )
    return _with_margin(figure, Band(unit, value, n=n), factor)


def shape(figure: pd.Series) -> str:
    """How the published side is drawn: a line, a dashed line, a band, one open above or below."""
    if figure["statistic"] == "comparison":
        return "direction"
    return SHAPES.get(str(figure["comparator"]), "none")


def _with_margin(figure: pd.Series, band: Band, factor: float) -> Band:
    """A margin of error where the study says how many were asked: for its whole sample only."""
    if figure["statistic"] == "share" and _is_of_subgroup(figure):
        return replace(
            band, note="the study prints no size of this subgroup, so its side has no interval"
        )
    if figure["statistic"] != "share" or band.n is None or band.value is None:
        return band
    share = band.value / factor / 100
    scale = band.value / share if share else 1.0
    low, high = (
        float(np.asarray(end)) * scale for end in statistics.wilson(share * band.n, band.n)
    )
    return Band(band.unit, band.value, low, high, band.n)


def _is_of_subgroup(figure: pd.Series) -> bool:
    """The sample size that is printed is that of the whole study."""
    dimension = figure["segment_dimension"]
    return pd.notna(dimension) and dimension not in ("all", "case_study")


def _direction(figure: pd.Series, unit: str) -> Band:
    """What a claim without a number asks of the own side."""
    edge = 0.0 if pd.isna(figure["threshold"]) else float(figure["threshold"])
    edge = edge / 100 if unit == "share" else edge
    floor = LEAST.get(unit, -math.inf) if unit != "share difference" else -math.inf
    sides = {
        "above": (edge, math.inf),
        "at_least": (edge, MOST.get(unit, math.inf)),
        "below": (-math.inf, edge),
        "at_most": (floor, edge),
    }
    low, high = sides.get(str(figure["sense"]), (-math.inf, math.inf))
    return Band(unit, low=low, high=high, note="a direction without a number", is_direction=True)


def _scaled(value: object, factor: float) -> float | None:
    return None if pd.isna(value) else float(str(value)) * factor
