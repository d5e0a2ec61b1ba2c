"""The benchmark over a folder of polluted files, and its tables."""

import csv
from collections.abc import Mapping
from pathlib import Path

from tests.pollock.measures import FAILED, NAMES, Measures, Rows, mean, measured
from tests.pollock.systems import REFUSALS, SYSTEMS, Load
from tests.pollock.weights import weights

Results = Mapping[str, Mapping[str, Measures]]


def measure(folder: Path) -> Results:
    """Of each system, the measures of each file of `csv/` against its twin in `clean/`."""
    paths = sorted((folder / "csv").glob("*.csv"))
    return {
        system: {path.name: _measured(load, path, folder / "clean" / path.name) for path in paths}
        for system, load in SYSTEMS.items()
    }


def means(results: Results) -> dict[str, Measures]:
    """The mean of every measure, each file alike."""
    return {system: mean(list(files.values())) for system, files in results.items()}


def weighted(results: Results) -> dict[str, float]:
    """The score with each file weighted by how often its pollution was met."""
    return {
        system: mean(list(files.values()), weights(list(files))).score
        for system, files in results.items()
    }


def summary(results: Results) -> str:
    """The measures of each system, and the score of each file."""
    found, by_weight = means(results), weighted(results)
    rows = [["", "simple score", "weighted score", *(name.replace("_", " ") for name in NAMES)]]
    for system, measures in found.items():
        values = [f"{getattr(measures, name):.4f}" for name in NAMES]
        rows.append([system, f"{measures.score:.3f}", f"{by_weight[system]:.3f}", *values])
    files = [["score of each file", *results]]
    for file in next(iter(results.values())):
        files.append([file, *(f"{results[system][file].score:.2f}" for system in results)])
    return f"{_lines(list(zip(*rows, strict=True)))}\n\n{_lines(files)}\n"


def _measured(load: Load, path: Path, clean: Path) -> Measures:
    try:
        loaded = load(path)
    except REFUSALS:
        return FAILED
    return measured(_clean(clean), loaded)


def _clean(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _lines(rows: list[list[str]] | list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
