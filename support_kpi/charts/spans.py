"""Stretches of time: what somebody was from one day to the next."""

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, parts
from support_kpi.charts.drawing import Drawing, template

UNDECIDED = "undecided"


def spans(
    frame: pd.DataFrame,
    start: str,
    end: str,
    by: str,
    value: str,
    *,
    text: str,
    title: str = "",
) -> Drawing:
    """A row for each segment, a bar for each stretch, coloured by its value and with a text on top.

    What is no tier is drawn grey; the text says how many characteristics are in place.
    """
    ready = frames.fitting(frames.prepared(frame, dates=[start, end], labels=[by, value, text]))
    known = [name for name in colours.TIER_COLOURS if name in set(ready[value])]
    others = [name for name in dict.fromkeys(ready[value]) if name not in known]
    shades = {name: colours.TIER_COLOURS[name] for name in known}
    shades |= dict.fromkeys(others, colours.NEUTRAL)
    return parts.drawn(
        _spans(start, end, by, value, text),
        ready,
        title,
        parts.toned(shades) | parts.ticks(ready, start, "day"),
        height=parts.rows_height(round(1.6 * len(set(ready[by])))),
    )


@template
def _spans(start: str, end: str, by: str, value: str, text: str) -> alt.LayerChart:
    told = [
        alt.Tooltip(field=by, type="nominal", title=by.capitalize()),
        alt.Tooltip(field=value, type="nominal", title=value.capitalize()),
        alt.Tooltip(field=text, type="nominal", title="In place"),
        alt.Tooltip(field=start, type="temporal", title="From", format="%-d %b %Y"),
        alt.Tooltip(field=end, type="temporal", title="Until", format="%-d %b %Y"),
    ]
    days = parts.time_axis(start, "day")
    chart = alt.Chart().encode(y=parts.rows_axis(by), x=days, tooltip=told)
    bars = chart.mark_bar(height={"band": 0.3}, cornerRadius=3).encode(
        x2=alt.X2(field=end),
        color=alt.Color(field=value, type="nominal", scale=parts.scale(), legend=parts.legend(4)),
    )
    texts = chart.mark_text(align="left", baseline="bottom", dx=2, dy=-7).encode(
        text=alt.Text(field=text, type="nominal"), color=parts.GREY
    )
    return parts.layered([bars, texts])
