"""Charts read from their specifications, and drawn once each."""

import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import altair as alt
import pandas as pd
import pyarrow as pa
import pytest
import vl_convert

from support_kpi import charts
from support_kpi.charts import TIER_COLOURS, measure, parts
from support_kpi.charts.frames import MOST_MARKS
from support_kpi.errors import UsageError
from tests.shapes import (
    BANDS,
    BUDGET,
    CSAT,
    MATRIX,
    MIX,
    MONTHS,
    SHAPES,
    SLOPE,
    TEAMS,
    TIER,
    WEEK,
    encodings,
    layers,
    rows,
    spec,
)

RESULTS = Path(__file__).parent / ".results"


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_drawn(shape):
    RESULTS.mkdir(exist_ok=True)
    picture = vl_convert.vegalite_to_png(spec(SHAPES[shape]()))
    (RESULTS / f"chart_{shape}.png").write_bytes(picture)
    assert picture.startswith(b"\x89PNG") and len(picture) > 1000


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_valid_vega_lite(shape):
    assert alt.Chart.from_dict(spec(SHAPES[shape]()))


def test_other_rows_are_drawn_by_the_same_specification():
    later = CSAT.assign(csat_rate=0.7, low=0.6, high=0.8, n=5)
    one, other = (
        charts.trend(frame, "month", "csat_rate", low="low", high="high", n="n")
        for frame in (CSAT, later)
    )
    assert one.specification == other.specification
    assert not one.rows["rows"].equals(other.rows["rows"])


def test_a_page_gets_the_rows_that_a_picture_is_drawn_from():
    chart = SHAPES["trend"]()
    for name, listed in spec(chart)["datasets"].items():
        sent = pa.ipc.open_stream(chart.packed[name]).read_all().to_pylist()
        assert len(sent) == len(listed)
        for row, told in zip(sent, listed, strict=True):
            for key, value in told.items():
                is_day = isinstance(row[key], datetime)
                assert (row[key].isoformat() if is_day else row[key]) == (
                    pytest.approx(value, rel=1e-6) if isinstance(value, float) else value
                )


def test_a_large_number_reaches_a_page_to_its_last_digit():
    frame = pd.DataFrame({"team": ["A", "B"], "spent_usd": [1_234_567.89, 0.5]})
    (sent,) = charts.distribution(frame, "team", "spent_usd").packed.values()
    assert pa.ipc.open_stream(sent).read_all()["spent_usd"].to_pylist() == [1_234_567.89, 0.5]


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


def test_bars_are_ranked_and_small_bases_pale_and_told():
    chart = SHAPES["ranked_bars"]()
    assert [row["team"] for row in rows(chart)] == ["=1+1", "客服", "Billing"]
    assert [row["base"] for row in rows(chart)] == ["n 250", "n 7", "n 100"]
    (bars,) = layers(chart, "bar")
    assert bars["encoding"]["opacity"]["condition"]["test"] == "datum.n < 10"
    assert encodings(chart, "y")[0]["sort"] is None
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


def test_an_axis_of_money_names_its_currency() -> None:
    assert measure("spent_amount_EUR").title == "Spent amount (EUR)"
    assert measure("spent_amount_EUR").axis == measure("spent_amount").axis
    assert measure("cost_per_ticket_CHF").title == "Cost per ticket (CHF)"
