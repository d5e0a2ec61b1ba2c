"""Shapes along time: trend, share over time, slope, sparkline."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, overlays, parts
from support_kpi.charts.measures import measure

MANY_PERIODS = 40
MOST_BARS = 60


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
) -> alt.LayerChart:
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
    scale = alt.Scale(zero=of.zero, nice=True)
    days = parts.time_axis(ready, x, step)
    chart = alt.Chart().encode(x=days, color=parts.colour(by, ready))
    level = alt.Y(
        field=y, type="quantitative", title=of.title, scale=scale, axis=parts.value_axis(of)
    )
    layers: list[alt.Chart] = []
    if low and high:
        band = chart.mark_area(opacity=0.12 if by else 0.2, strokeWidth=0)
        layers.append(
            band.encode(
                y=alt.Y(field=low, type="quantitative", title=of.title, scale=scale),
                y2=alt.Y2(field=high),
            )
        )
    whole = alt.Y(field="whole", type="quantitative", title=of.title, scale=scale)
    layers.append(chart.mark_line(strokeWidth=2).encode(y=whole))
    all_whole = all(ready[incomplete])
    if not all_whole:
        partial = alt.Y(field="partial", type="quantitative", title=of.title, scale=scale)
        layers.append(chart.mark_line(strokeWidth=2, strokeDash=[4, 3]).encode(y=partial))
    told = parts.tooltip(of, y, day=(x, step), labels=[by], low=low, high=high, n=n, reach=reach)
    layers += _points(
        chart.encode(y=level, tooltip=told),
        incomplete,
        all_whole=all_whole,
        many=len(set(ready[x])) > MANY_PERIODS,
    )
    layers += overlays.references(reference, y, level)
    layers += overlays.targets(targets, x, days, of, scale, parts.colour(by, ready), by)
    layers += overlays.events(annotations, x, days)
    return parts.layered(ready, layers, title, notes=notes)


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
) -> alt.Chart | alt.LayerChart:
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
    axis = alt.Axis(format=".0%", labelAngle=0, tickCount=5)
    days = parts.time_axis(ready, x, step)
    is_noted = annotations is not None and not annotations.empty
    framed = {} if is_noted else parts.framed(title, notes)
    encoded = alt.Chart(ready, **framed).encode(
        x=days,
        y=alt.Y(
            field=y,
            type="quantitative",
            stack="normalize" if of.is_count else "zero",
            scale=alt.Scale(zero=True, domain=[0, 1]),
            axis=axis,
            title="Share" if of.is_count else of.title,
        ),
        color=parts.colour(by, ready),
        order=alt.Order(field="position", type="quantitative"),
        tooltip=parts.tooltip(of, y, day=(x, step), labels=[by], n=n),
    )
    if is_bars:
        faded = parts.pale(f"!datum.{incomplete}")
        drawn = encoded.mark_bar(orient="vertical").encode(
            x2=alt.X2(field="bar_end"), opacity=faded
        )
    else:
        drawn = encoded.mark_area()
    if not is_noted:
        return drawn
    layers = [drawn, *overlays.events(annotations, x, days)]
    return alt.LayerChart(layer=layers, **parts.framed(title, notes))


def slope(
    frame: pd.DataFrame,
    x: str,
    y: str,
    by: str,
    *,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> alt.LayerChart:
    """A line for each segment from the first value of `x` to the last, in the frame's order."""
    of = measure(unit or y)
    ready = frames.fitting(frames.prepared(frame, labels=[x, by], numbers=[y, n]))
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
        color=parts.colour(by, ready),
    )
    told = parts.tooltip(of, y, labels=[by, x], n=n)
    lines = chart.mark_line(strokeWidth=2)
    points = chart.mark_point(filled=True, size=70, opacity=1).encode(tooltip=told)
    return parts.layered(ready, [lines, points], title)


def sparkline(frame: pd.DataFrame, x: str, y: str, *, unit: str | None = None) -> alt.LayerChart:
    """A line of a few millimetres with its last point, without axes."""
    of = measure(unit or y)
    ready = frames.prepared(frame, dates=[x], numbers=[y])
    step = frames.every(ready, x)
    ready, _ = frames.thinned(frames.without_gaps(ready, x, None, step), x, step)
    chart = alt.Chart().encode(
        x=alt.X(field=x, type="temporal", axis=None),
        y=alt.Y(field=y, type="quantitative", axis=None, scale=alt.Scale(zero=False)),
        color=parts.MAIN,
    )
    told = parts.tooltip(of, y, day=(x, step))
    last = ready.dropna(subset=[y])[x].max() if len(ready) else None
    dot = chart.mark_point(filled=True, size=30, opacity=1)
    end = dot.encode(tooltip=told).transform_filter("datum.is_last")
    return alt.LayerChart(
        data=ready.assign(is_last=ready[x] == last),
        layer=[chart.mark_line(strokeWidth=1.5), end],
        width=120,
        height=40,
        background="transparent",
    ).configure_view(stroke=None)


def _parted(frame: pd.DataFrame, x: str, y: str, by: str | None, incomplete: str) -> pd.DataFrame:
    """`whole` and `partial` hold what each line draws; a dashed one begins at its whole neighbour.

    `is_lone` marks points with no neighbour, which no line would show.
    """
    frame = frame.assign(**{incomplete: frame[incomplete].fillna(True).astype(bool)})
    frame = frame.sort_values([by, x] if by else [x], kind="stable").reset_index(drop=True)
    cut, known = ~frame[incomplete], frame[y].notna()
    after = frame[by].eq(frame[by].shift()) if by else pd.Series(True, frame.index)
    before = after.shift(-1, fill_value=False)
    near, joined = (
        (flag.shift(1, fill_value=False) & after) | (flag.shift(-1, fill_value=False) & before)
        for flag in (cut, known)
    )
    return frame.assign(
        whole=frame[y].where(~cut), partial=frame[y].where(cut | near), is_lone=~joined
    )


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
