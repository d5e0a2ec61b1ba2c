"""Shapes along time: trend, share over time, slope, sparkline."""

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from support_kpi.charts import colours, frames, overlays, parts
from support_kpi.charts.drawing import ROWS, Drawing, template
from support_kpi.charts.measures import Measure, measure

MANY_PERIODS = 40
MOST_BARS = 60


@dataclass(frozen=True)
class Course:
    """What runs along time: the columns of its days, values, segments, intervals and bases."""

    of: Measure
    x: str
    y: str
    step: str
    by: str | None
    low: str | None
    high: str | None
    n: str | None
    reach: str
    incomplete: str


def trend(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str | None = None,
    low: str | None = None,
    high: str | None = None,
    n: str | None = None,
    reference: Mapping[str, float] | None = None,
    unit: str | None = None,
    title: str = "",
    annotations: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
    reach: str = "95% interval",
    incomplete: str = "is_complete",
) -> Drawing:
    """Lines with their intervals; periods that are not whole are hollow and dashed.

    `unit` names the measure where the column's own name does not, such as a KPI. `reference` maps a
    label to a level; targets and annotations are as `overlays` takes them; `reach` is what
    low and high are.
    """
    of = measure(unit or y)
    ready = frames.prepared(
        frame, dates=[x], labels=[by], numbers=[y, low, high, n], flags=[incomplete]
    )
    step = frames.every(ready, x)
    ready = frames.without_gaps(ready, x, by, step)
    ready, notes = frames.thinned(ready, x, step)
    ready = _parted(ready, x, y, by, incomplete)
    if is_whole := all(ready[incomplete]):
        ready = ready.drop(columns="partial")
    goals = overlays.target_rows(targets, x, by)
    events = overlays.event_rows(annotations, ready, x)
    levels = overlays.reference_rows(reference or {}, y)
    return parts.drawn(
        _trend(
            Course(of, x, y, step, by, low, high, n, reach, incomplete),
            is_whole=is_whole,
            is_long=len(set(ready[x])) > MANY_PERIODS,
            has_levels=not levels.empty,
            has_targets=not goals.empty,
            spots=overlays.spots(events),
        ),
        overlays.beneath(ready, levels=levels, targets=goals, events=events),
        title,
        parts.ticks(ready, x, step) | parts.tones(by, ready),
        notes=notes,
    )


@template
def _trend(
    course: Course,
    *,
    is_whole: bool,
    is_long: bool,
    has_levels: bool,
    has_targets: bool,
    spots: overlays.Spots,
) -> alt.LayerChart:
    of, by = course.of, course.by
    scale = alt.Scale(zero=of.zero, nice=True)

    def place(name: str) -> alt.Y:
        return alt.Y(field=name, type="quantitative", title=of.title, scale=scale)

    days, tone = parts.time_axis(course.x, course.step), parts.colour(by)
    chart = alt.Chart().encode(x=days, color=tone)
    level = alt.Y(
        field=course.y,
        type="quantitative",
        title=of.title,
        scale=scale,
        axis=parts.value_axis(of),
    )
    layers: list[alt.Chart] = []
    if course.low and course.high:
        band = chart.mark_area(opacity=0.12 if by else 0.2, strokeWidth=0)
        layers.append(band.encode(y=place(course.low), y2=alt.Y2(field=course.high)))
    layers.append(chart.mark_line(strokeWidth=2).encode(y=place("whole")))
    if not is_whole:
        dashed = chart.mark_line(strokeWidth=2, strokeDash=[4, 3])
        layers.append(dashed.encode(y=place("partial")))
    told = parts.tooltip(
        of,
        course.y,
        day=(course.x, course.step),
        labels=[by],
        low=course.low,
        high=course.high,
        n=course.n,
        reach=course.reach,
    )
    layers += _points(
        chart.encode(y=level, tooltip=told), course.incomplete, all_whole=is_whole, many=is_long
    )
    if has_levels:
        layers += overlays.references(course.y, level)
    if has_targets:
        layers += overlays.targets(course.x, days, of, scale, tone, by)
    return parts.layered([*layers, *overlays.events(course.x, days, spots)])


def share_over_time(
    frame: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    *,
    n: str | None = None,
    title: str = "",
    annotations: pd.DataFrame | None = None,
    incomplete: str = "is_complete",
) -> Drawing:
    """How a whole divides, period by period; a count is drawn as its share of the period."""
    of = measure(y)
    ready = frames.prepared(frame, dates=[x], labels=[by], numbers=[y, n], flags=[incomplete])
    step = frames.every(ready, x)
    order = colours.ordered(list(ready[by].unique()))
    ready = ready.assign(position=ready[by].map(order.index))
    is_bars = len(set(ready[x])) <= MOST_BARS
    if not is_bars:
        ready = frames.without_gaps(ready, x, by, step).fillna({y: 0.0, incomplete: True})
        ready, notes = frames.thinned(ready, x, step)
    else:
        ready, notes = parts.bars_in_time(frames.fitting(ready), x, step), []
    events = overlays.event_rows(annotations, ready, x)
    return parts.drawn(
        _shares(
            Course(of, x, y, step, by, None, None, n, "", incomplete),
            is_bars=is_bars,
            spots=overlays.spots(events),
        ),
        overlays.beneath(ready, events=events),
        title,
        parts.ticks(ready, x, step) | parts.tones(by, ready),
        notes=notes,
    )


@template
def _shares(course: Course, *, is_bars: bool, spots: overlays.Spots) -> alt.Chart | alt.LayerChart:
    of, rows = course.of, alt.NamedData(name=ROWS)
    days = parts.time_axis(course.x, course.step)
    told = parts.tooltip(of, course.y, day=(course.x, course.step), labels=[course.by], n=course.n)
    encoded = alt.Chart(rows).encode(
        x=days,
        y=alt.Y(
            field=course.y,
            type="quantitative",
            stack="normalize" if of.is_count else "zero",
            scale=alt.Scale(zero=True, domain=[0, 1]),
            axis=alt.Axis(format=".0%", labelAngle=0, tickCount=5),
            title="Share" if of.is_count else of.title,
        ),
        color=parts.colour(course.by),
        order=alt.Order(field="position", type="quantitative"),
        tooltip=told,
    )
    if is_bars:
        faded = parts.pale(f"!datum.{course.incomplete}")
        drawn = encoded.mark_bar(orient="vertical").encode(
            x2=alt.X2(field="bar_end"), opacity=faded
        )
    else:
        drawn = encoded.mark_area()
    if spots is None:
        return drawn
    return parts.layered([drawn, *overlays.events(course.x, days, spots)])


def slope(
    frame: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    *,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> Drawing:
    """A line for each segment from the first value of `x` to the last, in the frame's order."""
    of = measure(unit or y)
    ready = frames.fitting(frames.prepared(frame, labels=[x, by], numbers=[y, n]))
    return parts.drawn(_slope(of, x, y, by, n), ready, title, parts.tones(by, ready))


@template
def _slope(of: Measure, x: str, y: str, by: str, n: str | None) -> alt.LayerChart:
    chart = alt.Chart().encode(
        x=alt.X(
            field=x,
            type="nominal",
            sort=None,
            title=None,
            axis=alt.Axis(labelAngle=0),
            scale=alt.Scale(padding=0.6),
        ),
        y=alt.Y(
            field=y,
            type="quantitative",
            title=of.title,
            axis=parts.value_axis(of),
            scale=alt.Scale(zero=of.zero),
        ),
        color=parts.colour(by),
    )
    told = parts.tooltip(of, y, labels=[by, x], n=n)
    lines = chart.mark_line(strokeWidth=2)
    points = chart.mark_point(filled=True, size=70, opacity=1).encode(tooltip=told)
    return parts.layered([lines, points])


def sparkline(frame: pd.DataFrame, x: str, y: str, *, unit: str | None = None) -> Drawing:
    """A line of a few millimetres with its last point, without axes."""
    of = measure(unit or y)
    ready = frames.prepared(frame, dates=[x], numbers=[y])
    step = frames.every(ready, x)
    ready, _ = frames.thinned(frames.without_gaps(ready, x, None, step), x, step)
    last = ready.dropna(subset=[y])[x].max() if len(ready) else None
    ready = ready.assign(is_last=ready[x] == last)
    size = {"width": 120, "height": 40, "background": "transparent"}
    return Drawing({**size, **_sparkline(of, x, y, step)}, {ROWS: ready})


@template
def _sparkline(of: Measure, x: str, y: str, step: str) -> alt.LayerChart:
    chart = alt.Chart().encode(
        x=alt.X(field=x, type="temporal", axis=None),
        y=alt.Y(field=y, type="quantitative", axis=None, scale=alt.Scale(zero=False)),
        color=parts.MAIN,
    )
    told = parts.tooltip(of, y, day=(x, step))
    dot = chart.mark_point(filled=True, size=30, opacity=1)
    end = dot.encode(tooltip=told).transform_filter("datum.is_last")
    lines = parts.layered([chart.mark_line(strokeWidth=1.5), end])
    return lines.configure_view(stroke=None)


def _parted(frame: pd.DataFrame, x: str, y: str, by: str | None, incomplete: str) -> pd.DataFrame:
    """`whole` and `partial` hold what each line draws; a dashed one begins at its whole neighbour.

    `is_lone` marks points with no neighbour, which no line would show.
    """
    whole = np.array([flag is not False for flag in frame[incomplete]], dtype=bool)
    frame = frame.assign(**{incomplete: whole})
    frame = frame.sort_values([by, x] if by else [x], kind="stable").reset_index(drop=True)
    whole, values = frame[incomplete].to_numpy(), frame[y].to_numpy()
    same = np.ones(max(len(frame) - 1, 0), dtype=bool)
    if by:
        labels = frame[by].to_numpy()
        same = labels[1:] == labels[:-1]
    near, joined = (_beside(flag, same) for flag in (~whole, ~np.isnan(values)))
    return frame.assign(
        whole=np.where(whole, values, np.nan),
        partial=np.where(~whole | near, values, np.nan),
        is_lone=~joined,
    )


def _beside(flags: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Whether the flag of a neighbour in the same series is set."""
    found = np.zeros(len(flags), dtype=bool)
    found[1:] |= flags[:-1] & same
    found[:-1] |= flags[1:] & same
    return found


def _points(chart: alt.Chart, incomplete: str, *, all_whole: bool, many: bool) -> list[alt.Chart]:
    """Filled where the period is whole, hollow where not; in long series there to be touched."""
    filled = chart.mark_point(filled=True, size=45)
    if many:
        filled = filled.encode(opacity=parts.pale("!datum.is_lone", to=0))
    if all_whole:
        return [filled]
    hollow = chart.mark_point(filled=False, size=45, strokeWidth=2)
    return [
        filled.transform_filter(f"datum.{incomplete}"),
        hollow.transform_filter(f"!datum.{incomplete}"),
    ]
