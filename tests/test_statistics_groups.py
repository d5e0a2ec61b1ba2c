"""Few units a side: means and rates beside scipy and statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.api import GLM, families

from support_kpi import statistics

few = settings(max_examples=50, deadline=None)
values = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=2, max_size=12)
units = st.lists(
    st.tuples(st.integers(1, 900), st.integers(1, 60).map(float)), min_size=2, max_size=8
)


@few
@given(values, values)
def test_welch_is_the_test_and_the_interval_of_scipy(a, b):
    assume(min(np.var(a), np.var(b)) > 1e-6)
    expected = stats.ttest_ind(a, b, equal_var=False)
    ends = expected.confidence_interval(0.95)
    gap, low, high, p = statistics.welch(a, b)
    assert gap == pytest.approx(np.mean(a) - np.mean(b))
    assert (low, high) == pytest.approx((ends.low, ends.high), rel=1e-5, abs=1e-6)
    assert p == pytest.approx(expected.pvalue, abs=1e-6)


def test_one_unit_a_side_gives_a_difference_without_an_interval():
    gap, low, high, p = statistics.welch([3.0], [1.0, 2.0])
    assert gap == 1.5
    assert all(math.isnan(end) for end in (low, high, p))


@pytest.mark.parametrize(("a", "b"), [([2.0, 2.0], [1.0, 1.0, 1.0]), ([0.1] * 3, [0.3] * 7)])
def test_units_that_are_all_alike_tell_no_spread_and_so_no_interval(a, b):
    gap, *rest = statistics.welch(a, b)
    assert gap == pytest.approx(a[0] - b[0])
    assert all(math.isnan(end) for end in rest)


def test_units_that_are_alike_on_one_side_only_leave_the_spread_of_the_other():
    # With two degrees of freedom p is 1 - t / sqrt(2 + t * t), and t is 2 / sqrt(1 / 3).
    p = 1 - math.sqrt(12) / math.sqrt(14)
    assert statistics.welch([1.0, 1.0, 1.0], [2.0, 3.0, 4.0])[3] == pytest.approx(p)


def log_variance(rows):
    """Of the log of a rate, by a Poisson regression with errors clustered by unit."""
    parts, bases = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    fitted = GLM(parts, np.ones_like(parts), families.Poisson(), exposure=bases).fit(
        cov_type="cluster", cov_kwds={"groups": np.arange(len(parts))}
    )
    return fitted.params[0], fitted.bse[0] ** 2


@few
@given(units, units)
def test_a_ratio_of_rates_has_the_clustered_error_of_statsmodels(a, b):
    # statsmodels calls a perfect fit a separation.
    assume(all(len({part / base for part, base in rows}) > 1 for rows in (a, b)))
    (rate_a, variance_a), (rate_b, variance_b) = log_variance(a), log_variance(b)
    reach = stats.t.ppf(0.975, len(a) + len(b) - 2) * math.sqrt(variance_a + variance_b)
    ratio, low, high = statistics.clustered_ratio(*zip(*a, strict=True), *zip(*b, strict=True))
    assert math.log(ratio) == pytest.approx(rate_a - rate_b, abs=1e-6)
    assert math.log(ratio / low) == pytest.approx(reach, rel=1e-4, abs=1e-6)
    assert math.log(high / ratio) == pytest.approx(reach, rel=1e-4, abs=1e-6)


def test_a_ratio_counted_by_hand():
    # 40 in 10 and 20 in 10 are 3 a unit; 10 in 10 and 20 in 10 are 1.5.
    ratio, low, high = statistics.clustered_ratio([40, 20], [10, 10], [10, 20], [10, 10])
    assert ratio == 2
    # Each side misses its mean by 10 and 10 of 60, or by 5 and 5 of 30, twice over: both 1/9.
    reach = math.exp(stats.t.ppf(0.975, 2) * math.sqrt(2 / 9))
    assert (low, high) == pytest.approx((2 / reach, 2 * reach))


def test_a_ratio_of_one_unit_has_no_interval_and_one_to_nothing_is_none():
    ratio, low, _ = statistics.clustered_ratio([30], [10], [10, 20], [10, 10])
    assert ratio == 2
    assert math.isnan(low)
    assert math.isnan(statistics.clustered_ratio([1, 2], [1, 1], [0, 0], [1, 1])[0])
    assert math.isnan(statistics.clustered_ratio([], [], [1, 2], [1, 1])[0])
