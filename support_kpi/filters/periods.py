"""Periods: presets, the default, and which days, weeks and months are there as a whole.

`data_start` and `data_end` are the first and the last day that hold data, both included.
"""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

Every = Literal["day", "week", "month", "quarter", "year"]
Period = tuple[date, date]

MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}
DAY = timedelta(days=1)


def month_start(day: date, shift: int = 0) -> date:
    """First day of the month of `day`, `shift` months on."""
    months = 12 * day.year + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def year_earlier(day: date) -> date:
    """The same date of the year before; 29 February becomes the 28th."""
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def default_period(data_start: date, data_end: date) -> Period:
    """The last 12 whole months up to the data's last day, or all data when no month is whole."""
    end = month_start(data_end + DAY)
    start = max(month_start(end, -12), month_start(data_start))
    return (start, end) if start < end else (data_start, data_end + DAY)


def fitting(days: int) -> Every:
    """The step of trends that suits a period of so many days."""
    if days <= 45:
        return "day"
    return "week" if days <= 200 else "month"


def complete_periods(
    start: date, end: date, every: Every, data_end: date, data_start: date | None = None
) -> dict[date, bool]:
    """Each period that touches start to end, by its first day, and whether it is there as a whole.

    A period is whole when neither the filter nor the data cuts it.
    """
    first = start if data_start is None else max(start, data_start)
    last = min(end, data_end + DAY)
    whole: dict[date, bool] = {}
    day = _floor(start, every)
    while day < end:
        following = _following(day, every)
        whole[day] = day >= first and following <= last
        day = following
    return whole


def whole(start: date, end: date, every: Every) -> Period:
    """From where to where `start` to `end` holds whole periods; empty, at its end, if nowhere."""
    first, last = _floor(start, every), _floor(end, every)
    first = first if first == start else _following(first, every)
    return (first, last) if first < last else (end, end)


def _last_days(days: int) -> Callable[[date, date], Period]:
    return lambda data_start, data_end: (data_end - (days - 1) * DAY, data_end + DAY)


PRESETS: Mapping[str, Callable[[date, date], Period]] = {
    "Last 7 days": _last_days(7),
    "Last 30 days": _last_days(30),
    "Last 90 days": _last_days(90),
    "Last 12 months": default_period,
    "This month": lambda data_start, data_end: (month_start(data_end), data_end + DAY),
    "Last month": lambda data_start, data_end: (month_start(data_end, -1), month_start(data_end)),
    "This year": lambda data_start, data_end: (data_end.replace(month=1, day=1), data_end + DAY),
    "Last year": lambda data_start, data_end: (
        date(data_end.year - 1, 1, 1),
        date(data_end.year, 1, 1),
    ),
    "All data": lambda data_start, data_end: (data_start, data_end + DAY),
}


def _floor(day: date, every: Every) -> date:
    if every in MONTHS:
        return month_start(day, -((day.month - 1) % MONTHS[every]))
    return day - day.weekday() * DAY if every == "week" else day


def _following(day: date, every: Every) -> date:
    if every in MONTHS:
        return month_start(day, MONTHS[every])
    return day + (7 * DAY if every == "week" else DAY)
