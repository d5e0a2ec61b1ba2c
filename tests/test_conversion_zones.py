"""Zones of moments: whose word counts, and what happens when the clocks change."""

from datetime import datetime

import pytest

from support_kpi.drafts import Moment, Options
from support_kpi.errors import UsageError
from tests.sheets import outcome, read, sheet, ticket


def test_values_with_and_without_a_zone_live_in_one_column(tmp_path):
    cells = ("2026-07-01 12:00:00", "2026-07-01T12:00:00Z")
    found = read(
        tmp_path, "updated_at", Moment("Value"), *cells, options=Options(zone="Europe/Berlin")
    )
    assert found.column("updated_at") == [datetime(2026, 7, 1, 10), datetime(2026, 7, 1, 12)]


def test_the_zone_of_the_reader_goes_before_that_of_the_heading_and_of_the_user(tmp_path):
    noon, heading = "2026-07-01 12:00:00", "Created at (America/New_York)"
    user = Options(zone="Asia/Tokyo")

    def hour(cell: Moment, heading: str, options: Options) -> int:
        found = read(tmp_path, "updated_at", cell, noon, heading=heading, options=options)
        return found.column("updated_at")[0].hour

    assert hour(Moment("Created at", zone="Europe/Berlin"), heading, user) == 10
    assert hour(Moment("Created at"), heading, user) == 16
    assert hour(Moment("Created at"), "Created at", user) == 3
    assert hour(Moment("Created at"), "Created at (UTC)", user) == 12
    assert hour(Moment("Created at"), "Created at (UTC+2)", user) == 10
    assert hour(Moment("Created at"), "Created at", Options()) == 12


def test_winter_and_summer_time_differ(tmp_path):
    cells = ("2026-01-01 12:00", "2026-07-01 12:00")
    found = read(tmp_path, "updated_at", Moment("Value", zone="Europe/Berlin"), *cells)
    assert found.column("updated_at") == [datetime(2026, 1, 1, 11), datetime(2026, 7, 1, 10)]
    assert found.converted.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("zone", "skipped", "repeated"),
    [
        (
            "Europe/Berlin",
            ("2026-03-29 02:30", datetime(2026, 3, 29, 1, 30)),
            ("2026-10-25 02:30", datetime(2026, 10, 25, 1, 30)),
        ),
        (
            "America/New_York",
            ("2026-03-08 02:00", datetime(2026, 3, 8, 7, 0)),
            ("2026-11-01 01:59:59", datetime(2026, 11, 1, 6, 59, 59)),
        ),
        (
            "Australia/Lord_Howe",
            ("2026-10-04 02:10", datetime(2026, 10, 3, 15, 40)),
            ("2026-04-05 01:40", datetime(2026, 4, 4, 15, 10)),
        ),
    ],
)
def test_times_that_the_clocks_skip_or_repeat_follow_a_rule_and_are_counted(
    tmp_path, zone, skipped, repeated
):
    cells = ("2026-06-01 12:00", skipped[0], skipped[0], repeated[0])
    found = read(tmp_path, "updated_at", Moment("Value"), *cells, options=Options(zone=zone))
    assert found.column("updated_at")[1:] == [skipped[1], skipped[1], repeated[1]]
    first, second = (w for w in found.converted.warnings if zone in w)
    assert first.startswith(f'"Value": 2 times in an hour that the clocks of {zone} skip')
    assert second.startswith(f'"Value": 1 time in the hour that the clocks of {zone} show')


@pytest.mark.parametrize("minute", ["2026-03-29 01:59:59", "2026-03-29 03:00", "2026-10-25 03:00"])
def test_the_minutes_beside_a_change_of_the_clocks_are_not_doubtful(tmp_path, minute):
    found = read(
        tmp_path, "updated_at", Moment("Value"), minute, options=Options(zone="Europe/Berlin")
    )
    assert not [w for w in found.converted.warnings if "Europe/Berlin" in w]


def test_a_column_of_zones_counts_the_doubtful_times_of_each(tmp_path):
    table = sheet(
        tmp_path, ("Id", "At", "Zone"), ("1", "2026-03-29 02:30", "Europe/Berlin"),
        ("2", "2026-03-29 02:30", "Asia/Tokyo"), ("3", "2026-03-29 02:30", None),
    )  # fmt: skip
    found = outcome(tmp_path, table, ticket(updated_at=Moment("At", zone_column="Zone")))
    assert [w for w in found.converted.warnings if '"At": 1 time in an hour' in w]


def test_a_column_of_zones_moves_each_row_by_its_own(tmp_path):
    table = sheet(
        tmp_path, ("Id", "At", "Zone"), ("1", "2026-07-01 12:00", "Europe/Berlin"),
        ("2", "2026-07-01 12:00", "America/New_York"), ("3", "2026-07-01 12:00", None),
    )  # fmt: skip
    found = outcome(tmp_path, table, ticket(updated_at=Moment("At", zone_column="Zone")))
    assert [value.hour for value in found.column("updated_at")] == [10, 16, 12]
    assert found.converted.zone == "America/New_York, Europe/Berlin"


def test_utc_is_assumed_with_one_warning(tmp_path):
    table = sheet(tmp_path, ("Id", "A", "B"), ("1", "2026-07-01", "2026-07-02"))
    found = outcome(tmp_path, table, ticket(created_at=Moment("A"), solved_at=Moment("B")))
    assert [w for w in found.converted.warnings if "time zone" in w] == [
        "no time zone is named: clock times are read as UTC; --zone says otherwise"
    ]


def test_a_zone_in_the_value_needs_no_warning(tmp_path):
    found = read(tmp_path, "created_at", Moment("Value"), "2026-07-01T12:00:00Z")
    assert not [w for w in found.converted.warnings if "time zone" in w]


def test_an_unknown_zone_of_the_user_is_refused(tmp_path):
    with pytest.raises(UsageError, match="Europe/Atlantis"):
        read(
            tmp_path,
            "updated_at",
            Moment("Value"),
            "2026-07-01 12:00",
            options=Options(zone="Europe/Atlantis"),
        )
