"""Published figures beside the organisation's own, with the uncertainty of both sides."""

import math

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.benchmarks.context import Context
from support_kpi.benchmarks.measured import Measured, Split
from support_kpi.benchmarks.practices import Practice, Practices
from support_kpi.benchmarks.published import published, shape
from support_kpi.benchmarks.sides import Band, Own, Unknown
from support_kpi.benchmarks.surveyed import Surveyed
from support_kpi.benchmarks.verdicts import UNCLEAR, Verdict, verdict
from support_kpi.filters import Filters

__all__ = ["COLUMNS", "compare"]

FIGURE = (
    "figure_id",
    "study",
    "publisher",
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
    "pages",
    "comparisons",
    "kind",
    "unit",
    "shape",
    "published_value",
    "published_low",
    "published_high",
    "published_n",
    "own_measure",
    "own_segment",
    "own_scope",
    "own_value",
    "own_n",
    "own_low",
    "own_high",
    "verdict",
    "reason",
    "position",
    "practice",
    "practice_holds",
    "practice_value",
    "practice_unit",
    "practice_n",
    "is_target",
    "doubts",
)
LIKE, AMONG, PRACTICE, ORDER, NOT_DRAWN = (
    "like for like",
    "share against share",
    "peer practice",
    "ordering",
    "not drawn",
)
PRACTISED = ("holds", "value", "unit", "n")
TWO_GROUPS = ("difference", "ratio", "relative", "kpi_difference", "kpi_relative", "rank", "count")


def compare(
    connection: duckdb.DuckDBPyConnection,
    filters: Filters,
    *,
    study: str | None = None,
    topic: str | None = None,
    page: str | None = None,
    split: Split | None = None,
) -> pd.DataFrame:
    """One row a published figure: both values in one unit, both intervals, verdict and reason.

    Figures of tickets, ratings and money follow the filters; those of surveys count all of their
    respondents. `page` keeps the figures that are drawn on that page.
    """
    figures = queries.run(
        connection, queries.load("published_figures"), {"study": study, "topic": topic}
    )
    context = Context.of(connection)
    if page is not None:
        figures = figures[[page in context.pages(name) for name in figures["figure_id"]]]
    measured = Measured(connection, filters, split)
    surveyed = Surveyed(connection)
    practices = Practices(connection, filters, measured)
    rows = [
        _compared(figure, measured, surveyed, practices.of(str(figure["figure_id"])), context)
        for _, figure in figures.iterrows()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _compared(
    figure: pd.Series,
    measured: Measured,
    surveyed: Surveyed,
    practice: Practice | None,
    context: Context,
) -> dict[str, object]:
    name = str(figure["figure_id"])
    own, is_survey = _own(figure, measured, surveyed), _is_survey(figure)
    if isinstance(own, Unknown) and practice and practice.holds is None:
        own, is_survey = Own(practice.value, practice.unit, practice.n), False
    band = published(figure, own.unit if isinstance(own, Own) else "")
    found = _verdict(own, band, figure, practice, context)
    row: dict[str, object] = {column: figure[column] for column in FIGURE}
    row |= {
        "pages": context.pages(name),
        "comparisons": context.comparisons(name),
        "kind": _kind(figure, own, practice),
        "unit": band.unit,
        "shape": shape(figure),
        "published_value": band.value,
        "published_low": _end(band.low),
        "published_high": _end(band.high),
        "published_n": band.n,
        "own_measure": _named(figure),
        "own_segment": figure["own_segment"],
        "verdict": found.word,
        "reason": found.reason,
        "position": found.position,
        "is_target": context.is_target(name),
        "doubts": context.doubts(name),
    }
    if practice:
        row |= {f"practice_{end}": getattr(practice, end) for end in PRACTISED}
        row["practice"] = practice.words
    if isinstance(own, Unknown):
        return row
    said = (found.reason, own.note, band.note, figure["doubt"])
    return row | {
        "own_value": own.value,
        "own_n": own.n,
        "own_low": own.low,
        "own_high": own.high,
        "own_scope": context.scope(str(figure["study"]), is_survey=is_survey),
        "reason": "; ".join(dict.fromkeys(text for text in said if _is_text(text))),
    }


def _verdict(
    own: Own | Unknown, band: Band, figure: pd.Series, practice: Practice | None, context: Context
) -> Verdict:
    if isinstance(own, Unknown):
        return Verdict(UNCLEAR, f"a fact of one: {practice.words}" if practice else own.reason)
    is_of_groups = str(figure["measure"]).startswith(TWO_GROUPS)
    found = verdict(own, band, "neither" if is_of_groups else figure["better"])
    because = context.no_target(str(figure["figure_id"]))
    return Verdict(UNCLEAR, because, found.position) if because else found


def _own(figure: pd.Series, measured: Measured, surveyed: Surveyed) -> Own | Unknown:
    measure = str(figure["measure"])
    if measure == "none":
        doubt = figure["doubt"]
        return Unknown(doubt if _is_text(doubt) else "the project knows no measure of this figure")
    return surveyed.own(figure) if _is_survey(figure) else measured.own(figure)


def _is_survey(figure: pd.Series) -> bool:
    return not str(figure["measure"]).startswith(("kpi", "query", "none"))


def _kind(figure: pd.Series, own: Own | Unknown, practice: Practice | None) -> str:
    measure = str(figure["measure"])
    if measure == "none":
        return NOT_DRAWN
    if isinstance(own, Unknown) and practice:
        return PRACTICE
    if "rank" in measure or measure.startswith("count"):
        return ORDER
    return AMONG if _is_survey(figure) else LIKE


def _named(figure: pd.Series) -> str | None:
    name = figure["own_kpi"] if _is_text(figure["own_kpi"]) else figure["code"]
    return name if _is_text(name) else None


def _end(value: float | None) -> float | None:
    """An end that is open is no number: `shape` tells which."""
    return None if value is None or math.isinf(value) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
