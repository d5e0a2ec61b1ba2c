"""One measured number, and the frame that all of them make."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from support_kpi.errors import UsageError

OWN = "support_kpi"


@dataclass(frozen=True)
class Measurement:
    """`by` did `measure` on so many tickets; `round` tells repetitions apart."""

    rows: int
    measure: str
    by: str
    round: int
    unit: str
    value: float


COLUMNS = tuple(field.name for field in fields(Measurement))


def frame(measurements: Iterable[Measurement]) -> pd.DataFrame:
    return pd.DataFrame([asdict(one) for one in measurements])


def read(path: Path) -> pd.DataFrame:
    """A frame that was written as JSON; raises UsageError where it is none."""
    try:
        return pd.DataFrame(json.loads(path.read_text(encoding="utf-8")))[list(COLUMNS)]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            f"{path} holds no measurements; `benchmark --json` writes them."
        ) from error


def medians(measured: pd.DataFrame) -> pd.DataFrame:
    """Columns rows, measure, unit, by, value, low, high, n: the median and the spread of rounds."""
    keys = ["rows", "measure", "unit", "by"]
    grouped = measured.groupby(keys, sort=False)["value"]
    return grouped.agg(value="median", low="min", high="max", n="count").reset_index()
