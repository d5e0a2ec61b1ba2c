"""Frames made ready for drawing: own columns only, local days, labels, no more marks than fit."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from support_kpi.charts.colours import NOT_GIVEN
from support_kpi.errors import UsageError
from support_kpi.schema import CHANNELS

MOST_MARKS = 2000
PLAIN = re.compile(r"[a-z][a-z0-9_]*")
FREQUENCIES = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
STEPS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(days=7),
    "month": pd.DateOffset(months=1),
    "quarter": pd.DateOffset(months=3),
    "year": pd.DateOffset(years=1),
}


def prepared(
    frame: pd.DataFrame,
    *,
    dates: Sequence[str | None] = (),
    labels: Sequence[str | None] = (),
    numbers: Sequence[str | None] = (),
    flags: Sequence[str | None] = (),
) -> pd.DataFrame:
    """The named columns and no others, each of one plain type; a missing flag is true."""
    for name in (*dates, *labels, *numbers):
        if name is not None and not PLAIN.fullmatch(name):
            raise UsageError(f'A chart needs plain column names; "{name}" is not one.')
    result: dict[str, Any] = {name: days(frame[name]) for name in dates if name}
    result |= {name: labelled(frame[name]) for name in labels if name}
    result |= {name: _finite(frame[name]) for name in numbers if name}
    for name in filter(None, flags):
        given = frame[name] if name in frame.columns else [True] * len(frame)
        result[name] = [flag is None or flag is pd.NA or bool(flag) for flag in given]
    return pd.DataFrame(result)


def days(values: pd.Series) -> Any:
    """Local days without a zone; DuckDB may hand them over as objects."""
    if values.dtype == object and all(type(value) is date for value in values):
        return np.array(values.tolist(), dtype="datetime64[s]")
    return pd.to_datetime(values).dt.tz_localize(None).dt.as_unit("s").to_numpy()


def labelled(values: pd.Series) -> Any:
    """Channel codes as people read them, other values as text, the missing ones as such."""
    texts = [NOT_GIVEN if pd.isna(value) else str(value) for value in values.tolist()]
    if set(texts) - {NOT_GIVEN} <= CHANNELS.keys():
        texts = [CHANNELS.get(code, code) for code in texts]
    return np.array(texts, dtype=object)


def _finite(values: pd.Series) -> Any:
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def is_dates(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column holds days; DuckDB may hand them over as objects."""
    kind = pd.api.types.infer_dtype(frame[name], skipna=True)
    return kind in ("datetime64", "datetime", "date")


def every(frame: pd.DataFrame, x: str) -> str:
    """The length of the periods that begin on these days: the longest that fits all."""
    known = pd.DatetimeIndex(frame[x].dropna().unique())
    if known.empty or (known.day != 1).any():
        return "week" if len(known) and (known.day_of_week == 0).all() else "day"
    months = set(known.month)
    if len(known) > 1:
        if months == {1}:
            return "year"
        if months <= {1, 4, 7, 10}:
            return "quarter"
    return "month"


def without_gaps(frame: pd.DataFrame, x: str, by: str | None, step: str) -> pd.DataFrame:
    """A row for every period of every series, empty where there was none, so that lines break."""
    if frame.empty:
        return frame
    periods = pd.date_range(frame[x].min(), frame[x].max(), freq=FREQUENCIES[step]).as_unit("s")
    series = frame[by].unique() if by else [None]
    if len(periods) * len(series) == len(frame) or not set(frame[x]) <= set(periods):
        return frame.sort_values([x], kind="stable")
    if by is None:
        return pd.DataFrame({x: periods}).merge(frame, how="left", on=x)
    grid = pd.MultiIndex.from_product([series, periods], names=[by, x]).to_frame(index=False)
    return grid.merge(frame, how="left", on=[by, x])


def thinned(frame: pd.DataFrame, x: str, step: str) -> tuple[pd.DataFrame, list[str]]:
    """Every so many periods only, the last always, where all would be too many marks."""
    if len(frame) <= MOST_MARKS:
        return frame, []
    known = sorted(frame[x].unique(), reverse=True)
    stride = -(-len(frame) // MOST_MARKS)
    while len(frame[frame[x].isin(known[::stride])]) > MOST_MARKS:
        stride += 1
    return frame.loc[frame[x].isin(known[::stride])], [f"One {step} in {stride} is drawn."]


def fitting(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame itself; raises UsageError when it would be more marks than a chart can show."""
    if len(frame) > MOST_MARKS:
        raise UsageError(
            f"This would be a chart of {len(frame):,} marks, at most {MOST_MARKS:,} are drawn; "
            "choose longer periods or fewer values."
        )
    return frame
