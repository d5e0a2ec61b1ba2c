"""Parts that the shapes share: axes, tooltips, legends, the frame around a chart."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import altair as alt
import pandas as pd

from support_kpi.charts import colours
from support_kpi.charts.drawing import ROWS, Drawing, Slot, filled
from support_kpi.charts.frames import STEPS
from support_kpi.charts.measures import Measure

WIDTH = 640
HEIGHT = 280
ROW = 28
SMALL_BASE = 10
TICKS = 8
MANY_DAYS = 92
COLUMNS = {"expr": "width < 400 ? 2 : width < 560 ? 3 : 5"}
TURNED = "bandwidth('x') < 36"
ANGLE = {"expr": f"{TURNED} ? -90 : 0"}
SHORT_LABELS = "bandwidth('x') < 64 ? split(datum.label, ' ') : datum.label"
MAIN = alt.ColorValue(colours.MAIN)
GREY = alt.ColorValue(colours.NEUTRAL)
# Where bars of these steps have their middle: the label of any other names its first day.
MIDDLES = {"month": timedelta(days=14), "year": timedelta(days=164)}
DAY_FORMATS = {"month": "%b %Y", "quarter": "from %b %Y", "year": "%Y"}

Colour = alt.Color | alt.ColorValue


def day_format(step: str) -> str:
    return DAY_FORMATS.get(step, "%-d %b %Y")


def time_axis(x: str, step: str) -> alt.X:
    """An axis in local days whose labels stand where `ticks` says."""
    axis = alt.Axis(
        values=[Slot("ticks")],
        format=day_format(step),
        labelAngle=0,
        labelOverlap=True,
        grid=False,
    )
    return alt.X(field=x, type="temporal", axis=axis, title=None)


def ticks(frame: pd.DataFrame, x: str, step: str) -> dict[str, Any]:
    """Labels on periods of the data, or amid their bars."""
    middle = MIDDLES.get(step, timedelta()) if "bar_end" in frame else timedelta()
    known = [pd.Timestamp(one) for one in sorted(frame[x].dropna().unique())]
    if step == "day" and len(known) > MANY_DAYS:
        known = [day for day in known if day.day == 1]
    days = [day + middle for day in known[:: -(-len(known) // TICKS) or 1]]
    return {"ticks": [{"year": day.year, "month": day.month, "date": day.day} for day in days]}


def bars_in_time(frame: pd.DataFrame, x: str, step: str) -> pd.DataFrame:
    """The frame with `bar_end`, a little before the next period begins."""
    length = (frame[x] + STEPS[step]) - frame[x]
    return frame.assign(bar_end=(frame[x] + length * 0.9).dt.as_unit("s"))


def value_axis(measure: Measure, **options: Any) -> alt.Axis:
    step = {"tickMinStep": 1} if measure.is_count else {}
    points = {"labelExpr": "replace(datum.label, '%', '')"} if measure.is_points else {}
    return alt.Axis(format=measure.axis, labelAngle=0, tickCount=6, **step, **points, **options)


def rows_axis(name: str, **options: Any) -> alt.Y:
    """Names down the side, in the order of the frame."""
    axis = alt.Axis(labelAngle=0, labelLimit=180, labelOverlap=False, grid=False, ticks=False)
    return alt.Y(field=name, type="nominal", axis=axis, **{"sort": None, "title": None, **options})


def columns_axis(
    name: str, *, every_label: bool = True, can_turn: bool = False, **options: Any
) -> alt.X:
    """Names along the bottom, in the order of the frame; where it is narrow, a word a line.

    Where not even that fits, those that can turn stand upright.
    """
    turned: dict[str, Any] = {"labelAngle": 0}
    if can_turn:
        turned = {
            "labelAngle": ANGLE,
            "labelAlign": {"expr": f"{TURNED} ? 'right' : 'center'"},
            "labelBaseline": {"expr": f"{TURNED} ? 'middle' : 'top'"},
        }
    axis = alt.Axis(
        labelLimit=180,
        labelOverlap=not every_label,
        labelExpr=f"{TURNED} ? datum.label : {SHORT_LABELS}" if can_turn else SHORT_LABELS,
        grid=False,
        **turned,
    )
    return alt.X(field=name, type="nominal", axis=axis, **{"sort": None, "title": None, **options})


def colour(by: str | None) -> Colour:
    """The colour of a segment, or the one colour of a single series."""
    if by is None:
        return MAIN
    return alt.Color(field=by, type="nominal", scale=scale(), legend=legend(Slot("columns")))


def scale() -> alt.Scale:
    """Labels and their colours, as `tones` says."""
    return alt.Scale(domain=[Slot("segments")], range=[Slot("tones")])


def tones(by: str | None, frame: pd.DataFrame) -> dict[str, Any]:
    """Segments with their colours, and how many stand in a row of the legend."""
    return toned(colours.tones(list(frame[by].unique()))) if by else {}


def toned(shades: Mapping[str, str]) -> dict[str, Any]:
    """Colours by label as what fills a scale and its legend."""
    return {
        "segments": list(shades),
        "tones": list(shades.values()),
        "columns": columns(len(shades)),
    }


def amount(name: str, of: Measure, *, zero: bool, is_log: bool = False) -> alt.X:
    scale = alt.Scale(type="log", nice=False) if is_log else alt.Scale(zero=zero)
    return alt.X(field=name, type="quantitative", title=of.title, axis=value_axis(of), scale=scale)


def own_colour(by: str, *, is_fixed: bool) -> Colour:
    """Channels and tiers keep their colour, other segments share one; the axis names them."""
    if not is_fixed:
        return MAIN
    return alt.Color(field=by, type="nominal", scale=scale(), legend=None)


def is_fixed(by: str, frame: pd.DataFrame) -> bool:
    """Whether the segments have colours of their own."""
    return colours.is_fixed(list(frame[by].unique()))


def with_base(frame: pd.DataFrame, n: str | None) -> pd.DataFrame:
    """With the base as text, for the right margin."""
    if n is None:
        return frame
    return frame.assign(
        base=frame[n].map(lambda count: "" if pd.isna(count) else f"n {count:,.0f}")
    )


def by_base(n: str | None) -> alt.OpacityValue:
    """Small bases are pale."""
    if n is None:
        return alt.OpacityValue(1)
    return pale(f"datum.{n} < {SMALL_BASE}")


def bases(chart: alt.Chart, n: str | None) -> list[alt.Chart]:
    if n is None:
        return []
    text = chart.mark_text(align="left", dx=8, fontSize=11)
    right = {"expr": "width"}
    return [
        text.encode(
            x=alt.XValue(right),
            text=alt.Text(field="base", type="nominal"),
            color=GREY,
        )
    ]


def pale(test: str, to: float = 0.45) -> alt.OpacityValue:
    """Less opaque where `test`, an expression over our own column names, holds."""
    return alt.OpacityValue(1, condition={"test": test, "value": to})


def legend(entries: int | Slot) -> alt.Legend:
    return alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns={"expr": entries} if isinstance(entries, Slot) else columns(entries),
        labelLimit=140,
        symbolOpacity=1,
    )


def columns(entries: int) -> int | dict[str, str]:
    """How many entries stand beside each other in a legend."""
    return COLUMNS if entries > 2 else entries


def tooltip(
    measure: Measure,
    value: str,
    *,
    day: tuple[str, str] | None = None,
    labels: Sequence[str | None] = (),
    low: str | None = None,
    high: str | None = None,
    n: str | None = None,
    reach: str = "95% interval",
) -> list[alt.Tooltip]:
    """What a mark says of itself: where it stands, its value, interval and base."""
    shown: list[alt.Tooltip] = []
    if day:
        shown.append(
            alt.Tooltip(field=day[0], type="temporal", title="Period", format=day_format(day[1]))
        )
    shown += [
        alt.Tooltip(field=name, type="nominal", title=name.replace("_", " ").capitalize())
        for name in labels
        if name
    ]
    numbers = ((value, measure.title), (low, f"{reach} from"), (high, f"{reach} to"))
    shown += [
        alt.Tooltip(field=name, type="quantitative", title=title, format=measure.exact)
        for name, title in numbers
        if name
    ]
    if n:
        shown.append(alt.Tooltip(field=n, type="quantitative", title="n", format=",.0f"))
    return shown


def rows_height(rows: int) -> int:
    return max(220, ROW * rows)


def layered(layers: Sequence[alt.Chart], rows: str = ROWS) -> alt.LayerChart:
    """Layers over one set of rows; a layer with rows of its own keeps them."""
    return alt.LayerChart(data=alt.NamedData(name=rows), layer=list(layers))


def drawn(
    template: Mapping[str, Any],
    rows: pd.DataFrame | Mapping[str, pd.DataFrame],
    title: str,
    values: Mapping[str, Any] | None = None,
    *,
    notes: Sequence[str] = (),
    height: int = HEIGHT,
) -> Drawing:
    """The chart of these rows: the template with its slots filled, on any background of a page.

    The width takes in axes and legend, the height is that of the marks alone: otherwise a page that
    fits both presses the marks flat.
    """
    heading = {
        "text": title,
        "subtitle": list(notes),
        "anchor": "start",
        "subtitleColor": colours.NEUTRAL,
    }
    frame = {
        "width": WIDTH,
        "height": height,
        "background": "transparent",
        "autosize": {"type": "fit-x", "contains": "padding"},
    }
    specification = filled(template, values or {})
    if title or notes:
        frame["title"] = heading
    return Drawing(frame | specification, rows if isinstance(rows, Mapping) else {ROWS: rows})
