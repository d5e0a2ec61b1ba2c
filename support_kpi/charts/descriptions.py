"""Alternative text: the same frame as the chart, told in sentences."""

import pandas as pd

from support_kpi.charts import frames, parts
from support_kpi.charts.measures import Measure, measure

MOST_SEGMENTS = 5


def describe(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
    incomplete: str = "is_complete",
) -> str:
    """What the chart of `y` along `x` shows: first, last, lowest, highest, base."""
    of = measure(unit or y)
    in_time = frames.is_dates(frame, x)
    ready = frames.prepared(
        frame,
        dates=[x] if in_time else [],
        labels=[by] if in_time else [x, by],
        numbers=[y, n],
        flags=[incomplete],
    )
    known = ready.dropna(subset=[y])
    name = title or of.title
    if known.empty:
        return f"{name}: no data."
    if in_time:
        step = frames.every(known, x)
        days = known[x].map(lambda day: _day(day, step))
        known = known.assign(place=days).sort_values(x, kind="stable")
        first, last = known["place"].iloc[0], known["place"].iloc[-1]
        opening = f"{name} by {step}, {first} to {last}."
    else:
        known = known.assign(place=known[x])
        opening = f"{name}, {_counted(len(set(known[x])), 'value')}."
    told = [opening]
    if by is None:
        told.append(_course(known, y, of, in_time))
    else:
        groups = list(known.groupby(by, sort=False))
        told += [
            f"{label}: {_course(part, y, of, in_time)}" for label, part in groups[:MOST_SEGMENTS]
        ]
        if len(groups) > MOST_SEGMENTS:
            told.append(f"And {len(groups) - MOST_SEGMENTS} more.")
    if n:
        told.append(f"n {known[n].sum():,.0f}.")
    cut = len(set(known.loc[~known[incomplete], x]))
    if cut:
        told.append(f"{_counted(cut, 'period')} not whole.")
    return " ".join(told)


def _course(frame: pd.DataFrame, y: str, of: Measure, in_time: bool) -> str:
    low, high = frame.loc[frame[y].idxmin()], frame.loc[frame[y].idxmax()]
    ends = (
        f"lowest {of.text(low[y])} ({low['place']}), highest {of.text(high[y])} ({high['place']})."
    )
    if not in_time:
        return ends[:1].upper() + ends[1:]
    return f"First {of.text(frame[y].iloc[0])}, last {of.text(frame[y].iloc[-1])}, {ends}"


def _day(day: pd.Timestamp, step: str) -> str:
    return day.strftime(parts.day_format(step).replace("%-d", str(day.day)))


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
