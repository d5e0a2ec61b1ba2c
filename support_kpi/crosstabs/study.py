"""Own answers as a study prints them: own share, published share, difference and verdict."""

import math
import re
from collections.abc import Callable, Sequence

import duckdb
import numpy as np
import pandas as pd

from support_kpi import queries, statistics
from support_kpi.benchmarks.published import published
from support_kpi.benchmarks.sides import Band, Own
from support_kpi.benchmarks.verdicts import verdict
from support_kpi.crosstabs.sheet import Cell, Sheet
from support_kpi.formats import shown

ACRONYMS = re.compile(r"\b(b2b|b2c|crm|vp)\b")
ENDS = ("low", "high")
NOT_PRINTED = "the study prints no share here"


def of_survey(
    connection: duckdb.DuckDBPyConnection, survey: str, study: str, least: int
) -> pd.DataFrame:
    """Every answer and subgroup of a study in a survey, beside what is published."""
    rows = queries.run(connection, queries.load("study_rows"), {"survey": survey, "study": study})
    figures = queries.run(
        connection, queries.load("published_figures"), {"study": study, "topic": None}
    )
    return beside(rows, figures, least)


def sql() -> str:
    """The queries behind `of_survey`, to tell when they change."""
    return queries.load("study_rows").sql + queries.load("published_figures").sql


def beside(rows: pd.DataFrame, figures: pd.DataFrame, least: int) -> pd.DataFrame:
    """One row an answer and subgroup; `rows` are own counts, `figures` what is published.

    Cells and subgroups of fewer than `least` respondents are withheld.
    """
    low, high = statistics.wilson(rows["picked"], rows["n"])
    hidden = (rows["n"] < least) | rows["picked"].between(1, least - 1)
    own = rows.assign(
        base=rows["n"].where(rows["n"] >= least),
        own_share=rows["picked"] / rows["n"],
        own_low=low,
        own_high=high,
        is_withheld=hidden,
    )
    by_id = figures.set_index("figure_id", drop=False)
    compared = [_compared(row, by_id) for _, row in own.iterrows()]
    columns = [
        "published",
        "published_share",
        "published_low",
        "published_high",
        "difference",
        "difference_low",
        "difference_high",
        "verdict",
        "reason",
    ]
    found = own.join(pd.DataFrame(compared, index=own.index, columns=columns))
    private = ["own_share", "own_low", "own_high", "picked", "n"]
    private += ["difference", "difference_low", "difference_high"]
    return found.assign(
        **{name: found[name].astype("float64").mask(found["is_withheld"]) for name in private}
    )


def _compared(row: pd.Series, figures: pd.DataFrame) -> dict[str, object]:
    names = row["figure_id"].split(";") if isinstance(row["figure_id"], str) else []
    names = [name for name in names if name in figures.index]
    if not names:
        return {"published": "", "verdict": "", "reason": NOT_PRINTED}
    figure = figures.loc[names[0]]
    band = published(figure, "share")
    found: dict[str, object] = {
        "published": "; ".join(_printed(figures.loc[name]) for name in names),
        "published_share": band.value,
        "published_low": _finite(band.low),
        "published_high": _finite(band.high),
    }
    if row["is_withheld"]:
        return found | {"verdict": "not comparable", "reason": "too few own answers"}
    own = Own(row["own_share"], "share", row["n"], row["own_low"], row["own_high"])
    judged = verdict(own, band, str(row["better"]))
    said = [
        text
        for text in (judged.reason, band.note, figure["doubt"])
        if isinstance(text, str) and text
    ]
    if len(names) > 1:
        said.append("the study prints more than one figure; the first is compared")
    return (
        found
        | _difference(own, band)
        | {
            "verdict": judged.word,
            "reason": "; ".join(said),
        }
    )


def _difference(own: Own, band: Band) -> dict[str, object]:
    """Own less published where a number is printed; a published side without interval is exact."""
    if band.value is None or "more than" in band.note or "less than" in band.note:
        return {}
    if band.is_direction or "range" in band.note:
        return {}
    ends = tuple(band.value if end is None else end for end in (band.low, band.high))
    low, high = statistics.difference(
        own.value, (_known(own.low), _known(own.high)), band.value, (ends[0], ends[1])
    )
    return {
        "difference": own.value - band.value,
        "difference_low": float(np.asarray(low)),
        "difference_high": float(np.asarray(high)),
    }


def _printed(figure: pd.Series) -> str:
    """A published share in words, with what keeps it from being one number."""
    unit = "" if pd.isna(figure["unit"]) else str(figure["unit"]).replace("percent", "%")
    ends = [None if pd.isna(figure[end]) else f"{figure[end]:g}" for end in ENDS]
    if figure["comparator"] == "range" and any(ends):
        return f"{ends[0] or 'up'} to {ends[1] or 'more'} {unit}".strip()
    if pd.isna(figure["value"]):
        return "a direction without a number"
    sign = {"gt": "more than ", "lt": "less than ", "approx": "about "}
    return f"{sign.get(str(figure['comparator']), '')}{figure['value']:g} {unit}".strip()


def sheet(rows: pd.DataFrame, question: str, notes: Sequence[str], source: str) -> Sheet:
    """Answers down, subgroups across; under each answer both sides, difference and verdict."""
    segments = list(dict.fromkeys(rows["segment"]))
    by_cell = {(row["options"], row["segment"]): row for _, row in rows.iterrows()}
    first = [_base(rows[rows["segment"] == segment]) for segment in segments]
    body: list[tuple[Cell, ...]] = [(Cell("Respondents"), Cell("n"), *first)]
    for options, answer in rows.drop_duplicates("options")[["options", "answer"]].to_numpy():
        found = [by_cell.get((options, segment)) for segment in segments]
        is_printed = any(row is not None and row["published"] for row in found)
        for place, (measure, write) in enumerate([*OWN_LINES, *(BOTH_LINES if is_printed else ())]):
            cells = [Cell("") if row is None else write(row) for row in found]
            body.append((Cell(str(answer) if place == 0 else ""), Cell(measure), *cells))
    headings = ("Answer", "Measure", *(named(segment) for segment in segments))
    return Sheet(question, "", headings, tuple(body), tuple(notes), source)


def named(segment: str) -> str:
    """`team_size=small;role=team_lead` as `Small and Team lead`."""
    if segment == "all":
        return "All"
    parts = [part.split("=")[-1].replace("_", " ") for part in segment.split(";")]
    shown = (ACRONYMS.sub(lambda found: found[0].upper(), part) for part in parts)
    return " and ".join(part[:1].upper() + part[1:] for part in shown)


def _own(row: pd.Series) -> Cell:
    if row["is_withheld"]:
        return Cell("withheld")
    return Cell(shown(row["own_share"], "share"), float(row["own_share"]), "0.0 %")


def _own_interval(row: pd.Series) -> Cell:
    if row["is_withheld"]:
        return Cell("")
    return Cell(f"{shown(row['own_low'], 'share')} to {shown(row['own_high'], 'share')}")


def _own_n(row: pd.Series) -> Cell:
    if row["is_withheld"]:
        return Cell("too few")
    return Cell(f"{row['picked']:,.0f}", float(row["picked"]), "#,##0")


def _difference_cell(row: pd.Series) -> Cell:
    if pd.isna(row["difference"]):
        return Cell("")
    points = 100 * float(row["difference"])
    return Cell(f"{points:+.1f}", points, "+0.0;-0.0;0.0")


def _difference_interval(row: pd.Series) -> Cell:
    if pd.isna(row["difference"]):
        return Cell("")
    return Cell(f"{100 * row['difference_low']:+.1f} to {100 * row['difference_high']:+.1f}")


OWN_LINES: tuple[tuple[str, Callable[[pd.Series], Cell]], ...] = (
    ("Own share", _own),
    ("95 % interval", _own_interval),
    ("n", _own_n),
)
BOTH_LINES: tuple[tuple[str, Callable[[pd.Series], Cell]], ...] = (
    ("Published", lambda row: Cell(str(row["published"] or ""))),
    ("Difference, points", _difference_cell),
    ("Its interval", _difference_interval),
    ("Verdict", lambda row: Cell(str(row["verdict"] or ""))),
)


def _base(rows: pd.DataFrame) -> Cell:
    known = rows["base"].dropna()
    if known.empty:
        return Cell("too few")
    return Cell(f"{known.max():,.0f}", float(known.max()), "#,##0")


def _known(end: float | None) -> float:
    return math.nan if end is None else end


def _finite(end: float | None) -> float | None:
    return None if end is None or math.isinf(end) else end
