"""Shapes that rise from zero: ranked bars, distribution, plan and actual."""

from typing import TypeVar

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, overlays, parts
from support_kpi.charts.drawing import ROWS, Drawing, Slot, template
from support_kpi.charts.measures import Measure, measure

Place = TypeVar("Place", alt.X, alt.Y)


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
) -> Drawing:
    """Segments from the largest value to the smallest, with interval and base."""
    of = measure(unit or x)
    ready = parts.with_base(frames.prepared(frame, labels=[by], numbers=[x, low, high, n]), n)
    ready = ready.sort_values(x, ascending=False, kind="stable")
    notes = [f"The first {most} of {len(ready)} are drawn."] if len(ready) > most else []
    ready = ready.head(most)
    return parts.drawn(
        _ranked(of, x, by, low, high, n, is_fixed=parts.is_fixed(by, ready)),
        ready,
        title,
        parts.tones(by, ready),
        notes=notes,
        height=parts.rows_height(len(ready)),
    )


@template
def _ranked(
    of: Measure,
    x: str,
    by: str,
    low: str | None,
    high: str | None,
    n: str | None,
    *,
    is_fixed: bool,
) -> alt.LayerChart:
    chart = alt.Chart().encode(y=parts.rows_axis(by))
    bars = chart.mark_bar(height={"band": 0.7}).encode(
        x=parts.amount(x, of, zero=True),
        color=parts.own_colour(by, is_fixed=is_fixed),
        opacity=parts.by_base(n),
        tooltip=parts.tooltip(of, x, labels=[by], low=low, high=high, n=n),
    )
    return parts.layered([bars, *_intervals(chart, of, low, high), *parts.bases(chart, n)])


def distribution(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> Drawing:
    """How many fall into each of the given bins, in the order of the frame."""
    of = measure(unit or y)
    ready = frames.fitting(frames.prepared(frame, labels=[x, by], numbers=[y, n]))
    return parts.drawn(_distribution(of, x, y, by, n), ready, title, parts.tones(by, ready))


@template
def _distribution(of: Measure, x: str, y: str, by: str | None, n: str | None) -> alt.Chart:
    chart = (
        alt.Chart(alt.NamedData(name=ROWS))
        .mark_bar()
        .encode(
            x=parts.columns_axis(x),
            y=_from_zero(alt.Y, y, of),
            color=parts.colour(by),
            tooltip=parts.tooltip(of, y, labels=[x, by], n=n),
        )
    )
    if by:
        side = alt.XOffset(field=by, type="nominal", sort=[Slot("segments")])
        chart = chart.encode(xOffset=side)
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
) -> Drawing:
    """Bars of what was spent with a tick where the plan was, along names or along time.

    Annotations are as `overlays` takes them and stand along time alone.
    """
    of = measure(unit or actual.removeprefix("actual_"))
    names = {"drawn_actual": "Actual", "drawn_plan": "Plan"}
    if not frames.is_dates(frame, by):
        ready = frames.fitting(frames.prepared(frame, labels=[by], numbers=[plan, actual]))
        ready = ready.assign(**names)
        height = parts.rows_height(len(ready))
        return parts.drawn(_along_names(of, by, plan, actual), ready, title, height=height)
    ready = frames.fitting(frames.prepared(frame, dates=[by], numbers=[plan, actual]))
    step = frames.every(ready, by)
    ready = parts.bars_in_time(ready, by, step).assign(**names)
    events = overlays.event_rows(annotations, ready, by)
    return parts.drawn(
        _along_time(of, by, plan, actual, step, overlays.spots(events)),
        overlays.beneath(ready, events=events),
        title,
        parts.ticks(ready, by, step),
    )


@template
def _along_names(of: Measure, by: str, plan: str, actual: str) -> alt.LayerChart:
    told = [alt.Tooltip(field=by, type="nominal"), *_both(of, plan, actual)]
    chart = alt.Chart().encode(y=parts.rows_axis(by), tooltip=told)
    bars = chart.mark_bar(height={"band": 0.55})
    ticks = chart.mark_tick(thickness=3, size=26, opacity=1)
    return parts.layered(
        [
            marks.encode(x=_from_zero(alt.X, name, of), color=_side(label))
            for marks, name, label in (
                (bars, actual, "drawn_actual"),
                (ticks, plan, "drawn_plan"),
            )
        ]
    )


@template
def _along_time(
    of: Measure, by: str, plan: str, actual: str, step: str, spots: overlays.Spots
) -> alt.LayerChart:
    day = alt.Tooltip(field=by, type="temporal", format=parts.day_format(step))
    days = parts.time_axis(by, step)
    chart = alt.Chart().encode(
        x=days, x2=alt.X2(field="bar_end"), tooltip=[day, *_both(of, plan, actual)]
    )
    bars, ticks = chart.mark_bar(orient="vertical"), chart.mark_rule(strokeWidth=3)
    layers = [
        marks.encode(y=_from_zero(alt.Y, name, of), color=_side(label))
        for marks, name, label in ((bars, actual, "drawn_actual"), (ticks, plan, "drawn_plan"))
    ]
    return parts.layered([*layers, *overlays.events(by, days, spots)])


def _both(of: Measure, plan: str, actual: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(field=name, type="quantitative", title=label, format=of.exact)
        for name, label in ((actual, "Actual"), (plan, "Plan"))
    ]


def _side(label: str) -> alt.Color:
    series = alt.Scale(domain=["Actual", "Plan"], range=[colours.MAIN, "#d55e00"])
    return alt.Color(field=label, type="nominal", scale=series, legend=parts.legend(2))


def _from_zero(place: type[Place], name: str, of: Measure) -> Place:
    return place(
        field=name,
        type="quantitative",
        title=of.title,
        axis=parts.value_axis(of),
        scale=alt.Scale(zero=True),
    )


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
