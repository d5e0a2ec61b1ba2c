"""What is drawn over a trend: reference lines, targets month by month, what happened when."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from support_kpi.charts import frames, parts
from support_kpi.charts.drawing import ROWS
from support_kpi.charts.measures import Measure

TARGET = alt.ColorValue("#d55e00")
MOST_LABELS, LABEL_LETTERS, LINES, LINE_PIXELS = 12, 24, 3, 13
LEVELS, TARGETS, EVENTS = "levels", "targets", "events"
Spots = tuple[tuple[int, bool], ...] | None


def references(y: str, level: alt.Y) -> list[alt.Chart]:
    """A dashed line across for each level, named at its left end."""
    chart = alt.Chart(alt.NamedData(name=LEVELS)).encode(y=level, color=parts.GREY)
    name = chart.mark_text(align="left", baseline="bottom", dx=4, dy=-2)
    return [
        chart.mark_rule(strokeDash=[6, 4]),
        name.encode(x=alt.XValue(0), text=alt.Text(field="label", type="nominal")),
    ]


def reference_rows(levels: Mapping[str, float], y: str) -> pd.DataFrame:
    return pd.DataFrame({"label": list(levels), y: list(levels.values())})


def targets(
    x: str,
    days: alt.X,
    of: Measure,
    scale: alt.Scale,
    tone: parts.Colour | None,
    by: str | None,
) -> list[alt.Chart]:
    """A step for each month that has a target, and its band; in the colour of its segment."""
    chart = alt.Chart(alt.NamedData(name=TARGETS)).encode(
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


def target_rows(levels: pd.DataFrame | None, x: str, by: str | None) -> pd.DataFrame:
    """`levels` has the columns `x`, `period_end`, `target`, `target_low`, `target_high`, `origin`;
    no rows for none."""
    if levels is None or levels.empty:
        return pd.DataFrame()
    ready = frames.prepared(
        levels,
        dates=[x, "period_end"],
        labels=[by],
        numbers=["target", "target_low", "target_high"],
    ).assign(origin=frames.labelled(levels["origin"].fillna("entered here")))
    return frames.fitting(ready)


def events(x: str, days: alt.X, spots: Spots) -> list[alt.Chart]:
    """A thin upright line for each event, shaded to its last day, named above it."""
    if spots is None:
        return []
    told = [
        alt.Tooltip(field=x, type="temporal", title="From", format="%-d %b %Y"),
        alt.Tooltip(field="last_day", type="temporal", title="To", format="%-d %b %Y"),
        alt.Tooltip(field="text", type="nominal", title="What happened"),
    ]
    chart = alt.Chart(alt.NamedData(name=EVENTS)).encode(x=days, color=parts.GREY, tooltip=told)
    span = chart.mark_rect(opacity=0.15).encode(x2=alt.X2(field="until"))
    layers = [
        span.transform_filter("datum.is_long"),
        chart.mark_rule(strokeDash=[2, 2], strokeWidth=1.5),
    ]
    for line, is_late in spots:
        name = chart.mark_text(
            align="right" if is_late else "left",
            baseline="bottom",
            dx=-4 if is_late else 4,
            dy=-2 - LINE_PIXELS * line,
            fontSize=11,
        ).encode(y=alt.YValue(0), text=alt.Text(field="short", type="nominal"))
        is_here = f"datum.line == {line} && {'' if is_late else '!'}datum.is_late"
        layers.append(name.transform_filter(is_here))
    return layers


def event_rows(notes: pd.DataFrame | None, rows: pd.DataFrame, x: str) -> pd.DataFrame:
    """`notes` has the columns `first_day`, `last_day` and `text`; no rows for none. A name runs
    back from its event where that is late in the days `x` of `rows`: else it ends off the chart."""
    if notes is None or notes.empty:
        return pd.DataFrame()
    firsts, lasts = (
        [pd.Timestamp(day) for day in frames.days(notes[name])]
        for name in ("first_day", "last_day")
    )
    told = zip(firsts, lasts, frames.labelled(notes["text"]), strict=True)
    listed = sorted(told, key=lambda event: event[0])
    middle = pd.Timestamp(rows[x].min()) + (rows[x].max() - rows[x].min()) / 2
    ready = pd.DataFrame(
        {
            x: first,
            "last_day": last,
            "text": text,
            "until": last + pd.Timedelta(days=1),
            "is_long": last > first,
            "line": position % LINES,
            "is_late": first > middle,
            "short": text if len(text) <= LABEL_LETTERS else f"{text[: LABEL_LETTERS - 1]}…",
        }
        for position, (first, last, text) in enumerate(listed)
    )
    return frames.fitting(ready)


def spots(events: pd.DataFrame) -> Spots:
    """Where names of events stand, in which line and on which side: nowhere where they are too
    many, None without events."""
    if events.empty:
        return None
    if len(events) > MOST_LABELS:
        return ()
    found = zip(events["line"].tolist(), events["is_late"].tolist(), strict=True)
    return tuple(sorted(set(found)))


def beneath(rows: pd.DataFrame, **over: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of a chart with those of what is drawn over it, where there are any."""
    return {ROWS: rows} | {name: frame for name, frame in over.items() if len(frame)}
