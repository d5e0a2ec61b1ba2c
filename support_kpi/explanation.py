"""Why a rate moved: effects of its segments, what misleads, the few segments that explain most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from support_kpi import kpis, statistics
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters

DIMENSIONS = ("channel", "team", "tier", "priority")
KINDS = ("share", "mean", "nps")
SOURCES = ("kpi_tickets", "kpi_responses")
EXPLAINED, MOST = 0.8, 5
WITHIN: Mapping[str, Mapping[str, object]] = {
    f"within_{limit}_rate": {
        "kpi": f"within_{limit}_rate",
        "label": f"First reply within {limit.replace('_', ' ')}",
        "subject": "speed",
        "unit": "share",
        "kind": "share",
        "better": "higher",
        "anchor": "created",
        "formula": f"First replies within {limit.replace('_', ' ')} divided by tickets with one.",
        "exclusions": "Tickets without a reply, created by agents, or calls.",
        "basis": "tickets with a first reply",
        "reference": "house rule",
    }
    for limit in ("15_minutes", "4_hours")
}
COLUMNS = (
    "segment",
    "compared_value",
    "value",
    "compared_n",
    "n",
    "compared_base_share",
    "base_share",
    "rate_effect",
    "rate_effect_low",
    "rate_effect_high",
    "mix_effect",
    "mix_effect_low",
    "mix_effect_high",
    "effect",
    "effect_low",
    "effect_high",
    "effect_share",
    "unit",
)


@dataclass(frozen=True)
class Part:
    """An amount of change and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Explanation:
    """The change of one KPI: `rows` are its segments, the one with the largest effect first.

    `telling` are the few segments that make up most of the effects.
    """

    kpi: str
    dimension: str
    compared_value: float
    value: float
    compared_n: float
    n: float
    change: Part
    rate: Part
    mix: Part
    telling: tuple[str, ...]
    warnings: tuple[str, ...]
    rows: pd.DataFrame


def rates(described: pd.DataFrame) -> pd.DataFrame:
    """The KPIs that can be explained, with their definitions, by name."""
    is_known = described["kind"].isin(KINDS) & described["kpi"].map(kpis.source).isin(SOURCES)
    known = described[is_known]
    within = pd.DataFrame([dict(one) for one in WITHIN.values()])
    return pd.concat([known, within], ignore_index=True).set_index("kpi", drop=False)


def values(filters: Filters, compared: Filters, kpi: str, dimension: str) -> dict[str, object]:
    """The parameters of the query."""
    if dimension not in DIMENSIONS:
        raise UsageError(f'"{dimension}" is no dimension; use one of {", ".join(DIMENSIONS)}.')
    span = {"compared_start": compared.start, "compared_end": compared.end}
    return parameters(filters) | span | {"kpi": kpi, "dimension": dimension}


def explained(rows: pd.DataFrame, meaning: pd.Series, dimension: str) -> Explanation | None:
    """The rows of `why_it_moved` explained; None where a period has nothing to compare."""
    n, compared_n = float(rows["n"].sum()), float(rows["compared_n"].sum())
    if not n or not compared_n:
        return None
    kind = str(meaning["kind"])
    found = statistics.effects(
        rows["n"],
        rows["part"] / rows["n"].where(rows["n"] > 0),
        _variance(kind, rows["part"], rows["squares"], rows["n"]),
        rows["compared_n"],
        rows["compared_part"] / rows["compared_n"].where(rows["compared_n"] > 0),
        _variance(kind, rows["compared_part"], rows["compared_squares"], rows["compared_n"]),
    )
    intervals = {
        "rate_effect": found.rate_interval,
        "mix_effect": found.mix_interval,
        "effect": found.effect_interval,
    }
    bounds = {
        f"{name}_{side}": interval[at][:-1]
        for name, interval in intervals.items()
        for at, side in enumerate(("low", "high"))
    }
    rows = rows.assign(**bounds, unit=meaning["unit"])
    rate, mix = (
        Part(float(rows[name].sum()), *(float(end[-1]) for end in intervals[name]))
        for name in ("rate_effect", "mix_effect")
    )
    change = _whole(kind, rows, n, compared_n)
    return Explanation(
        kpi=str(meaning["kpi"]),
        dimension=dimension,
        compared_value=float(rows["compared_part"].sum()) / compared_n,
        value=float(rows["part"].sum()) / n,
        compared_n=compared_n,
        n=n,
        change=change,
        rate=rate,
        mix=mix,
        telling=_telling(rows),
        warnings=tuple(_warnings(rows, change, rate, dimension)),
        rows=rows[list(COLUMNS)],
    )


def _variance(kind: str, part: pd.Series, squares: pd.Series, n: pd.Series) -> np.ndarray:
    if kind == "share":
        return statistics.share_variance(part, n)
    return statistics.mean_variance(part, squares, n)


def _whole(kind: str, rows: pd.DataFrame, n: float, compared_n: float) -> Part:
    """The change as the cards tell it, with the interval that they use."""
    ends: list[tuple[ArrayLike, ArrayLike]] = []
    values: list[float] = []
    for prefix, base in (("", n), ("compared_", compared_n)):
        part, squares = (float(rows[f"{prefix}{name}"].sum()) for name in ("part", "squares"))
        values.append(part / base)
        if kind == "share":
            ends.append(statistics.wilson(part, base))
        elif kind == "nps":
            up, down = (squares / 1e4 + part / 100) / 2, (squares / 1e4 - part / 100) / 2
            ends.append(statistics.nps_interval(up, down, base))
        else:
            low, high = statistics.mean_interval(part, squares, base)
            ends.append((np.maximum(low, 0), high))
    low, high = statistics.difference(values[0], ends[0], values[1], ends[1])
    return Part(values[0] - values[1], float(low), float(high))


def _telling(rows: pd.DataFrame) -> tuple[str, ...]:
    """The fewest segments with most of all effects, at most five."""
    shares = rows["effect_share"].fillna(0)
    needed = int((shares.cumsum() < EXPLAINED - 1e-9).sum()) + 1
    return tuple(rows["segment"].head(min(needed, MOST))) if shares.sum() else ()


def _warnings(rows: pd.DataFrame, change: Part, rate: Part, dimension: str) -> Sequence[str]:
    """Where the whole and its parts tell different stories."""
    both = rows[(rows["n"] > 0) & (rows["compared_n"] > 0)]
    gaps = both["part"] / both["n"] - both["compared_part"] / both["compared_n"]
    went, way = ("rose", "fell") if change.value > 0 else ("fell", "rose")
    if change.value and len(gaps) > 1 and (gaps * change.value < 0).all():
        return [
            f"Simpson's paradox: in every {dimension} it {way}, yet the whole {went}. Only the "
            f"shares of the {dimension}s moved the whole; compare {dimension} by {dimension}."
        ]
    if rate.value * change.value < 0 and (rate.is_clear or change.is_clear):
        return [
            f"The whole {went}, but within the {dimension}s it {way} on balance: their shares "
            f"shifted by more. Compare {dimension} by {dimension} (Simpson's paradox)."
        ]
    return []
