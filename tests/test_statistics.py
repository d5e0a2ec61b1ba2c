"""Every interval and test beside scipy's or statsmodels' own."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

from support_kpi import statistics
from support_kpi.statistics.distributions import t_quantile

few = settings(max_examples=60, deadline=None)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@few
@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_is_the_interval_of_scipy(count, level):
    k, n = count
    expected = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    assert statistics.wilson(k, n, level) == pytest.approx(tuple(expected), abs=1e-12)


def test_wilson_says_nothing_of_nobody():
    assert all(math.isnan(end) for end in statistics.wilson(0, 0))


def test_wilson_reaches_the_end_when_all_or_none_agree():
    assert statistics.wilson(0, 20)[0] == 0
    assert statistics.wilson(20, 20)[1] == 1
    assert 0.8 < statistics.wilson(20, 20)[0] < 0.9


def test_impossible_counts_have_no_interval():
    assert all(math.isnan(end) for end in statistics.wilson(11, 10))
    assert all(math.isnan(end) for end in statistics.wilson(-1, 10))


def test_columns_with_gaps_go_through_row_by_row():
    frame = pd.DataFrame({"good": [8, 0, None], "rated": [10, 0, 4]}).astype("Int64")
    low, high = statistics.wilson(frame["good"], frame["rated"])
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True]


def test_a_number_in_gives_a_number_that_can_be_formatted():
    low, high = statistics.wilson(87, 100)
    assert f"{low:.4f} to {high:.4f}" == "0.7902 to 0.9224"


@few
@given(st.integers(1, 400), st.floats(0.1, 1000))
def test_a_rate_of_events_has_the_score_interval_of_statsmodels(events, exposure):
    expected = confint_poisson(events, exposure, method="score", alpha=0.05)
    assert statistics.poisson_interval(events, exposure) == pytest.approx(tuple(expected), rel=1e-9)


def test_no_event_has_an_upper_end_and_no_exposure_has_none():
    assert statistics.poisson_interval(0, 2) == pytest.approx((0, 1.959964**2 / 2), rel=1e-6)
    assert all(math.isnan(end) for end in statistics.poisson_interval(3, 0))


@few
@given(counts, counts)
def test_newcombe_is_the_interval_of_statsmodels(a, b):
    expected = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    assert statistics.newcombe(*a, *b) == pytest.approx(expected, abs=1e-9)


def test_newcombe_says_nothing_when_one_group_is_empty():
    assert all(math.isnan(end) for end in statistics.newcombe(5, 10, 0, 0))


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95, 0.99, 0.999])
def test_t_quantiles_agree_with_scipy_to_a_millionth(level):
    degrees = np.r_[1:200, 1.5, 2.7, 11.3, 39.9, 40.5, 500, 10_000, 1_000_000]
    expected = stats.t.ppf((1 + level) / 2, degrees)
    assert t_quantile(level, degrees) == pytest.approx(expected, abs=1e-6)


@few
@given(st.lists(st.integers(1, 7), min_size=2, max_size=60).filter(lambda few: len(set(few)) > 1))
def test_the_interval_of_a_mean_is_students(scores):
    low, high = statistics.mean_interval(sum(scores), sum(s * s for s in scores), len(scores))
    expected = stats.t.interval(0.95, len(scores) - 1, np.mean(scores), stats.sem(scores))
    assert (low, high) == pytest.approx(expected, abs=1e-6)


def test_one_value_and_values_that_are_alike_have_a_mean_but_no_interval():
    assert np.isnan(statistics.mean_interval([0, 4, 0.9], [0, 16, 0.27], [0, 1, 3])).all()


def test_nps_interval_adds_three_imagined_answers():
    low, high = statistics.nps_interval(50, 20, 100)
    up, down = 50.75 / 103, 20.75 / 103
    reach = stats.norm.ppf(0.975) * math.sqrt((up + down - (up - down) ** 2) / 103)
    assert (low, high) == pytest.approx((100 * (up - down - reach), 100 * (up - down + reach)))


def test_nps_interval_keeps_its_promise():
    up, down, n = np.array(
        [
            (*draw[:2], 60)
            for draw in np.random.default_rng(3).multinomial(60, [0.6, 0.1, 0.3], 4000)
        ]
    ).T
    low, high = statistics.nps_interval(up, down, n)
    assert 0.94 < np.mean((low <= 50) & (high >= 50)) < 0.97


@few
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_nps_interval_holds_its_score_and_the_scale(up, down, passive):
    n = up + down + passive
    low, high = statistics.nps_interval(up, down, n)
    if n == 0:
        assert math.isnan(low) and math.isnan(high)
    else:
        assert -100 <= low <= 100 * (up - down) / n + 1e-9
        assert 100 * (up - down) / n - 1e-9 <= high <= 100


@few
@given(st.integers(1, 3000), st.integers(1, 400), st.integers(1, 3000), st.integers(1, 400))
def test_volume_change_is_the_score_interval_of_statsmodels(a, days_a, b, days_b):
    expected = confint_poisson_2indep(a, days_a, b, days_b, method="score", compare="ratio")
    ratio, low, high = statistics.poisson_change(a, days_a, b, days_b)
    assert ratio == pytest.approx((a / days_a) / (b / days_b))
    assert (low, high) == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_volume_change_to_nothing_ends_where_the_score_test_does():
    ratio, low, high = statistics.poisson_change(0, 30, 4, 30)
    assert (ratio, low) == (0, 0)
    assert high == pytest.approx(stats.norm.ppf(0.975) ** 2 / 4)


def test_volume_change_from_nothing_has_no_ratio_but_a_lower_end():
    ratio, low, high = statistics.poisson_change(40, 30, 0, 30)
    assert math.isnan(ratio) and low > 5 and math.isinf(high)
    assert all(math.isnan(x) for x in statistics.poisson_change(0, 30, 0, 30))
    assert all(math.isnan(x) for x in statistics.poisson_change(4, 0, 5, 30))


@few
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_correction_is_that_of_scipy(p_values):
    expected = stats.false_discovery_control(p_values)
    assert statistics.benjamini_hochberg(p_values) == pytest.approx(expected)


def test_a_comparison_without_data_is_no_comparison():
    adjusted = statistics.benjamini_hochberg([0.04, float("nan"), 0.01])
    assert adjusted[[0, 2]].tolist() == [0.04, 0.02]
    assert math.isnan(adjusted[1])
    assert statistics.benjamini_hochberg([]).size == 0


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.2, "up"),
        (-0.2, -0.01, "down"),
        (-0.1, 0.1, "no clear change"),
        (0, 0.1, "no clear change"),
        (None, 0.1, None),
        (0.1, float("nan"), None),
    ],
)
def test_a_change_is_called_one_only_when_its_interval_leaves_out_zero(low, high, said):
    assert statistics.verdict(low, high) == said
