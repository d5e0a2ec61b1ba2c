"""Published figures beside the organisation's own, with the uncertainty of both sides."""

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.benchmarks.measured import Measured
from support_kpi.benchmarks.published import published
from support_kpi.benchmarks.sides import Own, Unknown
from support_kpi.benchmarks.surveyed import Surveyed
from support_kpi.benchmarks.verdicts import verdict
from support_kpi.filters import Filters

__all__ = ["COLUMNS", "compare"]

FIGURE = (
    "figure_id",
    "study",
    "year",
    "topic",
    "page",
    "question",
    "segment",
    "answer",
    "statistic",
    "comparator",
    "document",
    "document_line",
    "note",
)
COLUMNS = (
    *FIGURE,
    "kind",
    "unit",
    "published_value",
    "published_low",
    "published_high",
    "published_n",
    "own_measure",
    "own_segment",
    "own_value",
    "own_n",
    "own_low",
    "own_high",
    "verdict",
    "reason",
)
KINDS = {
    "kpi": "like for like",
    "fact": "like for like",
    "rank": "ordering",
    "none": "not drawn",
}


def compare(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    *,
    study: str | None = None,
    topic: str | None = None,
) -> pd.DataFrame:
    """One row a published figure: both values in one unit, both intervals, verdict and reason.

    Figures of tickets, ratings and money follow the filters; those of surveys count all of their
    respondents.
    """
    values = {"study": study, "topic": topic}
    figures = queries.run(connection, queries.load("published_figures"), values)
    measured, surveyed = Measured(connection, filters), Surveyed(connection)
    rows = [_compared(figure, measured, surveyed) for _, figure in figures.iterrows()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _compared(figure: pd.Series, measured: Measured, surveyed: Surveyed) -> dict[str, object]:
    own = _own(figure, measured, surveyed)
    unit = own.unit if isinstance(own, Own) else ""
    band = published(figure, unit)
    row: dict[str, object] = {name: figure[name] for name in FIGURE}
    row |= {"kind": _kind(figure), "unit": band.unit, "own_segment": figure["own_segment"]}
    row |= {"own_measure": _named(figure), "published_n": band.n}
    row |= {"published_value": band.value, "published_low": band.low, "published_high": band.high}
    if isinstance(own, Unknown):
        return row | {"verdict": "not comparable", "reason": own.reason}
    row |= {"own_value": own.value, "own_n": own.n, "own_low": own.low, "own_high": own.high}
    word, reason = verdict(own, band, figure["better"])
    said = [text for text in (reason, own.note, band.note, figure["doubt"]) if _is_text(text)]
    return row | {"verdict": word, "reason": "; ".join(dict.fromkeys(said))}


def _own(figure: pd.Series, measured: Measured, surveyed: Surveyed) -> Own | Unknown:
    measure = str(figure["measure"])
    if measure == "none":
        doubt = figure["doubt"]
        return Unknown(doubt if _is_text(doubt) else "the project knows no measure of this figure")
    if measure.startswith("kpi") or measure == "query":
        return measured.own(figure)
    return surveyed.own(figure)


def _kind(figure: pd.Series) -> str:
    measure = str(figure["measure"])
    if measure == "none":
        return KINDS["none"]
    if "rank" in measure or measure.startswith("count"):
        return KINDS["rank"]
    return KINDS["kpi"] if measure.startswith(("kpi", "query")) else "share against share"


def _named(figure: pd.Series) -> str | None:
    name = figure["own_kpi"] if _is_text(figure["own_kpi"]) else figure["code"]
    return name if _is_text(name) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
