"""Shapes without a baseline: dots with intervals, ranges."""

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, parts
from support_kpi.charts.drawing import ROWS, Drawing, Slot, template
from support_kpi.charts.measures import Measure, measure

LEVEL = "level"


def dots(
    frame: pd.DataFrame,
    x: str,
    by: str,
    *,
    pair: str | None = None,
    low: str | None = None,
    high: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
    reference: float | None = None,
    is_log: bool = False,
) -> Drawing:
    """A dot and its interval for each segment; `pair` sets an earlier and a later one side by side.

    The first value of `pair` in the frame is the earlier, drawn hollow. Ratios stand on a
    logarithmic axis: twice and half are as far from 1.
    """
    of = measure(unit or x)
    ready = parts.with_base(frames.prepared(frame, labels=[by, pair], numbers=[x, low, high, n]), n)
    frames.fitting(ready)
    has_level = reference is not None
    rows = {ROWS: ready}
    if has_level:
        rows[LEVEL] = pd.DataFrame({x: [reference]})
    if pair:
        before, *after = list(ready[pair].unique()) or [""]
        values = {"segments": [before, *after]}
    else:
        values = parts.tones(by, ready)
    return parts.drawn(
        _dots(
            of,
            x,
            by,
            pair,
            low,
            high,
            n,
            has_level=has_level,
            is_log=is_log,
            is_fixed=not pair and parts.is_fixed(by, ready),
        ),
        rows,
        title,
        values,
        height=parts.rows_height(len(ready) if not pair else round(len(ready) * 0.7)),
    )


@template
def _dots(
    of: Measure,
    x: str,
    by: str,
    pair: str | None,
    low: str | None,
    high: str | None,
    n: str | None,
    *,
    has_level: bool,
    is_log: bool,
    is_fixed: bool,
) -> alt.LayerChart:
    chart = alt.Chart().encode(y=parts.rows_axis(by))
    layers: list[alt.Chart] = []
    if pair:
        tone = alt.Scale(domain=[Slot("segments")], range=[colours.NEUTRAL, colours.MAIN])
        colour = alt.Color(field=pair, type="nominal", scale=tone, legend=parts.legend(2))
        chart = chart.encode(
            color=colour, yOffset=alt.YOffset(field=pair, type="nominal", sort=None)
        )
    else:
        chart = chart.encode(color=parts.own_colour(by, is_fixed=is_fixed))
    if has_level:
        level = alt.Chart(alt.NamedData(name=LEVEL)).mark_rule(strokeDash=[6, 4])
        layers.append(
            level.encode(x=parts.amount(x, of, zero=of.zero, is_log=is_log), color=parts.GREY)
        )
    if low and high:
        reach = chart.mark_rule(strokeWidth=2)
        layers.append(
            reach.encode(
                x=parts.amount(low, of, zero=of.zero, is_log=is_log), x2=alt.X2(field=high)
            )
        )
    marks = chart.mark_point(filled=True, size=90).encode(
        x=parts.amount(x, of, zero=of.zero, is_log=is_log),
        opacity=parts.by_base(n),
        tooltip=parts.tooltip(of, x, labels=[by, pair], low=low, high=high, n=n),
    )
    return parts.layered([*layers, marks, *([] if pair else parts.bases(chart, n))])


def range_bar(
    frame: pd.DataFrame,
    by: str,
    low: str,
    high: str,
    *,
    point: str | None = None,
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> Drawing:
    """From a lower to an upper end for each segment, with a dot for the value between."""
    of = measure(unit or point or low)
    ready = frames.fitting(frames.prepared(frame, labels=[by], numbers=[low, high, point, n]))
    return parts.drawn(
        _range(of, by, low, high, point, n, is_fixed=parts.is_fixed(by, ready)),
        ready,
        title,
        parts.tones(by, ready),
        height=parts.rows_height(len(ready)),
    )


@template
def _range(
    of: Measure,
    by: str,
    low: str,
    high: str,
    point: str | None,
    n: str | None,
    *,
    is_fixed: bool,
) -> alt.LayerChart:
    chart = alt.Chart().encode(
        y=parts.rows_axis(by),
        color=parts.own_colour(by, is_fixed=is_fixed),
        tooltip=[
            *parts.tooltip(of, point or low, labels=[by], low=low, high=high, n=n),
        ],
    )
    layers = [
        chart.mark_bar(height={"band": 0.45}, opacity=0.45, cornerRadius=3).encode(
            x=parts.amount(low, of, zero=of.zero), x2=alt.X2(field=high)
        )
    ]
    if point:
        marks = chart.mark_point(filled=True, size=90, opacity=1)
        layers.append(marks.encode(x=parts.amount(point, of, zero=of.zero)))
    return parts.layered(layers)
