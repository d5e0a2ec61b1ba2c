"""Headings that name a month, a quarter or a year, and budgets headed by them."""

import csv
from datetime import date
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.files import sheets
from support_kpi.parsing.periods import Period, period

SCENARIOS = ("plan", "actual")
JANUARY = (date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.parametrize(
    "heading",
    ["2026-01", "Jan 2026", "Jan-26", "January 2026", "01/2026", "2026/1", "2026-01-01 00:00:00"],
)
def test_a_month_is_read_however_it_is_written(heading: str) -> None:
    assert period(heading, SCENARIOS, None) == Period(*JANUARY)


@pytest.mark.parametrize("heading", ["enero 2026", "Janvier 2026", "janeiro 2026", "Januar 2026"])
def test_months_are_known_in_other_languages(heading: str) -> None:
    assert period(heading, SCENARIOS, None) == Period(*JANUARY)


def test_a_scenario_beside_the_month_is_kept() -> None:
    assert period("Plan Jan 2026", SCENARIOS, None) == Period(*JANUARY, "plan")
    assert period("Jan (actual)", SCENARIOS, 2026) == Period(*JANUARY, "actual")


def test_quarters_and_years_are_longer() -> None:
    assert period("Q4 2026", SCENARIOS, None) == Period(date(2026, 10, 1), date(2027, 1, 1))
    assert period("FY 2026", SCENARIOS, None) == Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize("heading", ["Jan", "Q1", "Total", "2026-13", "Version 2", "12", ""])
def test_what_names_no_period_is_none(heading: str) -> None:
    assert period(heading, SCENARIOS, None) is None


def test_months_without_a_year_need_one(tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Category", "Jan", "Feb"), ("Salaries", "100", "110")])
    (sheet,) = sheets(path, tmp_path / "sheets")
    _, reader = readers.claim(sheet, Options())
    with pytest.raises(UndecidedColumn, match="months without a year"):
        reader.read(sheet, Options(name="costs.csv"))
    drafts = reader.read(sheet, Options(name="costs 2026 actual.csv")).drafts
    assert len(drafts) == 2
