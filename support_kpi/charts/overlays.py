"""What is drawn over a trend: reference lines, targets month by month, what happened when."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from support_kpi.charts import frames, parts
from support_kpi.charts.measures import Measure

TARGET = alt.ColorValue("#d55e00")
MOST_LABELS, LABEL_LETTERS, LINES, LINE_PIXELS = 12, 24, 3, 13


def references(levels: Mapping[str, float] | None, y: str, level: alt.Y) -> list[alt.Chart]:
    """A dashed line across for each level, named at its left end."""
    if not levels:
        return []
    chart = alt.Chart(pd.DataFrame({"label": list(levels), y: list(levels.values())})).encode(
        y=level, color=parts.GREY
    )
    name = chart.mark_text(align="left", baseline="bottom", dx=4, dy=-2)
    return [
        chart.mark_rule(strokeDash=[6, 4]),
        name.encode(x=alt.XValue(0), text=alt.Text(field="label", type="nominal")),
    ]


def targets(
    levels: pd.DataFrame | None,
    x: str,
    days: alt.X,
    of: Measure,
    scale: alt.Scale,
    tone: parts.Colour | None,
    by: str | None,
) -> list[alt.Chart]:
    """A step for each month that has a target, and its band; in the colour of its segment.

    `levels` has the columns `x`, `period_end`, `target`, `target_low`, `target_high`, `origin`.
    """
    if levels is None or levels.empty:
        return []
    ready = frames.prepared(
        levels,
        dates=[x, "period_end"],
        labels=[by],
        numbers=["target", "target_low", "target_high"],
    ).assign(origin=frames.labelled(levels["origin"].fillna("entered here")).to_numpy())
    chart = alt.Chart(frames.fitting(ready)).encode(
        x=days,
        x2=alt.X2(field="period_end"),
        color=tone if by and tone is not None else TARGET,
        tooltip=[
            *parts.tooltip(of, "target", day=(x, "month"), labels=[by]),
            *(
                alt.Tooltip(field=name, type="quantitative", title=title, format=of.exact)
                for name, title in (
                    ("target_low", "Target from"),
                    ("target_high", "Target to"),
                )
            ),
            alt.Tooltip(field="origin", type="nominal", title="Target of"),
        ],
    )

    def place(name: str) -> alt.Y:
        return alt.Y(field=name, type="quantitative", title=of.title, scale=scale)

    line = chart.mark_rule(strokeWidth=2.5, strokeCap="butt").encode(y=place("target"))
    band = chart.mark_rect(opacity=0.18).encode(
        y=place("target_low"), y2=alt.Y2(field="target_high")
    )
    return [band.transform_filter("datum.target_high > datum.target_low"), line]


def events(notes: pd.DataFrame | None, x: str, days: alt.X) -> list[alt.Chart]:
    """A thin upright line for each event, shaded to its last day, named at its top.

    `notes` has the columns `first_day`, `last_day` and `text`.
    """
    if notes is None or notes.empty:
        return []
    ready = frames.prepared(notes, dates=["first_day", "last_day"], labels=["text"])
    ready = ready.rename(columns={"first_day": x}).sort_values(x, kind="stable")
    middle = ready[x].min() + (ready[x].max() - ready[x].min()) / 2
    ready = ready.assign(
        until=ready["last_day"] + pd.Timedelta(days=1),
        is_long=ready["last_day"] > ready[x],
        line=[position % LINES for position in range(len(ready))],
        is_late=(ready[x] > middle).to_numpy(),
        short=[
            text if len(text) <= LABEL_LETTERS else f"{text[: LABEL_LETTERS - 1]}…"
            for text in ready["text"]
        ],
    )
    told = [
        alt.Tooltip(field=x, type="temporal", title="From", format="%-d %b %Y"),
        alt.Tooltip(field="last_day", type="temporal", title="To", format="%-d %b %Y"),
        alt.Tooltip(field="text", type="nominal", title="What happened"),
    ]
    chart = alt.Chart(frames.fitting(ready)).encode(x=days, color=parts.GREY, tooltip=told)
    span = chart.mark_rect(opacity=0.15).encode(x2=alt.X2(field="until"))
    layers = [
        span.transform_filter("datum.is_long"),
        chart.mark_rule(strokeDash=[2, 2], strokeWidth=1.5),
    ]
    if len(ready) > MOST_LABELS:
        return layers
    for (line, is_late), part in ready.groupby(["line", "is_late"]):
        name = alt.Chart(part).mark_text(
            align="right" if is_late else "left",
            baseline="top",
            dx=-4 if is_late else 4,
            dy=2 + LINE_PIXELS * int(str(line)),
            fontSize=11,
        )
        layers.append(
            name.encode(
                x=days,
                y=alt.YValue(0),
                color=parts.GREY,
                text=alt.Text(field="short", type="nominal"),
                tooltip=told,
            )
        )
    return layers
