"""What the questions of a page cost each engine, each in a process of its own, in turn."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from support_kpi.errors import StoreError
from support_kpi.performance import superset
from support_kpi.performance.files import PROJECT, Files
from support_kpi.performance.measurement import OWN, Measurement
from support_kpi.performance.process import measured
from support_kpi.performance.questions import PAGE

# Percentiles read from logarithmic bins are at most 1 % off.
TOLERANCE = 0.011
LEAST = 1e-6
SUPERSET = "Superset"


def engines(files: Files) -> dict[str, tuple[str, Path]]:
    """The module that asks and the path that it asks, by contestant; polars where
    installed, but for those who are left out."""
    found = {
        OWN: ("cubes", files.store),
        "DuckDB": ("duckdb_rows", files.database),
        "pandas": ("pandas_rows", files.parquet),
        "polars": ("polars_rows", files.parquet),
    }
    return {
        by: one
        for by, one in found.items()
        if by == OWN or (find_spec(by.lower()) and by not in files.left_out)
    }


def rounds(files: Files, count: int, python: Path | None = None) -> Iterator[Measurement]:
    """Milliseconds of the page: the first time under each filter, and then; `python` is that of an
    environment with Superset, where it is to take part."""
    turns = engines(files)
    with ExitStack() as stack:
        if python:
            served = superset.serving(python, files.database, files.folder / "superset")
            turns[SUPERSET] = ("superset_charts", stack.enter_context(served))
        yield from _rounds(files, count, turns)


def _rounds(files: Files, count: int, turns: dict[str, tuple[str, Path]]) -> Iterator[Measurement]:
    order = list(turns)
    for number in range(count):
        answers: dict[str, dict[str, Any]] = {}
        for by in (*order[number % len(order) :], *order[: number % len(order)]):
            module, path = turns[by]
            words = (sys.executable, "-m", "support_kpi.performance.asking", module, str(path))
            cost = measured(words, PROJECT)
            answers[by] = json.loads(cost.said)["pages"]
            # What a server holds is not seen from here.
            if cost.memory and by != SUPERSET:
                yield Measurement(files.rows, "page", by, number, "MB", cost.memory / 1e6)
            for name, page in answers[by].items():
                first, *then = page["milliseconds"]
                yield Measurement(files.rows, f"page first, {name}", by, number, "ms", first)
                yield Measurement(files.rows, f"page, {name}", by, number, "ms", median(then))
        for by in order:
            for name, page in answers[by].items():
                require_same(answers["DuckDB"][name]["answers"], page["answers"], by, name)


def require_same(expected: list[Any], found: list[Any], by: str, name: str) -> None:
    """A race between different answers tells nothing."""
    for question, one, other in zip(PAGE, expected, found, strict=True):
        if len(one) != len(other) or not all(map(_is_same, one, other)):
            raise StoreError(
                f"{by} and DuckDB answer {question.subject} by {question.by} differently "
                f"({name}); there is nothing to compare until they agree."
            )


def _is_same(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(
        a == b or (isinstance(a, float) and abs(a - b) <= TOLERANCE * abs(a) + LEAST)
        for a, b in zip(one, other, strict=True)
    )
