"""Two sides on one axis: a published figure as line or band, the own one as a mark on it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from support_kpi.charts import colours, frames, parts
from support_kpi.charts.drawing import Drawing, Slot, template
from support_kpi.charts.measures import Measure, measure

STEP = 80
PEERS = "#8769e1"
SURVEYED = "#009e73"
LABELS = ("row", "told", "both", "shape")
PUBLISHED = ("published", "published_low", "published_high")
OWN = ("own", "own_low", "own_high", "fact")
UNITS = {
    "share": "rate",
    "share difference": "rate_change",
    "relative change": "rate_change",
    "nps points": "nps",
    "USD": "usd",
    "ratio": "ratio",
}
OPEN_ABOVE, OPEN_BELOW = ("above", "direction", "band"), ("below", "direction", "band")


def beside(frame: pd.DataFrame, unit: str, *, axis: str = "", is_survey: bool = False) -> Drawing:
    """A row for each figure: its name, both sides, and below them what is said of it.

    Columns LABELS, PUBLISHED and OWN; `fact` is a second own value, such as a place by tickets. Own
    sides of surveys are green squares, others blue dots.
    """
    ready = frames.prepared(frame, labels=LABELS, numbers=(*PUBLISHED, *OWN))
    ready, domain = _closed(frames.fitting(ready), unit)
    return _drawn(_beside(_measure(unit, axis), is_survey=is_survey), ready, domain)


@template
def _beside(of: Measure, *, is_survey: bool) -> alt.LayerChart:
    chart = _rows()
    told = _tooltip(of, (*PUBLISHED, *OWN[:3]))
    colour = alt.ColorValue(SURVEYED) if is_survey else parts.MAIN
    reach = chart.mark_rule(strokeWidth=3, yOffset=-6).encode(
        x=_place("own_low", of), x2=alt.X2("own_high"), color=colour
    )
    shape = "square" if is_survey else "circle"
    mark = chart.mark_point(filled=True, size=110, shape=shape, opacity=1, yOffset=-6).encode(
        x=_place("own", of), color=colour, tooltip=told
    )
    second = chart.mark_point(
        size=190, shape="diamond", strokeWidth=2.5, opacity=1, yOffset=-6
    ).encode(
        x=_place("fact", of),
        color=parts.MAIN,
        tooltip=_tooltip(of, ("fact",)),
    )
    return parts.layered([*_published(chart, of, told), reach, mark, second, *_words(chart)])


def peers(frame: pd.DataFrame, *, axis: str = "Share of peers") -> Drawing:
    """How many peers share a fact, as a bar from zero, with what holds of the own organisation."""
    ready = frames.fitting(frames.prepared(frame, labels=LABELS, numbers=PUBLISHED))
    ready, domain = _closed(ready, "share")
    return _drawn(_peers(_measure("share", axis)), ready, domain)


@template
def _peers(of: Measure) -> alt.LayerChart:
    chart = _rows()
    bar = chart.mark_bar(height=14, yOffset=-6, color=PEERS, opacity=0.85).encode(
        x=_place("bar", of), x2=alt.X2Datum(0), tooltip=_tooltip(of, PUBLISHED)
    )
    reach = chart.mark_rule(strokeWidth=2, yOffset=-6).encode(
        x=_place("published_low", of), x2=alt.X2("published_high"), color=parts.GREY
    )
    return parts.layered([bar, reach, *_arrows(chart, of), *_words(chart)])


def _measure(unit: str, axis: str) -> Measure:
    return replace(measure(UNITS.get(unit, unit)), title=axis or unit.capitalize())


def _closed(frame: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, list[float]]:
    """The frame with open ends drawn to the ends of the axis, and these.

    A line stands at the value, else at the one end that is known: `about` has those that are not
    exact, `edge` the others, `bar` both.
    """
    domain = _domain(frame, unit)
    has_band = frame["published_low"].notna() | frame["published_high"].notna()
    is_above, is_below = (
        frame["shape"].isin(shapes) & has_band & (frame[name].isna() | (frame[name] == end))
        for shapes, name, end in (
            (OPEN_ABOVE, "published_high", domain[1]),
            (OPEN_BELOW, "published_low", domain[0]),
        )
    )
    line = frame["published"].fillna(frame["published_low"].where(is_above))
    line = line.fillna(frame["published_high"].where(is_below))
    is_about = frame["shape"].isin(("dashed line", "direction"))
    return (
        frame.assign(
            bar=line,
            edge=line.mask(is_about),
            about=line.where(is_about),
            published_low=frame["published_low"].mask(is_below, domain[0]),
            published_high=frame["published_high"].mask(is_above, domain[1]),
            open_above=pd.Series(domain[1], frame.index).where(is_above),
            open_below=pd.Series(domain[0], frame.index).where(is_below),
        ),
        domain,
    )


def _domain(frame: pd.DataFrame, unit: str) -> list[float]:
    if unit == "share":
        return [0.0, 1.0]
    numbers = [name for name in (*PUBLISHED, *OWN) if name in frame]
    known = [float(value) for value in frame[numbers].to_numpy().ravel() if not math.isnan(value)]
    least, most = min([0.0, *known]), max([0.0, *known])
    if unit in ("rank", "count"):
        return [0.0, max(most + 1, 4.0)]
    pad = 0.12 * (most - least or 1.0)
    return [least - pad if least < 0 else 0.0, most + pad]


def _rows() -> alt.Chart:
    """The names above their marks, at the left, however narrow the page is."""
    axis = alt.Axis(
        labelAlign="left",
        labelPadding=-4,
        labelOffset=-29,
        labelLimit=alt.ExprRef("width - 8"),
        labelOverlap=False,
        labelFontSize=12,
        ticks=False,
        domain=False,
        grid=False,
    )
    return alt.Chart().encode(
        y=alt.Y(field="row", type="nominal", sort=[Slot("names")], title=None, axis=axis)
    )


def _place(name: str, of: Measure) -> alt.X:
    return alt.X(
        field=name,
        type="quantitative",
        title=of.title,
        axis=parts.value_axis(of),
        scale=alt.Scale(domain=[Slot("domain")], nice=False, zero=False),
    )


def _published(chart: alt.Chart, of: Measure, told: list[alt.Tooltip]) -> list[alt.Chart]:
    """A band of what the study leaves open, a line where it stands: dashed where about."""
    band = chart.mark_bar(height=20, opacity=0.3, yOffset=-6, color=colours.NEUTRAL).encode(
        x=_place("published_low", of), x2=alt.X2("published_high"), tooltip=told
    )
    line = chart.mark_point(
        shape="M0,-1L0,1", size=520, strokeWidth=2.5, yOffset=-6, opacity=1
    ).encode(color=parts.GREY, tooltip=told)
    return [
        band,
        line.encode(x=_place("edge", of)),
        line.encode(x=_place("about", of), strokeDash=alt.StrokeDashValue([4, 3])),
        *_arrows(chart, of),
    ]


def _arrows(chart: alt.Chart, of: Measure) -> list[alt.Chart]:
    """Where a band goes on."""
    return [
        chart.mark_point(filled=True, shape=shape, size=90, opacity=1, yOffset=-6).encode(
            x=_place(end, of), color=parts.GREY
        )
        for end, shape in (("open_above", "triangle-right"), ("open_below", "triangle-left"))
    ]


def _words(chart: alt.Chart) -> list[alt.Chart]:
    """The verdict below the marks, and below that both numbers."""
    return [
        chart.mark_text(
            align="left", dx=4, yOffset=offset, fontSize=11, limit=alt.ExprRef("width - 8")
        ).encode(x=alt.XValue(0), text=alt.Text(field=name, type="nominal"), color=parts.GREY)
        for name, offset in (("told", 14), ("both", 28))
    ]


def _tooltip(of: Measure, names: tuple[str, ...]) -> list[alt.Tooltip]:
    numbers = [
        alt.Tooltip(
            field=name,
            type="quantitative",
            title=name.replace("_", " ").capitalize(),
            format=of.exact,
        )
        for name in names
    ]
    return [alt.Tooltip(field="row", type="nominal", title="Figure"), *numbers]


def _drawn(template: Mapping[str, Any], rows: pd.DataFrame, domain: list[float]) -> Drawing:
    values = {"names": list(rows["row"]), "domain": domain}
    return parts.drawn(template, rows, "", values, height=STEP * max(len(rows), 1))
