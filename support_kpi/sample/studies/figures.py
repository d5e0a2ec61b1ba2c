"""What the studies print and ask, read from the tables of the model."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from support_kpi.queries import FOLDER

ROOT = FOLDER.parent
REFERENCE = FOLDER / "model" / "reference"
PUBLISHED = ROOT / "sample_data" / "studies" / "benchmarks.csv"
SURVEYED = ("share", "difference", "ratio", "relative_change", "rank", "count", "least")
ROUNDING = {"exact": 0.005, "approx": 0.025}


@dataclass(frozen=True)
class Figure:
    """A published figure of respondents: how it is counted and between which ends it holds."""

    figure_id: str
    measure: str
    code: str
    options: tuple[str, ...]
    segments: tuple[str, ...]
    against: tuple[str, ...]
    mark: float
    low: float
    high: float

    def conflict(self, figures: Sequence["Figure"]) -> str:
        """Why it cannot hold: another figure of the same count with other ends."""
        for other in figures:
            is_same = (other.measure, other.code, other.options, other.segments, other.against) == (
                self.measure,
                self.code,
                self.options,
                self.segments,
                self.against,
            )
            if other is not self and is_same and (other.low > self.high or other.high < self.low):
                return f"contradicts {other.figure_id}"
        return ""


@dataclass(frozen=True)
class Option:
    """An answer; `least` and `most` where it is a band of numbers."""

    name: str
    label: str
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    kind: str
    asked: str
    options: tuple[Option, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(option.name for option in self.options)


@dataclass(frozen=True)
class Study:
    """A study: its questions in order, its subgroups as (question, answers), its figures."""

    name: str
    questions: tuple[Question, ...]
    segments: dict[str, tuple[str, tuple[str, ...]]]
    figures: tuple[Figure, ...]

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.questions}

    def question(self, code: str) -> Question:
        return self.by_code[code]


@cache
def studies() -> dict[str, Study]:
    printed = {row["id"]: row for row in _rows(PUBLISHED)}
    measures = _rows(REFERENCE / "study_measure.csv")
    asked = _rows(REFERENCE / "study_question.csv")
    return {
        name: Study(
            name,
            tuple(_question(row) for row in asked if row["study"] == name),
            {
                f"{row['dimension']}={row['segment']}": (
                    row["code"],
                    tuple(row["options"].split(";")),
                )
                for row in _rows(REFERENCE / "study_segment.csv")
                if row["study"] == name
            },
            tuple(
                _figure(row, printed[row["figure_id"]])
                for row in measures
                if row["figure_id"].startswith(f"{name}.") and _is_of_respondents(row)
            ),
        )
        for name in dict.fromkeys(row["study"] for row in asked)
    }


def _is_of_respondents(row: dict[str, str]) -> bool:
    return row["measure"].startswith(SURVEYED) and bool(row["code"])


def _question(row: dict[str, str]) -> Question:
    options = tuple(
        Option(
            option["option"],
            option["label"],
            float(option["least"]) if option["least"] else None,
            float(option["most"]) if option["most"] else None,
        )
        for option in _rows(REFERENCE / "study_option.csv")
        if (option["study"], option["code"]) == (row["study"], row["code"])
    )
    return Question(row["code"], row["question"], row["kind"], row["asked"], options)


def _figure(row: dict[str, str], printed: dict[str, str]) -> Figure:
    low, high = _ends(row, printed)
    return Figure(
        row["figure_id"],
        row["measure"],
        row["code"],
        tuple(row["options"].split(";")),
        tuple(filter(None, row["segment"].split(";"))),
        tuple(filter(None, row["against"].split(";"))),
        float(row["threshold"] or 0),
        low,
        high,
    )


def _ends(row: dict[str, str], printed: dict[str, str]) -> tuple[float, float]:
    """Between what the figure may lie and still round to what is printed."""
    scale = 0.01 if printed["unit"] == "percent" else 1.0
    value, low, high = (
        float(printed[name]) * scale if printed[name] else None for name in ("value", "low", "high")
    )
    if printed["statistic"] == "comparison":
        return _direction(row)
    if printed["comparator"] == "gt":
        step = 1.0 if row["measure"] == "rank" else 1e-9
        return (value or 0.0) + step, 1e9
    if printed["comparator"] == "lt":
        return 0.0, (value or 0.0) - 1e-9
    if printed["comparator"] == "range":
        return low or 0.0, 1e9 if high is None else high
    slack = ROUNDING[printed["comparator"]] if scale == 0.01 else 0.05
    whole = value or 0.0
    if printed["unit"] not in ("percent", "ratio"):
        return whole, whole
    return whole - slack + 1e-9, whole + slack - 1e-9


def _direction(row: dict[str, str]) -> tuple[float, float]:
    is_share = row["measure"] == "share"
    edge = float(row["threshold"] or 0) / (100 if is_share else 1)
    clear = 0.005 if row["measure"].startswith(("difference", "rank_ahead")) else 0.0
    if row["sense"] in ("at_least", "above"):
        return edge + clear, 1e9
    return -1e9, edge - clear


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
