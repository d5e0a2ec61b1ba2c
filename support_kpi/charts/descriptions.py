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
    known = ready[ready[y].notna().to_numpy()]
    name = title or of.title
    if known.empty:
        return f"{name}: no data."
    if in_time:
        step = frames.every(known, x)
        known = known.sort_values(x, kind="stable")
        places = [_day(day, step) for day in known[x].tolist()]
        opening = f"{name} by {step}, {places[0]} to {places[-1]}."
    else:
        places = known[x].tolist()
        opening = f"{name}, {_counted(len(set(places)), 'value')}."
    told = [opening]
    course = list(zip(known[y].tolist(), places, strict=True))
    if by is None:
        told.append(_course(course, of, in_time))
    else:
        groups: dict[str, list[tuple[float, str]]] = {}
        for label, point in zip(known[by].tolist(), course, strict=True):
            groups.setdefault(label, []).append(point)
        told += [
            f"{label}: {_course(groups[label], of, in_time)}"
            for label in list(groups)[:MOST_SEGMENTS]
        ]
        if len(groups) > MOST_SEGMENTS:
            told.append(f"And {len(groups) - MOST_SEGMENTS} more.")
    if n:
        told.append(f"n {known[n].sum():,.0f}.")
    cut = len(set(known.loc[~known[incomplete], x]))
    if cut:
        told.append(f"{_counted(cut, 'period')} not whole.")
    return " ".join(told)


def _course(points: list[tuple[float, str]], of: Measure, in_time: bool) -> str:
    """First, last, lowest and highest of values and where they stand."""
    (low, lowest), (high, highest) = (end(points, key=lambda point: point[0]) for end in (min, max))
    ends = f"lowest {of.text(low)} ({lowest}), highest {of.text(high)} ({highest})."
    if not in_time:
        return ends[:1].upper() + ends[1:]
    return f"First {of.text(points[0][0])}, last {of.text(points[-1][0])}, {ends}"


def _day(day: pd.Timestamp, step: str) -> str:
    return day.strftime(parts.day_format(step).replace("%-d", str(day.day)))


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
