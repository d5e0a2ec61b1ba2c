"""Numbers as people read them."""

import pytest

from support_kpi.formats import changed, count, is_nothing, shown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.8324, "share", "83.2 %"),
        (0.0, "share", "0.0 %"),
        (None, "share", "—"),
        (float("nan"), "hours", "—"),
        (1.26, "hours", "1.3 h"),
        (0.256, "hours", "0.26 h"),
        (12345.0, "tickets", "12,345"),
        (40.83, "tickets", "40.8"),
        (37.5, "nps points", "+38"),
        (4.494, "points", "4.49"),
        (13.914, "USD", "13.91 USD"),
        (1234.5, "EUR", "1,234.50 EUR"),
        (1234.0, "EUR", "1,234.00 EUR"),
        (100.0, "employees", "100 employees"),
        (2_500_000_000.0, "users", "2,500,000,000 users"),
        (1.5, "messages", "1.50 messages"),
        (3.3, "ratio", "3.3 times"),
        (81.0, "percent", "81.0 %"),
        (-0.406, "share difference", "-40.6 points"),
        (0.065, "relative change", "+6.5 %"),
    ],
)
def test_a_value_is_written_with_its_unit(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text


@pytest.mark.parametrize(
    ("change", "rate", "unit", "text"),
    [
        (0.031, 0.04, "share", "+3.1 points"),
        (-0.5, -0.25, "hours", "-25.0 %"),
        (2.4, 0.07, "nps points", "+2"),
        (None, None, "share", "—"),
        (1.0, float("nan"), "tickets", "—"),
    ],
)
def test_shares_change_by_points_and_the_rest_by_percent(
    change: float | None, rate: float | None, unit: str, text: str
) -> None:
    assert changed(change, rate, unit) == text


def test_a_base_is_a_whole_number_where_it_is_one() -> None:
    assert (count(4646), count(0.5), count(37.0), count(float("nan"))) == (
        "4,646",
        "0.5",
        "37",
        "—",
    )


@pytest.mark.parametrize(
    ("change", "nothing"), [("+0.0 points", True), ("+0", True), ("+0.1 %", False), ("-10", False)]
)
def test_a_change_that_rounds_away_is_none(change: str, nothing: bool) -> None:
    assert is_nothing(change) == nothing
