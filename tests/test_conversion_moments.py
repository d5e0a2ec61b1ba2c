"""Dates and times: every way of writing one reads to the same moment in UTC."""

from datetime import date, datetime

import pytest

from support_kpi.drafts import Day, Draft, Moment, Number, Options, Text
from support_kpi.errors import UndecidedColumn
from tests.sheets import outcome, read, sheet, ticket

AFTERNOON = datetime(2026, 2, 25, 15, 4, 5)
UTC = Options(zone="UTC")


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-25 15:04:05",
        "2026-02-25T15:04:05",
        "2026-02-25T15:04:05Z",
        "2026-02-25 15:04:05 UTC",
        "2026-02-25T17:04:05+02:00",
        "2026-02-25T17:04:05+0200",
        "2026-02-25 10:04:05 -0500",
        "2026/02/25 15:04:05",
        "2026/2/25 3:04:05 PM",
        "2026/02/25 6:04:05 PM GMT+3",
        "2026/02/25 10:04:05 AM EST",
        "25/02/2026 15:04:05",
        "25-2-2026 15:04:05",
        "25.02.2026 15:04:05",
        "2/25/2026 3:04:05 PM",
        "2/25/2026, 3:04:05 PM",
        "02/25/26 15:04:05",
        "25/Feb/26 3:04:05 PM",
        "25-FEB-2026 15:04:05",
        "Feb 25, 2026 3:04:05 pm",
        "February 25th, 2026 at 3:04:05 p.m.",
        "25 February 2026 15:04:05",
        "25 Feb. 2026, 15:04:05",
        "Wed, 25 Feb 2026 15:04:05",
        "Wednesday, February 25, 2026 3:04:05 PM",
        "Wed Feb 25 2026 16:04:05 GMT+0100 (Central European Standard Time)",
        "20260225T150405",
        "20260225T150405Z",
        "2026-02-25 15:04:05 Z",
        "1772031845",
        "1772031845.0",
        "1772031845000",
    ],
)
def test_every_way_of_writing_a_moment_reads_alike(tmp_path, written):
    found = read(tmp_path, "updated_at", Moment("Value"), written, options=UTC)
    assert found.column("updated_at") == [AFTERNOON]
    assert found.rejects == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-25 15:04:05.250", datetime(2026, 2, 25, 15, 4, 5, 250000)),
        ("2026-02-25T15:04:05.123456Z", datetime(2026, 2, 25, 15, 4, 5, 123456)),
        ("2026-02-25T15:04:05.1234564", datetime(2026, 2, 25, 15, 4, 5, 123456)),
        ("2026-02-25 15:04", datetime(2026, 2, 25, 15, 4)),
        ("2026-02-25", datetime(2026, 2, 25)),
        ("46078.5", datetime(2026, 2, 25, 12)),
        ("2/25/2026 12:05 AM", datetime(2026, 2, 25, 0, 5)),
        ("2/25/2026 12:05 PM", datetime(2026, 2, 25, 12, 5)),
    ],
)
def test_fractions_minutes_days_and_noon(tmp_path, written, expected):
    found = read(tmp_path, "updated_at", Moment("Value"), written, options=UTC)
    assert found.column("updated_at") == [expected]


def test_one_first_part_over_twelve_makes_the_whole_column_day_first(tmp_path):
    found = read(tmp_path, "updated_at", Moment("Value"), "03/04/2026", "25/04/2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 4, 3), datetime(2026, 4, 25)]
    assert found.converted.date_order == "dmy"


def test_one_second_part_over_twelve_makes_the_whole_column_month_first(tmp_path):
    found = read(tmp_path, "updated_at", Moment("Value"), "3/4/2026", "4/25/2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 3, 4), datetime(2026, 4, 25)]
    assert found.converted.date_order == "mdy"


def test_what_the_majority_excludes_is_a_bad_cell(tmp_path):
    cells = ("25/04/2026", "26/04/2026", "04/27/2026")
    found = read(tmp_path, "updated_at", Moment("Value"), *cells, options=UTC)
    assert found.column("updated_at") == [datetime(2026, 4, 25), datetime(2026, 4, 26), None]
    assert [(r["value"], r["reason"]) for r in found.rejects] == [
        ("04/27/2026", '"04/27/2026" is not a date and time')
    ]


def test_a_date_that_reads_two_ways_asks_for_the_order(tmp_path):
    with pytest.raises(UndecidedColumn, match=r'"Value": "03/04/2026".*--date-order'):
        read(tmp_path, "updated_at", Moment("Value"), "03/04/2026", "05/05/2026")


def test_the_given_order_decides_what_the_values_do_not(tmp_path):
    for order, expected in (("dmy", datetime(2026, 4, 3)), ("mdy", datetime(2026, 3, 4))):
        found = read(
            tmp_path,
            "updated_at",
            Moment("Value"),
            "03/04/2026",
            options=Options(zone="UTC", date_order=order),
        )
        assert found.column("updated_at") == [expected]


def test_dates_that_read_the_same_either_way_need_no_order(tmp_path):
    found = read(tmp_path, "updated_at", Moment("Value"), "05/05/2026", "06/06/2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 5, 5), datetime(2026, 6, 6)]


def test_the_users_order_settles_a_column_that_reads_both_ways(tmp_path):
    cells = ("25/04/2026", "26/04/2026", "04/27/2026", "05/04/2026")
    options = Options(zone="UTC", date_order="mdy")
    found = read(tmp_path, "updated_at", Moment("Value"), *cells, options=options)
    assert found.column("updated_at")[2:] == [datetime(2026, 4, 27), datetime(2026, 5, 4)]
    assert found.converted.cells_bad == 2
    [warning] = (w for w in found.converted.warnings if "month-first" in w)
    assert warning.startswith('"Value" holds 2 dates that only read day-first and 1 that only')


def test_dates_with_dots_are_day_first_unless_a_value_says_otherwise(tmp_path):
    found = read(tmp_path, "updated_at", Moment("Value"), "03.04.2026", "05.06.2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 4, 3), datetime(2026, 6, 5)]
    found = read(tmp_path, "updated_at", Moment("Value"), "03.04.2026", "05.26.2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 3, 4), datetime(2026, 5, 26)]


def test_two_digits_that_change_too_much_to_be_years_are_days(tmp_path):
    days = [f"26-02-{day:02}" for day in range(3, 28)]
    found = read(tmp_path, "updated_at", Moment("Value"), *days, options=UTC)
    assert found.column("updated_at")[0] == datetime(2026, 2, 3)
    assert found.converted.date_order == "ymd"


def test_the_user_may_say_that_the_year_is_first(tmp_path):
    options = Options(zone="UTC", date_order="ymd")
    found = read(tmp_path, "updated_at", Moment("Value"), "05-02-03", options=options)
    assert found.column("updated_at") == [datetime(2005, 2, 3)]
    with pytest.raises(UndecidedColumn):
        read(tmp_path, "updated_at", Moment("Value"), "05-02-2003", options=options)


def test_another_column_of_the_sheet_tells_the_order(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Created", "Solved"), ("1", "03/04/2026", "05/04/2026"),
        ("2", "04/04/2026", "25/04/2026"),
    )  # fmt: skip
    draft = ticket(created_at=Moment("Created"), solved_at=Moment("Solved"))
    found = outcome(tmp_path, table, draft, options=UTC)
    assert found.column("created_at") == [datetime(2026, 4, 3), datetime(2026, 4, 4)]
    assert (
        '"Created" is read day-first, as "Solved" of the same file proves'
        in found.converted.warnings
    )


def test_two_digit_and_four_digit_years_live_in_one_column(tmp_path):
    found = read(tmp_path, "updated_at", Moment("Value"), "25/02/26", "25/02/2026", options=UTC)
    assert found.column("updated_at") == [datetime(2026, 2, 25)] * 2


def test_a_time_of_day_may_have_a_column_of_its_own(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Date", "Time"), ("1", "2021-01-01", "9:12:58 PM"),
        ("2", "2021-01-02 00:00:00", "8:00:00 AM"), ("3", "2021-01-03", ""),
    )  # fmt: skip
    draft = ticket(created_at=Moment("Date", and_time="Time"))
    found = outcome(tmp_path, table, draft, options=UTC)
    assert found.column("created_at") == [
        datetime(2021, 1, 1, 21, 12, 58),
        datetime(2021, 1, 2, 8),
        datetime(2021, 1, 3),
    ]


@pytest.mark.parametrize("impossible", ["31/02/2025", "2025-13-01", "2025-02-30 10:00", "soon"])
def test_an_impossible_date_is_a_bad_cell(tmp_path, impossible):
    cells = ("25/02/2025", impossible)
    found = read(tmp_path, "updated_at", Moment("Value"), *cells, options=UTC)
    assert found.column("updated_at")[1] is None
    assert found.converted.cells_bad == 1
    assert found.rejects[0]["reason"] == f'"{impossible}" is not a date and time'


@pytest.mark.parametrize(
    "none",
    ["0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "1900-01-01", "1970-01-01 00:00",
     "1970-01-01T00:00:00Z", "0001-01-01 00:00:00", "01/01/1900", "0", "1969-12-31 19:00:00",
     "31/12/1969", "01.01.1970 01:00", "Jan 1, 1970 12:00 AM", "1/1/1900 12:00:00 AM",
     "1900-01-01T00:00:00+00:00", "31.12.9999", "9999-12-31 23:59:59", "1970-01-01 01:00:00 CET"],
)  # fmt: skip
def test_dates_that_mean_none_are_null_and_not_bad(tmp_path, none):
    cells = ("2025-02-25", none)
    found = read(tmp_path, "updated_at", Moment("Value"), *cells, options=UTC)
    assert found.column("updated_at")[1] is None
    assert found.converted.cells_bad == 0


@pytest.mark.parametrize("year", ["1989", "2101", "0202"])
def test_years_no_help_desk_had_are_bad_cells(tmp_path, year):
    found = read(tmp_path, "updated_at", Moment("Value"), f"{year}-05-05", options=UTC)
    assert (found.column("updated_at"), found.converted.cells_bad) == ([None], 1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03", date(2025, 3, 1)),
        ("Mar 2025", date(2025, 3, 1)),
        ("March 2025", date(2025, 3, 1)),
        ("Mar-25", date(2025, 3, 1)),
        ("03/2025", date(2025, 3, 1)),
        ("2025-03-14", date(2025, 3, 14)),
        ("14.03.2025", date(2025, 3, 14)),
        ("2025-03-14T23:30:00-05:00", date(2025, 3, 15)),
    ],
)
def test_a_day_may_be_written_as_its_month(tmp_path, written, expected):
    table = sheet(tmp_path, ("Team", "Month", "Agents"), ("North", written, "3"))
    draft = Draft(
        "staff_month",
        {"team": Text("Team"), "month": Day("Month"), "headcount": Number("Agents")},
    )
    assert outcome(tmp_path, table, draft).column("month") == [expected]


def test_the_reading_of_a_column_is_told_in_words(tmp_path):
    found = read(
        tmp_path, "updated_at", Moment("Value"), "25/02/2026", options=Options(zone="Europe/Berlin")
    )
    assert ("updated_at", "Value", "day-first, Europe/Berlin") in found.converted.columns
