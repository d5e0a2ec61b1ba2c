"""Amounts of a budget over months that a period cuts, and beside a year before."""

from datetime import date

import pandas as pd
import pytest

from support_kpi import queries
from support_kpi.filters import Filters, parameters
from tests import model

LINES = (
    "insert into budget_line by name select 'b' as source, 'USD' as currency, scenario,"
    " period_start::date as period_start, period_end::date as period_end, category, cost_group,"
    " amount from (values {}) as t(scenario, period_start, period_end, category, cost_group,"
    " amount)"
)
MONTHS = (
    "('actual', '2026-01-01', '2026-02-01', 'Salaries', 'people', 310),"
    "('actual', '2026-02-01', '2026-03-01', 'Salaries', 'people', 280),"
    "('actual', '2026-02-01', '2026-03-01', 'Telephony', 'technology', 28),"
    "('plan', '2026-01-01', '2026-04-01', 'Salaries', 'people', 900)"
)
YEARS = (
    "('actual', '2025-03-01', '2025-04-01', 'Training', 'people', 31),"
    "('actual', '2025-04-01', '2025-05-01', 'Training', 'people', 30),"
    "('actual', '2026-03-01', '2026-04-01', 'Training', 'people', 62),"
    "('actual', '2026-04-01', '2026-05-01', 'Training', 'people', 60)"
)


def found(lines: str, name: str, filters: Filters, **extra: object) -> pd.DataFrame:
    with model.of_rows(LINES.format(lines)) as connection:
        return queries.run(connection, queries.load(name), parameters(filters) | extra)


def period(start: date, end: date) -> Filters:
    return Filters(start, end, compare="none")


def test_a_month_that_the_period_cuts_counts_by_its_days() -> None:
    cut = period(date(2026, 1, 16), date(2026, 2, 8))
    months = found(MONTHS, "budget_by_month", cut).set_index("month")
    assert months["actual_amount"].tolist() == pytest.approx([160, 77])
    assert months["plan_amount"].tolist() == pytest.approx([160, 70])
    categories = found(MONTHS, "budget_by_segment", cut, dimension="category")
    assert months["actual_amount"].sum() == pytest.approx(categories["actual_amount"].sum())
    assert months["plan_amount"].sum() == pytest.approx(categories["plan_amount"].sum())


def test_people_and_technology_share_the_days_of_the_period() -> None:
    groups = found(MONTHS, "budget_groups", period(date(2026, 1, 16), date(2026, 2, 8)))
    assert groups["amount"].tolist() == pytest.approx([160, 70, 7])
    assert groups["allocation_share"].tolist() == pytest.approx([1, 70 / 77, 7 / 77])


def test_a_period_within_a_month_has_a_budget() -> None:
    rows = found(MONTHS, "budget_by_month", period(date(2026, 1, 10), date(2026, 1, 20)))
    assert rows[["plan_amount", "actual_amount"]].to_numpy().tolist() == [[100, 100]]


@pytest.mark.parametrize(
    ("start", "change"),
    [(date(2026, 3, 1), 1.0), (date(2026, 2, 1), None)],
    ids=["both years are covered", "the budget begins within the year before"],
)
def test_a_year_before_that_lacks_months_is_compared_with_nothing(
    start: date, change: float | None
) -> None:
    span = period(start, date(2026, 5, 1))
    row = found(YEARS, "budget_year_on_year", span).iloc[0]
    facts = found(YEARS, "practice_spend", span, compared_start=None, compared_end=None).set_index(
        "practice"
    )["value"]
    assert row["actual_amount"] == pytest.approx(122)
    if change is None:
        assert row[["year_before_amount", "change_amount", "budget_change_rate"]].isna().all()
        assert not {"people_change_rate", "training_change_rank"} & set(facts.index)
    else:
        assert row["budget_change_rate"] == pytest.approx(change)
        assert facts["people_change_rate"] == pytest.approx(change)
        assert facts["training_change_rank"] == 1
