"""Shapes of two directions: heat map of the week, matrix from one channel to another."""

from typing import Any

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, parts
from support_kpi.charts.drawing import ROWS, Drawing, Slot, template
from support_kpi.charts.measures import Measure, measure

WEEKDAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}


def heatmap(
    frame: pd.DataFrame,
    value: str,
    *,
    x: str = "hour",
    y: str = "weekday",
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
) -> Drawing:
    """Hours across, weekdays (1 is Monday) down; the stronger the colour, the more."""
    of = measure(unit or value)
    ready = frames.fitting(frames.prepared(frame, numbers=[x, y, value, n])).sort_values([y, x])
    ready = ready.assign(**{x: ready[x].map("{:.0f}".format), y: ready[y].map(WEEKDAYS.get)})
    return parts.drawn(_heatmap(of, x, y, value, n), ready, title)


@template
def _heatmap(of: Measure, x: str, y: str, value: str, n: str | None) -> alt.Chart:
    shade = alt.Color(
        field=value,
        type="quantitative",
        scale=alt.Scale(zero=of.zero, range=list(colours.RAMP)),
        legend=alt.Legend(title=of.title, format=of.axis, orient="bottom", gradientLength=200),
    )
    chart = alt.Chart(alt.NamedData(name=ROWS)).mark_rect(cornerRadius=2, invalid=None)
    return chart.encode(
        x=parts.columns_axis(x, title="Hour of the day", every_label=False),
        y=parts.rows_axis(y),
        color=shade,
        tooltip=parts.tooltip(of, value, labels=[y, x], n=n),
    )


def matrix(
    frame: pd.DataFrame,
    value: str,
    *,
    x: str = "channel_to",
    y: str = "channel_from",
    n: str | None = None,
    unit: str | None = None,
    title: str = "",
    as_given: bool = False,
) -> Drawing:
    """From each segment, down, to each other, across, with the number in the cell; `as_given`
    keeps the order of the frame."""
    of = measure(unit or value)
    ready = frames.fitting(frames.prepared(frame, labels=[x, y], numbers=[value, n]))
    middle = (ready[value].min() + ready[value].max()) / 2
    ready = ready.assign(
        written=[of.text(number) for number in ready[value]], is_dark=ready[value] > middle
    )
    sides = {name: list(ready[name].unique()) for name in (x, y)}
    if not as_given:
        sides = {name: colours.ordered(found) for name, found in sides.items()}
    height = parts.rows_height(2 * len(sides[y]))
    return parts.drawn(_matrix(of, x, y, value, n), ready, title, sides, height=min(height, 560))


@template
def _matrix(of: Measure, x: str, y: str, value: str, n: str | None) -> alt.LayerChart:
    chart = alt.Chart().encode(
        x=parts.columns_axis(x, can_turn=True, **_side(x)),
        y=parts.rows_axis(y, **_side(y)),
        tooltip=parts.tooltip(of, value, labels=[y, x], n=n),
    )
    cells = chart.mark_rect(cornerRadius=2).encode(
        color=alt.Color(
            field=value,
            type="quantitative",
            scale=alt.Scale(zero=False, range=list(colours.CELLS)),
            legend=None,
        )
    )
    on_cell = alt.ColorValue("#11131a", condition={"test": "datum.is_dark", "value": "white"})
    texts = chart.mark_text().encode(text=alt.Text(field="written", type="nominal"), color=on_cell)
    return parts.layered([cells, texts])


def _side(name: str) -> dict[str, Any]:
    title = name.replace("channel_", "").replace("_", " ").capitalize()
    return {"sort": [Slot(name)], "title": title}
