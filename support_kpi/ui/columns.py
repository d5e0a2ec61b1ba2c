"""Columns as people read them: headings, formats, channels by label."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from support_kpi.schema import CHANNELS

LABELS = CHANNELS | {"all channels": "All channels"}
CHANNEL_COLUMNS = ("channel", "channel_from", "channel_to")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ACRONYMS = {"csat": "CSAT", "nps": "NPS", "ces": "CES", "kpi": "KPI", "utc": "UTC", "n": "n"}
SHARES = ("_share", "_rate", "_share_change", "_share_change_low", "_share_change_high")
NAMES = ("_id", "_row", "year", "number", "load", "row")


def labelled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with channels by their labels; a split by channel has them as its segments."""
    changed = {name: _named(frame[name], LABELS) for name in CHANNEL_COLUMNS if name in frame}
    if "segment" in frame and set(frame["segment"].dropna()) - {"not given"} <= LABELS.keys():
        changed["segment"] = _named(frame["segment"], LABELS)
    return frame.assign(**changed) if changed else frame


def _named(codes: pd.Series, labels: Mapping[str, str]) -> pd.Series:
    return pd.Series([labels.get(code, code) for code in codes.tolist()], codes.index, codes.dtype)


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as a table shows it: weekdays by name, no column that only orders."""
    shown = frame.drop(columns="position") if "position" in frame else frame
    if "weekday" in shown:
        return shown.assign(weekday=[WEEKDAYS[int(day) - 1] for day in shown["weekday"]])
    return shown


def heading(name: str) -> str:
    """`first_reply_hours` as `First reply hours`."""
    words = " ".join(ACRONYMS.get(word, word) for word in name.removeprefix("is_").split("_"))
    return words if name == "n" else words[:1].upper() + words[1:]


def configuration(frame: pd.DataFrame) -> dict[str, Any]:
    """Heading and format of each column of a table."""
    units = set(frame["unit"].dropna()) if "unit" in frame else set()
    shares = SHARES + (
        ("value", "low", "high", "effect") if units and units <= {"share", "rate"} else ()
    )
    return {name: _column(name, frame[name], shares) for name in frame.columns}


def _column(name: str, values: pd.Series, shares: tuple[str, ...]) -> Any:
    label = heading(name)
    if pd.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label)
    if pd.api.types.is_numeric_dtype(values):
        style = "percent" if name.endswith(shares) else _number_format(name, values)
        return st.column_config.NumberColumn(label, format=style)
    if pd.api.types.is_datetime64_any_dtype(values) or _holds_days(values):
        if name.endswith(("_at", "(UTC)")):
            return st.column_config.DatetimeColumn(label, format="YYYY-MM-DD HH:mm")
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    if pd.api.types.is_string_dtype(values):
        return st.column_config.TextColumn(label)
    return st.column_config.Column(label)


def _number_format(name: str, values: pd.Series) -> str:
    if pd.api.types.is_float_dtype(values) and not _is_whole(values):
        return "%.2f"
    return "%d" if name.endswith(NAMES) else "localized"


def _is_whole(values: pd.Series) -> bool:
    known = values.dropna()
    return bool((known.to_numpy() % 1 == 0).all())


def _holds_days(values: pd.Series) -> bool:
    return pd.api.types.infer_dtype(values, skipna=True) in ("date", "datetime")
