"""Charts along time: days and labels, months without data, periods that are not whole."""

import json
from datetime import date

import pandas as pd
import pytest

from support_kpi import charts
from support_kpi.charts.frames import MOST_MARKS
from tests.shapes import (
    CSAT,
    MIX,
    MONTHS,
    SHAPES,
    encodings,
    layers,
    rows,
    spec,
)


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


def test_a_long_trend_is_thinned_and_says_so():
    days = pd.date_range("2000-01-01", periods=MOST_MARKS + 500)
    chart = charts.trend(pd.DataFrame({"day": days, "tickets": 1}), "day", "tickets")
    assert len(rows(chart)) <= MOST_MARKS
    assert rows(chart)[-1]["day"] == f"{days[-1].date()}T00:00:00"
    assert spec(chart)["title"]["subtitle"] == ["One day in 2 is drawn."]


def test_what_happened_stands_over_the_months_of_a_budget() -> None:
    months = pd.DataFrame(
        {
            "month": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "plan_amount": [90.0, 95.0],
            "actual_amount": [100.0, 90.0],
        }
    )
    day = pd.Timestamp("2026-01-20")
    notes = pd.DataFrame({"first_day": [day], "last_day": [day], "text": ["Move of the office"]})
    drawn = charts.plan_and_actual(
        months, "month", "plan_amount", "actual_amount", annotations=notes
    )
    assert "Move of the office" in str(drawn.to_dict())


def noted(day: date) -> pd.DataFrame:
    return pd.DataFrame({"first_day": [day], "last_day": [day], "text": ["Move of the office"]})


@pytest.mark.parametrize(
    ("day", "side"), [(date(2026, 1, 20), "left"), (date(2026, 5, 20), "right")]
)
def test_the_name_of_what_happened_runs_to_the_side_that_has_room(day, side):
    bars = charts.share_over_time(MIX, "period", "ticket_share", "channel", annotations=noted(day))
    for chart in (charts.trend(CSAT, "month", "csat_rate", annotations=noted(day)), bars):
        assert [name["mark"]["align"] for name in layers(chart, "text")] == [side]


def test_the_name_of_what_happened_stands_above_lines_and_bars():
    chart = charts.trend(CSAT, "month", "csat_rate", annotations=noted(date(2026, 3, 1)))
    mark = layers(chart, "text")[0]["mark"]
    assert (mark["baseline"], mark["dy"] < 0) == ("bottom", True)
