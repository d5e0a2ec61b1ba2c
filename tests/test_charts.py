"""Charts read from their specifications, and drawn once each."""

import json
import re
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from support_kpi import charts
from support_kpi.charts import CHANNEL_COLOURS, TIER_COLOURS, measure, parts
from support_kpi.charts.frames import MOST_MARKS
from support_kpi.errors import UsageError
from support_kpi.schema import CHANNELS, TIERS

RESULTS = Path(__file__).parent / ".results"
MONTHS = [date(2026, month, 1) for month in range(1, 7)]

CSAT = pd.DataFrame(
    {
        "month": MONTHS,
        "csat_rate": [0.8, 0.82, None, 0.9, 0.85, 0.5],
        "low": [0.7, 0.75, None, 0.8, 0.8, 0.2],
        "high": [0.9, 0.9, None, 0.95, 0.9, 0.8],
        "n": pd.array([60, 80, 0, 70, 90, 6], "Int64"),
        "is_complete": [True] * 5 + [False],
    }
)
MIX = pd.DataFrame(
    {
        "period": [day for day in MONTHS for _ in range(3)],
        "channel": ["phone", "live_chat", None] * 6,
        "ticket_share": [0.5, 0.3, 0.2] * 6,
        "tickets": [50, 30, 20] * 6,
    }
)
TEAMS = pd.DataFrame(
    {
        "team": ["Billing", "=1+1", "客服"],
        "csat_rate": [0.7, 0.9, 0.8],
        "low": [0.6, 0.8, 0.4],
        "high": [0.8, 0.95, 0.97],
        "n": [100, 250, 7],
    }
)
SLOPE = pd.DataFrame(
    {"year": ["2025", "2026"] * 2, "team": ["A", "A", "B", "B"], "nps": [10, 20, 40, 30]}
)
WEEK = pd.DataFrame(
    [(day, hour, day * hour) for day in range(1, 8) for hour in range(24)],
    columns=["weekday", "hour", "tickets"],
)
MATRIX = pd.DataFrame(
    {
        "channel_from": ["phone", "email"],
        "channel_to": ["email", "phone"],
        "escalation_rate": [0.1, 0.4],
    }
)
BUDGET = pd.DataFrame(
    {"category": ["Salaries", "Telephony"], "plan_usd": [100, 20], "actual_usd": [120, 15]}
)
BANDS = pd.DataFrame({"band": ["up to 5 min", "5 to 15 min", "over 1 h"], "tickets": [3, 9, 1]})
TIER = pd.DataFrame(
    {"tier": ["Riser"], "first_reply_hours_median": [2.5], "low": [2.0], "high": [3.25]}
)
STRETCHES = pd.DataFrame(
    {
        "team": ["Billing", "Billing", "Orders"],
        "since": [date(2025, 1, 1), date(2026, 1, 1), date(2025, 6, 1)],
        "until": [date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 1)],
        "tier": ["Starter", "Riser", "undecided"],
        "in_place": ["3", "4", "3 to 6"],
    }
)
PAIR = pd.concat([TEAMS.assign(period="before"), TEAMS.assign(period="after")])

SHAPES = {
    "trend": lambda: charts.trend(
        CSAT,
        "month",
        "csat_rate",
        low="low",
        high="high",
        n="n",
        reference={"A study": 0.86},
        annotations=pd.DataFrame(
            {
                "first_day": [date(2026, 3, 1), date(2026, 3, 10)],
                "last_day": [date(2026, 3, 1), date(2026, 3, 20)],
                "text": ["New telephones", "Outage"],
            }
        ),
        targets=pd.DataFrame(
            {
                "month": [date(2026, 3, 1)],
                "period_end": [date(2026, 4, 1)],
                "target": [0.9],
                "target_low": [0.85],
                "target_high": [0.95],
                "origin": [None],
            }
        ),
        title="CSAT",
    ),
    "trend_by": lambda: charts.trend(MIX, "period", "tickets", by="channel"),
    "share_over_time": lambda: charts.share_over_time(MIX, "period", "ticket_share", "channel"),
    "slope": lambda: charts.slope(SLOPE, "year", "nps", "team"),
    "sparkline": lambda: charts.sparkline(CSAT, "month", "csat_rate"),
    "ranked_bars": lambda: charts.ranked_bars(
        TEAMS, "csat_rate", "team", low="low", high="high", n="n"
    ),
    "dots": lambda: charts.dots(TEAMS, "csat_rate", "team", low="low", high="high", n="n"),
    "dots_pair": lambda: charts.dots(
        PAIR, "csat_rate", "team", pair="period", low="low", high="high", n="n", reference=0.8
    ),
    "distribution": lambda: charts.distribution(BANDS, "band", "tickets"),
    "plan_and_actual": lambda: charts.plan_and_actual(BUDGET, "category", "plan_usd", "actual_usd"),
    "plan_and_actual_in_time": lambda: charts.plan_and_actual(
        pd.DataFrame({"month": MONTHS, "plan_amount": 10, "actual_amount": 12.5}),
        "month",
        "plan_amount",
        "actual_amount",
    ),
    "range_bar": lambda: charts.range_bar(
        TIER, "tier", "low", "high", point="first_reply_hours_median"
    ),
    "spans": lambda: charts.spans(STRETCHES, "since", "until", "team", "tier", text="in_place"),
    "heatmap": lambda: charts.heatmap(WEEK, "tickets"),
    "matrix": lambda: charts.matrix(MATRIX, "escalation_rate"),
}


def spec(chart: alt.Chart | alt.LayerChart) -> dict:
    return chart.to_dict()


def rows(chart: alt.Chart | alt.LayerChart) -> list[dict]:
    """The rows of the chart's own data."""
    made = spec(chart)
    return made["datasets"][made["data"]["name"]]


def layers(chart: alt.LayerChart, mark: str) -> list[dict]:
    return [layer for layer in spec(chart)["layer"] if layer["mark"]["type"] == mark]


def encodings(chart: alt.Chart | alt.LayerChart, channel: str) -> list[dict]:
    made = spec(chart)
    return [
        layer["encoding"][channel]
        for layer in made.get("layer", [made])
        if channel in layer["encoding"]
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_drawn(shape):
    RESULTS.mkdir(exist_ok=True)
    picture = vl_convert.vegalite_to_png(spec(SHAPES[shape]()))
    (RESULTS / f"chart_{shape}.png").write_bytes(picture)
    assert picture.startswith(b"\x89PNG") and len(picture) > 1000


@pytest.mark.parametrize("shape", sorted(SHAPES.keys() - {"sparkline"}))
def test_a_page_that_fits_the_width_leaves_the_height_to_the_marks(shape):
    assert spec(SHAPES[shape]())["autosize"] == {"type": "fit-x", "contains": "padding"}


def test_no_name_of_a_segment_is_left_out():
    for shape, channel in (("ranked_bars", "y"), ("dots", "y"), ("distribution", "x")):
        assert encodings(SHAPES[shape](), channel)[0]["axis"]["labelOverlap"] is False


@pytest.mark.parametrize("shape", SHAPES)
def test_no_background_no_label_turned_where_it_fits_and_room_to_be_read(shape):
    made = spec(SHAPES[shape]())
    assert made["background"] == "transparent"
    assert made["height"] >= 220 or shape == "sparkline"
    axes = [
        encoding.get("axis") for channel in "xy" for encoding in encodings(SHAPES[shape](), channel)
    ]
    assert all(axis["labelAngle"] in (0, parts.ANGLE) for axis in axes if axis)


def test_other_columns_stay_out_of_the_page():
    chart = charts.ranked_bars(TEAMS.assign(requester="someone@example.org"), "csat_rate", "team")
    assert "someone" not in json.dumps(spec(chart))


def test_values_of_users_are_data_and_nothing_else():
    chart = charts.ranked_bars(TEAMS, "csat_rate", "team", low="low", high="high", n="n")
    made = spec(chart)
    assert "=1+1" in {row["team"] for row in rows(chart)}
    del made["datasets"]
    assert "=1+1" not in json.dumps(made)


@pytest.mark.parametrize("name", ["a.b", "Team", "x[0]", "datum['y']", ""])
def test_a_column_name_that_is_not_plain_is_refused(name):
    with pytest.raises(UsageError, match="plain column names"):
        charts.ranked_bars(pd.DataFrame({name: ["A"], "n": [1]}), "n", name)


@pytest.mark.parametrize(
    ("name", "title", "axis", "written"),
    [
        ("ticket_share", "Ticket share", ".1~%", "12.3%"),
        ("csat_rate", "CSAT rate", ".1~%", "12.3%"),
        ("tickets_created", "Tickets created", ",.0f", "1,234"),
        ("first_reply_hours_median", "First reply, median (hours)", ",.1~f", "1,234.5 hours"),
        ("resolution_hours_p90", "Resolution, 90th percentile (hours)", ",.1~f", "1,234.5 hours"),
        ("speed_of_answer_seconds_mean", "Speed of answer, mean (seconds)", ",.1~f", "2.0 seconds"),
        ("spent_usd", "Spent (USD)", "$,~f", "$1,234.50"),
        ("csat_score_mean", "CSAT score, mean", ",.1~f", "4.25"),
        ("nps", "NPS", "+,.0f", "+42"),
        ("replies_per_ticket", "Replies per ticket", ",.2~f", "2.50"),
        ("csat_rate_change", "CSAT rate, change (points)", "+.1~%", "+1.5 points"),
        ("nps_change", "NPS, change", "+,.0f", "-3"),
        ("n", "n", ",.0f", "7"),
    ],
)
def test_formats_and_titles_come_from_the_name(name, title, axis, written):
    of = measure(name)
    number = re.sub(r"[^\d.+-]", "", written)
    value = float(number) / (100 if "%" in written or "points" in written else 1)
    assert (of.title, of.axis, of.text(value)) == (title, axis, written)


def test_no_value_is_written_as_a_dash():
    assert measure("csat_rate").text(None) == measure("csat_rate").text(float("nan")) == "—"


def test_bars_begin_at_zero():
    for shape in ("ranked_bars", "plan_and_actual", "distribution", "plan_and_actual_in_time"):
        channel = "y" if shape in ("distribution", "plan_and_actual_in_time") else "x"
        scales = [e["scale"] for e in encodings(SHAPES[shape](), channel) if "scale" in e]
        assert scales and all(scale["zero"] is True for scale in scales), shape


def test_lines_say_whether_they_begin_at_zero():
    assert all(e["scale"]["zero"] is False for e in encodings(SHAPES["trend"](), "y")[:4])
    counts = charts.trend(MIX, "period", "tickets", by="channel")
    assert all(e["scale"]["zero"] is True for e in encodings(counts, "y"))


def test_counts_get_no_ticks_between_whole_numbers():
    axis = encodings(charts.distribution(BANDS, "band", "tickets"), "y")[0]["axis"]
    assert (axis["format"], axis["tickMinStep"]) == (",.0f", 1)


def test_days_stay_the_same_days_in_every_time_zone():
    days = [row["month"] for row in rows(SHAPES["trend"]())]
    assert days[0] == "2026-01-01T00:00:00"
    assert "utc" not in json.dumps(spec(SHAPES["trend"]()))


@pytest.mark.parametrize(
    "kind",
    [
        list,
        lambda days: pd.Series(days, dtype="object"),
        lambda days: pd.to_datetime(pd.Series(days)),
        lambda days: pd.to_datetime(pd.Series(days)).dt.tz_localize("Asia/Taipei"),
    ],
)
def test_every_kind_of_day_column_is_drawn_as_its_local_day(kind):
    frame = pd.DataFrame({"day": kind(MONTHS), "tickets": 1})
    assert [row["day"] for row in rows(charts.trend(frame, "day", "tickets"))] == [
        f"{day}T00:00:00" for day in MONTHS
    ]


def test_labels_of_the_time_axis_stand_on_periods():
    axis = encodings(SHAPES["trend"](), "x")[0]["axis"]
    assert axis["format"] == "%b %Y"
    assert axis["values"][0] == {"year": 2026, "month": 1, "date": 1}
    weeks = pd.DataFrame({"week": pd.date_range("2026-01-05", periods=30, freq="7D"), "tickets": 1})
    axis = encodings(charts.trend(weeks, "week", "tickets"), "x")[0]["axis"]
    assert axis["format"] == "%-d %b %Y" and len(axis["values"]) <= 8


def test_the_label_of_a_month_stands_below_the_middle_of_its_bar():
    axis = encodings(SHAPES["share_over_time"](), "x")[0]["axis"]
    assert {value["date"] for value in axis["values"]} == {15}
    weeks = pd.DataFrame({"day": pd.date_range("2026-01-05", periods=3, freq="7D"), "tickets": 1})
    bars = charts.share_over_time(weeks.assign(channel="email"), "day", "tickets", "channel")
    assert [value["date"] for value in encodings(bars, "x")[0]["axis"]["values"]] == [5, 12, 19]


def test_a_month_without_data_breaks_the_line():
    march = rows(SHAPES["trend"]())[2]
    assert march["csat_rate"] is None and march["whole"] is None
    missing = charts.trend(CSAT.drop(index=2), "month", "csat_rate")
    assert [row["csat_rate"] for row in rows(missing)][2] is None


def test_a_missing_month_breaks_only_the_line_of_its_segment():
    frame = MIX.drop(index=4)
    made = rows(charts.trend(frame, "period", "tickets", by="channel"))
    assert len(made) == 18
    assert [row["channel"] for row in made if row["tickets"] is None] == ["Live chat"]


def test_periods_that_are_not_whole_are_dashed_and_hollow():
    chart = SHAPES["trend"]()
    solid, dashed = layers(chart, "line")
    assert solid["encoding"]["y"]["field"] == "whole"
    assert dashed["encoding"]["y"]["field"] == "partial" and dashed["mark"]["strokeDash"]
    assert [row["whole"] for row in rows(chart)][-2:] == [0.85, None]
    assert [row["partial"] for row in rows(chart)] == [None] * 4 + [0.85, 0.5]
    filled, hollow = layers(chart, "point")
    assert (filled["mark"]["filled"], hollow["mark"]["filled"]) == (True, False)
    assert hollow["transform"] == [{"filter": "!datum.is_complete"}]


def test_nothing_is_dashed_when_all_periods_are_whole():
    chart = charts.trend(CSAT.head(5), "month", "csat_rate")
    assert len(layers(chart, "line")) == len(layers(chart, "point")) == 1


def test_an_incomplete_share_is_pale():
    chart = charts.share_over_time(
        MIX.assign(is_complete=MIX["period"] < date(2026, 6, 1)),
        "period",
        "ticket_share",
        "channel",
    )
    assert encodings(chart, "opacity")[0]["condition"]["test"] == "!datum.is_complete"


def test_the_interval_is_a_band_and_the_tooltip_names_it_and_the_base():
    chart = SHAPES["trend"]()
    (band,) = layers(chart, "area")
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    told = {tip["title"]: tip.get("format") for tip in encodings(chart, "tooltip")[0]}
    assert told == {
        "Period": "%b %Y",
        "CSAT rate": ".1%",
        "95% interval from": ".1%",
        "95% interval to": ".1%",
        "n": ",.0f",
    }


def test_a_kpi_in_a_column_called_value_is_formatted_by_its_name():
    frame = pd.DataFrame({"period": MONTHS, "value": [0.5] * 6})
    y = encodings(charts.trend(frame, "period", "value", unit="csat_rate"), "y")[-1]
    assert (y["title"], y["axis"]["format"]) == ("CSAT rate", ".1~%")


def test_shares_stack_to_one_and_counts_are_normalised():
    share = encodings(SHAPES["share_over_time"](), "y")[0]
    assert (share["stack"], share["scale"]["domain"]) == ("zero", [0, 1])
    count = charts.share_over_time(MIX, "period", "tickets", "channel")
    assert encodings(count, "y")[0]["stack"] == "normalize"


def test_long_periods_are_drawn_as_areas_without_holes():
    days = pd.date_range("2026-01-01", periods=100)
    frame = pd.DataFrame(
        [(day, name, 1) for day in days for name in ("phone", "email")],
        columns=["day", "channel", "tickets"],
    ).drop(index=7)
    chart = charts.share_over_time(frame, "day", "tickets", "channel")
    assert spec(chart)["mark"]["type"] == "area"
    assert len(rows(chart)) == 200
    assert sum(row["tickets"] == 0 for row in rows(chart)) == 1


def test_a_bar_ends_before_the_next_begins():
    first = rows(SHAPES["share_over_time"]())[0]
    assert first["period"] < first["bar_end"] < "2026-02-01"


def test_channels_have_the_same_colour_on_every_chart():
    one = encodings(charts.trend(MIX, "period", "tickets", by="channel"), "color")[0]["scale"]
    other = encodings(
        charts.ranked_bars(MIX[MIX["channel"] == "live_chat"], "tickets", "channel"), "color"
    )[0]["scale"]
    shades = dict(zip(one["domain"], one["range"], strict=True))
    assert shades == {
        "Phone": CHANNEL_COLOURS["phone"],
        "Live chat": CHANNEL_COLOURS["live_chat"],
        "not given": "#808080",
    }
    assert dict(zip(other["domain"], other["range"], strict=True)) == {
        "Live chat": CHANNEL_COLOURS["live_chat"]
    }


def test_every_channel_and_tier_has_a_colour_of_its_own():
    assert list(CHANNEL_COLOURS) == list(CHANNELS) and tuple(TIER_COLOURS) == TIERS
    assert len(set(CHANNEL_COLOURS.values())) == len(CHANNELS)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(colour: str, ground: str) -> float:
    light, dark = sorted(
        (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (colour, ground)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", "#0e1117"])
def test_every_colour_is_seen_on_the_light_and_on_the_dark_page(ground):
    for colour in {*CHANNEL_COLOURS.values(), *TIER_COLOURS.values(), "#808080"}:
        assert contrast(colour, ground) >= 3, colour


# Rows: what red-blind, green-blind and blue-blind eyes make of linear light.
EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def seen(colour: str, eyes: str) -> np.ndarray:
    """OKLab, where equal distances look equally different."""
    light = np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1)
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    opponents = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return opponents @ np.cbrt(cones @ light)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("palette", [CHANNEL_COLOURS, TIER_COLOURS], ids=["channels", "tiers"])
def test_colours_stay_apart_for_colour_blind_eyes(palette, eyes):
    for one, other in combinations(palette, 2):
        gap = np.linalg.norm(seen(palette[one], eyes) - seen(palette[other], eyes))
        assert gap > 0.04, (one, other)


def test_bars_are_ranked_and_small_bases_pale_and_told():
    chart = SHAPES["ranked_bars"]()
    assert [row["team"] for row in rows(chart)] == ["=1+1", "客服", "Billing"]
    assert [row["base"] for row in rows(chart)] == ["n 250", "n 7", "n 100"]
    (bars,) = layers(chart, "bar")
    assert bars["encoding"]["opacity"]["condition"]["test"] == "datum.n < 10"
    assert bars["encoding"]["y"]["sort"] is None
    assert len(layers(chart, "rule")) == 1 and len(layers(chart, "tick")) == 2


def test_a_long_ranking_says_how_much_it_leaves_out():
    frame = pd.DataFrame({"team": [f"Team {i}" for i in range(50)], "tickets": range(50)})
    chart = charts.ranked_bars(frame, "tickets", "team", most=20)
    assert len(rows(chart)) == 20 and rows(chart)[0]["tickets"] == 49
    assert spec(chart)["title"]["subtitle"] == ["The first 20 of 50 are drawn."]


def test_a_pair_shows_the_earlier_in_grey_beside_the_later():
    scale = encodings(SHAPES["dots_pair"](), "color")[1]["scale"]
    assert scale["domain"] == ["before", "after"] and scale["range"][0] == "#808080"


def test_bins_keep_the_order_of_the_frame():
    chart = charts.distribution(BANDS, "band", "tickets")
    assert encodings(chart, "x")[0]["sort"] is None
    assert [row["band"] for row in rows(chart)] == ["up to 5 min", "5 to 15 min", "over 1 h"]


def test_the_week_begins_on_monday_and_the_day_at_midnight():
    made = rows(SHAPES["heatmap"]())
    assert (made[0]["weekday"], made[0]["hour"]) == ("Mon", "0")
    assert (made[-1]["weekday"], made[-1]["hour"]) == ("Sun", "23")


def test_cells_of_the_matrix_carry_their_number():
    assert [row["written"] for row in rows(SHAPES["matrix"]())] == ["10.0%", "40.0%"]
    assert encodings(SHAPES["matrix"](), "y")[0]["sort"] == ["Phone", "Email"]


def test_plan_is_a_tick_on_the_bar_of_the_actual():
    chart = SHAPES["plan_and_actual"]()
    (bar,), (tick,) = layers(chart, "bar"), layers(chart, "tick")
    assert (bar["encoding"]["x"]["field"], tick["encoding"]["x"]["field"]) == (
        "actual_usd",
        "plan_usd",
    )


def test_a_long_trend_is_thinned_and_says_so():
    days = pd.date_range("2000-01-01", periods=MOST_MARKS + 500)
    chart = charts.trend(pd.DataFrame({"day": days, "tickets": 1}), "day", "tickets")
    assert len(rows(chart)) <= MOST_MARKS
    assert rows(chart)[-1]["day"] == f"{days[-1].date()}T00:00:00"
    assert spec(chart)["title"]["subtitle"] == ["One day in 2 is drawn."]


def test_too_many_marks_are_refused_with_advice():
    frame = pd.DataFrame({"band": range(MOST_MARKS + 1), "tickets": 1})
    with pytest.raises(UsageError, match=r"2,001 marks.*choose longer periods"):
        charts.distribution(frame, "band", "tickets")


@pytest.mark.parametrize(
    ("shape", "frame", "columns"),
    [
        (charts.trend, CSAT, ("month", "csat_rate")),
        (charts.share_over_time, MIX, ("period", "ticket_share", "channel")),
        (charts.sparkline, CSAT, ("month", "csat_rate")),
        (charts.ranked_bars, TEAMS, ("csat_rate", "team")),
        (charts.dots, TEAMS, ("csat_rate", "team")),
        (charts.distribution, BANDS, ("band", "tickets")),
        (charts.heatmap, WEEK, ("tickets",)),
        (charts.matrix, MATRIX, ("escalation_rate",)),
        (charts.plan_and_actual, BUDGET, ("category", "plan_usd", "actual_usd")),
        (charts.range_bar, TIER, ("tier", "low", "high")),
        (charts.slope, SLOPE, ("year", "nps", "team")),
    ],
)
def test_no_rows_and_no_values_make_an_empty_chart(shape, frame, columns):
    assert shape(frame.head(0), *columns).to_dict()
    nothing = dict.fromkeys(set(columns) & set(frame.select_dtypes("number")))
    assert shape(frame.assign(**nothing), *columns).to_dict()


def test_nullable_decimal_and_infinite_numbers_become_plain_ones():
    frame = pd.DataFrame(
        {
            "team": ["A", "B", "C"],
            "tickets": pd.array([1, None, 3], "Int64"),
            "spent_usd": [Decimal("1.5"), None, float("inf")],
        }
    )
    assert [r["tickets"] for r in rows(charts.distribution(frame, "team", "tickets"))] == [
        1,
        None,
        3,
    ]
    spent = [r["spent_usd"] for r in rows(charts.distribution(frame, "team", "spent_usd"))]
    assert spent == [1.5, None, None]


def test_drawing_leaves_the_settings_of_altair_and_the_frame_alone():
    before, copy = alt.data_transformers.active, CSAT.copy()
    SHAPES["trend"]()
    assert alt.data_transformers.active == before
    pd.testing.assert_frame_equal(CSAT, copy)


def test_the_description_tells_first_last_lowest_highest_and_base():
    assert charts.describe(CSAT, "month", "csat_rate", n="n") == (
        "CSAT rate by month, Jan 2026 to Jun 2026. First 80.0%, last 50.0%, "
        "lowest 50.0% (Jun 2026), highest 90.0% (Apr 2026). n 306. 1 period not whole."
    )


def test_the_description_names_segments_and_counts_the_rest():
    told = charts.describe(MIX, "period", "tickets", by="channel", title="Mix")
    assert told.startswith("Mix by month, Jan 2026 to Jun 2026. Phone: First 50, last 50,")
    many = pd.DataFrame({"month": MONTHS[0], "team": list("ABCDEFG"), "tickets": 1})
    assert charts.describe(many, "month", "tickets", by="team").endswith("And 2 more.")


def test_the_description_of_names_gives_the_ends():
    assert charts.describe(TEAMS, "team", "csat_rate", n="n") == (
        "CSAT rate, 3 values. Lowest 70.0% (Billing), highest 90.0% (=1+1). n 357."
    )


def test_the_description_of_nothing_says_so():
    assert charts.describe(CSAT.head(0), "month", "csat_rate") == "CSAT rate: no data."


def test_a_stretch_has_the_colour_of_its_tier_and_an_undecided_one_is_grey():
    scale = layers(SHAPES["spans"](), "bar")[0]["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Riser": TIER_COLOURS["Riser"],
        "Starter": TIER_COLOURS["Starter"],
        charts.UNDECIDED: "#808080",
    }


def test_ratios_stand_on_a_logarithmic_axis():
    ratios = pd.DataFrame({"measure": ["Tools"], "ratio": [18], "low": [9], "high": [32]})
    chart = charts.dots(
        ratios, "ratio", "measure", low="low", high="high", reference=1, is_log=True
    )
    assert {encoding["scale"]["type"] for encoding in encodings(chart, "x")} == {"log"}
