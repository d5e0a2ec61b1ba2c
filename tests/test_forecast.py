"""The forecast of spend to the end of the financial year."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from support_kpi.planning import forecast
from support_kpi.planning.forecast import Year, months_between, rest_of_year, to_year_end, year_of

YEAR = Year(start=date(2026, 1, 1), open_from=date(2026, 10, 1))
AMOUNTS = st.floats(1, 1e6)


def months(
    actual: dict[date, float], plan: dict[date, float] | None = None, segment: str = "Salaries"
) -> pd.DataFrame:
    days = sorted({*actual, *(plan or {})})
    return pd.DataFrame(
        {
            "segment": segment,
            "currency": "USD",
            "month": pd.to_datetime(days),
            "plan_amount": [(plan or {}).get(day, np.nan) for day in days],
            "actual_amount": [actual.get(day, np.nan) for day in days],
        }
    )


def level(start: date, end: date, amount: float) -> dict[date, float]:
    return dict.fromkeys(months_between(start, end), amount)


def only(frame: pd.DataFrame, segment: str = "all") -> dict[str, object]:
    return frame[frame["segment"] == segment].iloc[0].to_dict()


def test_the_run_rate_goes_on_where_there_is_no_year_before() -> None:
    spent = level(date(2026, 1, 1), date(2026, 10, 1), 100)
    row = only(to_year_end(months(spent, level(date(2026, 1, 1), date(2027, 1, 1), 90)), YEAR))
    assert row["spent_amount"] == 900
    assert row["forecast_amount"] == pytest.approx(1200)
    assert (row["low"], row["high"]) == (pytest.approx(1200), pytest.approx(1200))
    assert row["plan_amount"] == 1080
    assert row["variance_amount"] == pytest.approx(120)
    assert row["reading"] == "over plan, unfavourable"
    assert row["method"] == forecast.RUN_RATE


def test_a_plan_of_ten_months_is_not_held_against_a_forecast_of_twelve() -> None:
    spent = level(date(2026, 1, 1), date(2026, 10, 1), 100)
    row = only(to_year_end(months(spent, level(date(2026, 1, 1), date(2026, 11, 1), 90)), YEAR))
    assert row["plan_amount"] == 900
    assert pd.isna(row["variance_amount"])
    assert row["reading"] == "the plan covers 10 of 12 months"


def test_the_season_of_the_year_before_is_kept() -> None:
    before = level(date(2025, 1, 1), date(2025, 12, 1), 100) | {date(2025, 12, 1): 300.0}
    spent = before | level(date(2026, 1, 1), date(2026, 10, 1), 110)
    row = only(to_year_end(months(spent), YEAR))
    assert row["forecast_amount"] == pytest.approx(990 + 1.1 * (100 + 100 + 300))
    assert row["method"] == forecast.SEASON
    assert row["plan_amount"] is None or np.isnan(row["plan_amount"])
    assert row["reading"] is None


def test_the_interval_of_a_run_rate_is_the_prediction_interval_of_a_sum() -> None:
    spent = [90.0, 100.0, 110.0, 120.0, 80.0, 95.0]
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 7, 1))
    rest = rest_of_year(dict(zip(year.closed, spent, strict=True)), year)
    deviation = np.std(spent, ddof=1)
    reach = stats.t.ppf(0.975, 5) * deviation * np.sqrt(6 + 36 / 6)
    assert rest.amount == pytest.approx(6 * np.mean(spent))
    assert rest.high == pytest.approx(6 * np.mean(spent) + reach)
    assert rest.low == pytest.approx(6 * np.mean(spent) - reach)


def test_two_closed_months_give_no_interval_and_no_verdict() -> None:
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 3, 1))
    plan = level(date(2026, 1, 1), date(2027, 1, 1), 1)
    row = only(to_year_end(months(level(date(2026, 1, 1), date(2026, 3, 1), 100), plan), year))
    assert row["forecast_amount"] == pytest.approx(1200)
    assert pd.isna(row["low"]) and pd.isna(row["high"])
    assert row["reading"] == "too few closed months to say"


def test_a_month_that_data_end_within_is_open() -> None:
    rows = months(level(date(2026, 1, 1), date(2026, 11, 1), 100))
    assert year_of(rows, date(2026, 10, 20)) == Year(date(2026, 1, 1), date(2026, 10, 1))
    assert year_of(rows, date(2026, 10, 31)) == Year(date(2026, 1, 1), date(2026, 11, 1))
    assert year_of(rows, date(2026, 8, 15)) == Year(date(2026, 1, 1), date(2026, 11, 1))
    assert year_of(rows, None, first_month=7) == Year(date(2026, 7, 1), date(2026, 11, 1))
    assert year_of(rows, None, first_month=11) == Year(date(2025, 11, 1), date(2026, 11, 1))


def test_an_open_month_is_not_in_the_rate_but_what_it_booked_is_the_least() -> None:
    spent = level(date(2026, 1, 1), date(2026, 12, 1), 100) | {date(2026, 12, 1): 5000.0}
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 12, 1))
    row = only(to_year_end(months(spent), year))
    assert row["open_amount"] == 5000
    assert row["forecast_amount"] == 1100 + 5000


def test_a_closed_month_without_a_line_counts_as_one_without_spend() -> None:
    spent = {date(2026, 1, 1): 120.0, date(2026, 3, 1): 120.0, date(2026, 4, 1): 0.0}
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 5, 1))
    assert only(to_year_end(months(spent), year))["forecast_amount"] == pytest.approx(720)


def test_a_closed_year_is_its_own_forecast() -> None:
    year = Year(start=date(2026, 1, 1), open_from=date(2027, 1, 1))
    row = only(to_year_end(months(level(date(2026, 1, 1), date(2027, 1, 1), 100)), year))
    assert row["forecast_amount"] == row["low"] == row["high"] == 1200
    assert row["method"] == forecast.COMPLETE


def test_currencies_are_never_added() -> None:
    dollars = months(level(date(2026, 1, 1), date(2026, 10, 1), 100))
    both = pd.concat([dollars, dollars.assign(currency="EUR")])
    totals = to_year_end(both, YEAR)
    totals = totals[totals["segment"] == "all"]
    assert totals["currency"].tolist() == ["EUR", "USD"]
    assert totals["forecast_amount"].tolist() == pytest.approx([1200, 1200])


def test_the_whole_is_the_same_however_it_is_split() -> None:
    days = months_between(date(2025, 1, 1), date(2026, 10, 1))
    parts = [[100 + 7 * (n % 5) for n in range(21)], [50 + 11 * (n % 3) + n for n in range(21)]]
    split = [
        months(dict(zip(days, amounts, strict=True)), segment=f"c{number}")
        for number, amounts in enumerate(parts)
    ]
    together = dict(zip(days, map(sum, zip(*parts, strict=True)), strict=True))
    one, two = (to_year_end(rows, YEAR) for rows in (months(together), pd.concat(split)))
    for name in ("forecast_amount", "low", "high"):
        assert only(one)[name] == pytest.approx(only(two)[name])
    assert only(one, "Salaries")["forecast_amount"] == pytest.approx(only(one)["forecast_amount"])


def test_what_a_segment_booked_only_in_an_open_month_is_its_forecast_and_nobody_elses() -> None:
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 12, 1))
    salaries = months(level(date(2026, 1, 1), date(2026, 12, 1), 100), segment="Salaries")
    fair = months({date(2026, 12, 1): 40.0}, segment="Fair")
    found = to_year_end(pd.concat([salaries, fair]), year)
    assert only(found)["forecast_amount"] == pytest.approx(1200)
    assert only(found, "Fair")["forecast_amount"] == pytest.approx(40)
    assert only(found, "Salaries")["forecast_amount"] == pytest.approx(1160)
    assert pd.isna(only(found, "Fair")["low"])
    assert only(found, "Fair")["method"] == forecast.BOOKED


def test_a_segment_is_never_expected_to_bring_less_than_it_has_booked() -> None:
    year = Year(start=date(2026, 1, 1), open_from=date(2026, 12, 1))
    licences = months(level(date(2026, 1, 1), date(2026, 12, 1), 100) | {date(2026, 12, 1): 500.0})
    salaries = months(level(date(2026, 1, 1), date(2026, 12, 1), 1000), segment="Pay")
    found = to_year_end(pd.concat([licences, salaries]), year)
    assert only(found)["forecast_amount"] == pytest.approx(12_100 + 1_100)
    assert only(found, "Salaries")["forecast_amount"] == pytest.approx(1_100 + 500)
    assert only(found, "Pay")["forecast_amount"] == pytest.approx(11_000 + 600)


def test_credits_go_on_as_credits() -> None:
    spent = months(level(date(2026, 1, 1), date(2026, 10, 1), 100))
    credit = months(level(date(2026, 1, 1), date(2026, 10, 1), -10), segment="Refunds")
    found = to_year_end(pd.concat([spent, credit]), YEAR)
    assert only(found, "Refunds")["forecast_amount"] == pytest.approx(-120)
    assert only(found)["forecast_amount"] == pytest.approx(1080)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(AMOUNTS, min_size=21, max_size=21), min_size=1, max_size=3))
def test_segments_add_up_to_the_forecast_of_all(series: list[list[float]]) -> None:
    days = months_between(date(2025, 1, 1), date(2026, 10, 1))
    rows = [
        months(dict(zip(days, amounts, strict=True)), segment=f"c{number}")
        for number, amounts in enumerate(series)
    ]
    found = to_year_end(pd.concat(rows), YEAR)
    whole = only(found)
    parts = found[found["segment"] != "all"]
    for name in ("spent_amount", "forecast_amount"):
        assert parts[name].sum() == pytest.approx(whole[name])
    assert (found["low"] <= found["forecast_amount"] + 1e-6).all()
    assert (found["forecast_amount"] <= found["high"] + 1e-6).all()
