"""What the segments add to a change: bars of the parts either side of zero, a dot for the sum."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, parts
from support_kpi.charts.drawing import ROWS, Drawing, template
from support_kpi.charts.measures import Measure, measure

PIECES = "pieces"
TONES = (colours.MAIN, "#d55e00")


def contributions(
    frame: pd.DataFrame,
    by: str,
    pieces: Mapping[str, str],
    whole: str,
    *,
    low: str,
    high: str,
    unit: str,
    title: str = "",
) -> Drawing:
    """`pieces` are the columns that add up to `whole`, with a label each."""
    of = measure(f"{unit}_change")
    ready = frames.fitting(frames.prepared(frame, labels=[by], numbers=[*pieces, whole, low, high]))
    long = ready.melt([by], list(pieces), var_name="piece", value_name="amount").assign(
        piece=lambda rows: rows["piece"].map(pieces)
    )
    return parts.drawn(
        _contributions(of, by, tuple(pieces.values()), whole, low, high),
        {ROWS: ready, PIECES: long},
        title,
        height=parts.rows_height(len(ready)),
    )


@template
def _contributions(
    of: Measure, by: str, labels: tuple[str, ...], whole: str, low: str, high: str
) -> alt.LayerChart:
    rows = parts.rows_axis(by)
    tone = alt.Scale(domain=list(labels), range=list(TONES[: len(labels)]))
    bars = (
        alt.Chart(alt.NamedData(name=PIECES))
        .mark_bar(height={"band": 0.6})
        .encode(
            y=rows,
            x=alt.X(
                field="amount",
                type="quantitative",
                stack="zero",
                title=of.title,
                axis=parts.value_axis(of),
                scale=alt.Scale(zero=True),
            ),
            color=alt.Color(field="piece", type="nominal", scale=tone, legend=parts.legend(2)),
            tooltip=[
                alt.Tooltip(field=by, type="nominal", title=by.capitalize()),
                alt.Tooltip(field="piece", type="nominal", title="Part"),
                alt.Tooltip(field="amount", type="quantitative", title="Adds", format=of.exact),
            ],
        )
    )
    chart = alt.Chart().encode(y=rows, color=parts.GREY)
    told = parts.tooltip(of, whole, labels=[by], low=low, high=high)
    reach = chart.mark_rule(strokeWidth=2).encode(
        x=parts.amount(low, of, zero=True), x2=alt.X2(field=high)
    )
    dot = chart.mark_point(filled=True, size=70, opacity=1).encode(
        x=parts.amount(whole, of, zero=True), tooltip=told
    )
    return parts.layered([bars, reach, dot])
