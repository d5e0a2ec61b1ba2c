"""What the data cover: which period a period is compared with, and whether volumes may be.

`data_start` and `data_end` are the first and the last day that hold data, None with no data.
"""

from datetime import date

import pandas as pd

from support_kpi.filters.periods import DAY, Every, complete_periods
from support_kpi.filters.selection import Filters, compared, period

UNCOVERED = "the data do not cover both periods as a whole"


def data_days(extent: pd.DataFrame) -> tuple[date | None, date | None]:
    """`data_start` and `data_end` from the one row of the query data_extent."""
    first, last = (pd.Timestamp(extent[name].iloc[0]) for name in ("first_day", "last_day"))
    return (None, None) if first is pd.NaT or last is pd.NaT else (first.date(), last.date())


def comparable(filters: Filters, data_start: date | None) -> Filters | None:
    """The period to compare with; None where none is chosen or the data begin after it."""
    other = compared(filters)
    return None if other is None or data_start is None or other.end <= data_start else other


def is_covered(filters: Filters, data_start: date | None, data_end: date | None) -> bool:
    """Whether the data cover the period and the one to compare with, from first day to last.

    Volumes compare only then: what a cut period lacks would look like a change.
    """
    if data_start is None or data_end is None:
        return False
    both = [one for one in (filters, compared(filters)) if one is not None]
    return all(data_start <= one.start and one.end <= data_end + DAY for one in both)


def against(filters: Filters, data_start: date | None, data_end: date | None) -> str | None:
    """`compared with 1 Nov 2024 to 31 Oct 2025`, and whether counts are; None where nothing is."""
    other = comparable(filters, data_start)
    if other is None:
        return None
    told = f"compared with {period(other)}"
    covered = is_covered(filters, data_start, data_end)
    return told if covered else f"{told}, counts are not: {UNCOVERED}"


def marked(
    frame: pd.DataFrame,
    filters: Filters,
    every: Every,
    data_start: date | None,
    data_end: date | None,
    column: str = "period",
) -> pd.DataFrame:
    """The frame with `is_complete`: whether its period lies whole within filter and data."""
    if data_end is None:
        return frame.assign(is_complete=True)
    whole = complete_periods(filters.start, filters.end, every, data_end, data_start)
    days = pd.to_datetime(frame[column]).dt.date
    return frame.assign(is_complete=[whole.get(day, True) for day in days])
