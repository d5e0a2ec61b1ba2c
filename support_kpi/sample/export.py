"""Writes columns as a vendor's CSV file; the same columns give the same bytes."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[np.generic]]


def write(path: Path, parts: Iterable[Columns], *, headings: Iterable[Iterable[str]] = ()) -> Path:
    """One file of all parts; `headings` replace the names of the columns where given."""
    with _opened(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(headings)
        for number, columns in enumerate(parts):
            if number == 0 and not headings:
                writer.writerow(columns)
            writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return path


def whole(values: NDArray[np.float64]) -> NDArray[np.str_]:
    """Numbers as whole ones, empty where there is none."""
    text = np.char.mod("%d", np.nan_to_num(values))
    return np.where(np.isnan(values), "", text)


def labels(names: Iterable[str], codes: NDArray[np.int64]) -> NDArray[np.str_]:
    """The name of each code; a negative code has none."""
    known = np.array([*names, ""])
    return known[np.where(codes < 0, known.size - 1, codes)]


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if path.suffix != ".gz":
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as file,
    ):
        yield file
