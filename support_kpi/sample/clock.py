"""Time as numbers: seconds since 1970 in UTC, not a number where nothing has happened."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from support_kpi.sample.organisation import DAYS, END, FIRST_DAY, MONTHS, START

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.str_]
Mask = NDArray[np.bool_]

_DAY = 86400
_OPENS = 8 * 3600
_OPEN_DAY = 10 * 3600
_FIRST_MONDAY = 4 * _DAY


def business_seconds(moments: Floats) -> Floats:
    """Opening hours (Monday to Friday, 8 to 18) passed since the first Monday of 1970."""
    week, rest = np.divmod(moments - _FIRST_MONDAY, 7 * _DAY)
    day, second = np.divmod(rest, _DAY)
    today = np.where(day < 5, np.clip(second - _OPENS, 0, _OPEN_DAY), 0)
    return (week * 5 + np.minimum(day, 5)) * _OPEN_DAY + today


def after(moments: Floats, delays: Floats, is_office: Mask) -> Floats:
    """The moment `delays` later, in opening hours where `is_office`, in whole seconds."""
    day, second = np.divmod(business_seconds(moments) + delays, _OPEN_DAY)
    week, day = np.divmod(day, 5)
    opened = _FIRST_MONDAY + week * 7 * _DAY + day * _DAY + _OPENS + second
    return np.rint(np.where(is_office, opened, moments + delays))


def local(moments: Floats, zone: str) -> Floats:
    """The same moments as a clock in `zone` shows them."""
    known = np.nan_to_num(moments, nan=START)
    return moments + _offsets(zone)[((known - START) // 3600).astype(np.int64)]


def month_of(moments: Floats) -> Ints:
    """Months passed since the first of the organisation."""
    return np.searchsorted(month_starts()[1:-1], moments, side="right")


def month_starts() -> Floats:
    """The first moment of each month, and of the one after the last."""
    months = FIRST_DAY.astype("datetime64[M]") + np.arange(MONTHS + 1)
    return months.astype("datetime64[s]").astype(np.float64)


def days() -> NDArray[np.datetime64]:
    return FIRST_DAY + np.arange(DAYS)


def written(moments: Floats, between: str = " ", end: str = "") -> Texts:
    """Moments as text, date and time; empty where nothing happened."""
    stamps = np.nan_to_num(moments).astype(np.int64).astype("datetime64[s]")
    text = np.char.replace(np.datetime_as_string(stamps, unit="s"), "T", between)
    return np.where(np.isnan(moments), "", np.char.add(text, end))


@cache
def _offsets(zone: str) -> Floats:
    """How far the zone is ahead of UTC in each hour of the data."""
    hours = range(int(START), int(END) + _DAY, 3600)
    stamps = (datetime.fromtimestamp(second, ZoneInfo(zone)) for second in hours)
    return np.array([(stamp.utcoffset() or timedelta()).total_seconds() for stamp in stamps])
