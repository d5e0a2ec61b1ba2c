"""Published figures beside the organisation's own, with the uncertainty of both sides."""

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from support_kpi import kpis, queries, statistics
from support_kpi.filters import Filters

COLUMNS = (
    "figure_id",
    "study",
    "year",
    "topic",
    "question",
    "segment",
    "answer",
    "statistic",
    "unit",
    "comparator",
    "published_value",
    "published_low",
    "published_high",
    "published_n",
    "own_kpi",
    "own_segment",
    "own_value",
    "own_unit",
    "own_n",
    "own_low",
    "own_high",
    "verdict",
    "reason",
)
NO_BENCHMARK = {
    "method": "describes the study, not a result",
    "definition": "describes the study, not a result",
    "comparison": "a direction without a number",
    "rank": "a rank of answers in a leader survey",
    "share": "a share of respondents of a survey; needs an own survey with the same question",
    "ratio": "compares two published groups; needs both groups in own data",
    "difference": "compares two published groups; needs both groups in own data",
    "count": "a count within the study",
}


def compare(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    *,
    study: str | None = None,
    topic: str | None = None,
) -> pd.DataFrame:
    """One row a published figure: both values in one unit, both intervals, verdict and reason."""
    figures = queries.run(
        connection, queries.load("published_figures"), {"study": study, "topic": topic}
    )
    described = queries.run(connection, queries.load("definitions"), {}).set_index("kpi")
    own = {
        dimension: kpis.frame(connection, filters, dimension=dimension).set_index(
            ["kpi", "segment"]
        )
        for dimension in sorted(set(figures["own_dimension"].dropna()))
    }
    rows = [_compared(figure, own, described) for _, figure in figures.iterrows()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _compared(
    figure: pd.Series, own: dict[str, pd.DataFrame], described: pd.DataFrame
) -> dict[str, object]:
    row: dict[str, object] = {name: figure.get(name) for name in COLUMNS}
    published = _published(figure)
    row |= published | {"published_n": figure["sample_size"]}
    row |= {"verdict": "not comparable"}
    if pd.isna(figure["own_kpi"]):
        kind = figure["topic"] if figure["topic"] in NO_BENCHMARK else figure["statistic"]
        return row | {"reason": NO_BENCHMARK.get(kind, "no KPI answers the same question")}
    key = (figure["own_kpi"], figure["own_segment"])
    mine = own[figure["own_dimension"]]
    if key not in mine.index or pd.isna(mine.loc[key, "value"]):
        return row | {"reason": f"no own value of {figure['own_kpi']} in this selection"}
    found = mine.loc[key]
    row |= {
        "own_value": found["value"],
        "own_unit": found["unit"],
        "own_n": found["n"],
        "own_low": found["low"],
        "own_high": found["high"],
    }
    if figure["unit"].startswith("usd") and found["unit"] != "USD":
        return row | {"reason": f"published in USD, own in {found['unit']}; nothing is converted"}
    ends = [row[f"{side}_{end}"] for side in ("own", "published") for end in ("low", "high")]
    alone = "; neither side has an interval" if all(pd.isna(end) for end in ends) else ""
    verdict = _verdict(row, described.loc[figure["own_kpi"], "better"])
    return row | {"verdict": verdict, "reason": f"{figure['doubt']}{alone}"}


def _published(figure: pd.Series) -> dict[str, object]:
    """Value and interval in the KPI's unit: the study's own range, else Wilson for a share."""
    factor = 1.0 if pd.isna(figure["factor"]) else figure["factor"]
    value, low, high = (figure[name] * factor for name in ("value", "low", "high"))
    if figure["statistic"] == "share" and pd.notna(value) and pd.notna(figure["sample_size"]):
        share = figure["value"] / 100
        scale = value / share if share else 1.0
        low, high = (
            float(np.asarray(bound)) * scale
            for bound in statistics.wilson(share * figure["sample_size"], figure["sample_size"])
        )
    return {"published_value": value, "published_low": low, "published_high": high}


def _verdict(row: Mapping[str, Any], better: str) -> str:
    """Ahead or behind only where the two intervals do not touch."""
    own_low, own_high = _ends(row, "own")
    low, high = _ends(row, "published")
    if own_low > high:
        side = "above"
    elif own_high < low:
        side = "below"
    else:
        return "no clear difference"
    if better == "neither":
        return side
    return "ahead" if (side == "above") == (better == "higher") else "behind"


def _ends(row: Mapping[str, Any], side: str) -> tuple[float, float]:
    ends = (row[f"{side}_low"], row[f"{side}_high"])
    low, high = (row[f"{side}_value"] if pd.isna(end) else end for end in ends)
    return float(low), float(high)
