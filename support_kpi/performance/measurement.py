"""One measured number, and the frame that all of them make."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

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


def frame(measurements: Iterable[Measurement]) -> pd.DataFrame:
    return pd.DataFrame([asdict(one) for one in measurements])


def medians(measured: pd.DataFrame) -> pd.DataFrame:
    """Columns rows, measure, unit, by, value, low, high, n: the median and the spread of rounds."""
    keys = ["rows", "measure", "unit", "by"]
    grouped = measured.groupby(keys, sort=False)["value"]
    return grouped.agg(value="median", low="min", high="max", n="count").reset_index()
