"""Charts: a frame in, a chart out; a few shapes, formats and axes from the columns' names."""

from support_kpi.charts.bars import distribution, plan_and_actual, ranked_bars
from support_kpi.charts.beside import beside, peers
from support_kpi.charts.colours import CHANNEL_COLOURS, TIER_COLOURS
from support_kpi.charts.contributions import contributions
from support_kpi.charts.descriptions import describe
from support_kpi.charts.dots import dots, range_bar
from support_kpi.charts.drawing import Drawing
from support_kpi.charts.grids import heatmap, matrix
from support_kpi.charts.measures import Measure, measure
from support_kpi.charts.spans import UNDECIDED, spans
from support_kpi.charts.trends import share_over_time, slope, sparkline, trend

__all__ = [
    "CHANNEL_COLOURS",
    "TIER_COLOURS",
    "UNDECIDED",
    "Drawing",
    "Measure",
    "beside",
    "contributions",
    "describe",
    "distribution",
    "dots",
    "heatmap",
    "matrix",
    "measure",
    "peers",
    "plan_and_actual",
    "range_bar",
    "ranked_bars",
    "share_over_time",
    "slope",
    "spans",
    "sparkline",
    "trend",
]
