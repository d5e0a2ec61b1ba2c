"""Shapes that rise from zero: ranked bars, distribution, plan and actual."""

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, overlays, parts
from support_kpi.charts.measures import Measure, measure


def ranked_bars(
    frame: pd.DataFrame,
    x: str,
    by: str,
    *,
    low: str | None = None,
    high: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
    most: int = 30,
) -> alt.LayerChart:
    """Segments from the largest value to the smallest, with interval and base."""
    of = measure(unit or x)
    ready = parts.with_base(frames.prepared(frame, labels=[by], numbers=[x, low, high, n]), n)
    ready = ready.sort_values(x, ascending=False, kind="stable")
    notes = [f"The first {most} of {len(ready)} are drawn."] if len(ready) > most else []
    ready = ready.head(most)
    chart = alt.Chart().encode(y=parts.rows_axis(by))
    bars = chart.mark_bar(height={"band": 0.7}).encode(
        x=parts.amount(x, of, zero=True),
        color=parts.own_colour(by, ready),
        opacity=parts.by_base(n),
        tooltip=parts.tooltip(of, x, labels=[by], low=low, high=high, n=n),
    )
    layers = [bars, *_intervals(chart, of, low, high), *parts.bases(chart, n)]
    return parts.layered(ready, layers, title, notes=notes, height=parts.rows_height(len(ready)))


def distribution(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> alt.Chart:
    """How many fall into each of the given bins, in the order of the frame."""
    of = measure(unit or y)
    ready = frames.fitting(frames.prepared(frame, labels=[x, by], numbers=[y, n]))
    chart = (
        alt.Chart(ready, **parts.framed(title))
        .mark_bar()
        .encode(
            x=parts.columns_axis(x),
            y=alt.Y(
                field=y,
                type="quantitative",
                title=of.title,
                axis=parts.value_axis(of),
                scale=alt.Scale(zero=True),
            ),
            color=parts.colour(by, ready),
            tooltip=parts.tooltip(of, y, labels=[x, by], n=n),
        )
    )
    if by:
        chart = chart.encode(
            xOffset=alt.XOffset(
                field=by, type="nominal", sort=colours.ordered(list(ready[by].unique()))
            )
        )
    return chart


def plan_and_actual(
    frame: pd.DataFrame,
    by: str,
    plan: str,
    actual: str,
    *,
    unit: str | None = None,
    title: str = "",
    annotations: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """Bars of what was spent with a tick where the plan was, along names or along time.

    Annotations are as `overlays` takes them and stand along time alone.
    """
    of = measure(unit or actual.removeprefix("actual_"))
    series = alt.Scale(domain=["Actual", "Plan"], range=[colours.MAIN, "#d55e00"])
    told = [
        alt.Tooltip(field=name, type="quantitative", title=label, format=of.exact)
        for name, label in ((actual, "Actual"), (plan, "Plan"))
    ]
    is_time = frames.is_dates(frame, by)
    days = alt.X()
    names = {"drawn_actual": "Actual", "drawn_plan": "Plan"}
    if is_time:
        ready = frames.fitting(frames.prepared(frame, dates=[by], numbers=[plan, actual]))
        step = frames.every(ready, by)
        told.insert(0, alt.Tooltip(field=by, type="temporal", format=parts.day_format(step)))
        ready = parts.bars_in_time(ready, by, step).assign(**names)
        days = parts.time_axis(ready, by, step)
        chart = alt.Chart().encode(x=days, x2=alt.X2(field="bar_end"))
        value, ticks = alt.Y, chart.mark_rule(strokeWidth=3)
    else:
        ready = frames.fitting(frames.prepared(frame, labels=[by], numbers=[plan, actual]))
        told.insert(0, alt.Tooltip(field=by, type="nominal"))
        ready = ready.assign(**names)
        chart = alt.Chart().encode(y=parts.rows_axis(by))
        value, ticks = alt.X, chart.mark_tick(thickness=3, size=26, opacity=1)

    def layer(marks: alt.Chart, name: str, label: str) -> alt.Chart:
        place = value(
            field=name,
            type="quantitative",
            title=of.title,
            axis=parts.value_axis(of),
            scale=alt.Scale(zero=True),
        )
        tone = alt.Color(field=label, type="nominal", scale=series, legend=parts.legend(2))
        return marks.encode(place, color=tone, tooltip=told)

    bars = chart.mark_bar(orient="vertical") if is_time else chart.mark_bar(height={"band": 0.55})
    layers = [layer(bars, actual, "drawn_actual"), layer(ticks, plan, "drawn_plan")]
    if is_time:
        layers += overlays.events(annotations, by, days)
    height = parts.HEIGHT if is_time else parts.rows_height(len(ready))
    return parts.layered(ready, layers, title, height=height)


def _intervals(chart: alt.Chart, of: Measure, low: str | None, high: str | None) -> list[alt.Chart]:
    if not (low and high):
        return []
    drawn = chart.encode(color=parts.GREY)
    return [
        drawn.mark_rule(strokeWidth=2).encode(
            x=parts.amount(low, of, zero=True), x2=alt.X2(field=high)
        ),
        drawn.mark_tick(thickness=2, size=10).encode(x=parts.amount(low, of, zero=True)),
        drawn.mark_tick(thickness=2, size=10).encode(x=parts.amount(high, of, zero=True)),
    ]
