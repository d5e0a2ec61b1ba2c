"""Weights, raking and the tests between columns, beside scipy, statsmodels and counts by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from support_kpi import statistics
from support_kpi.statistics.distributions import t_p

few = settings(max_examples=40, deadline=None)


def of(values, weights=None):
    """Sums of a column of values as SQL counts them."""
    x = np.asarray(values, float)
    w = np.ones(x.size) if weights is None else np.asarray(weights, float)
    return w.sum(), (w**2).sum(), (w * x).sum(), (w * x**2).sum()


@pytest.mark.parametrize("degrees", [1, 2.5, 7, 39.3, 400, 1e5, 1e6])
def test_the_tail_of_t_is_that_of_scipy(degrees):
    t = np.array([0, 0.1, 1, 1.96, 4, 12, 40])
    expected = 2 * stats.t.sf(t, degrees)
    assert t_p(t, degrees) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert t_p(-t, degrees) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_four_equal_weights_are_four_respondents_and_one_heavy_one_is_nearly_alone():
    assert statistics.effective_n(4 * 2.5, 4 * 2.5**2) == pytest.approx(4)
    # Weights 9, 1, 1, 1: 12 squared over 84.
    assert statistics.effective_n(12, 84) == pytest.approx(144 / 84)
    assert np.isnan(statistics.effective_n(0, 0))


def test_a_weighted_share_has_the_interval_of_its_effective_n():
    # Six respondents of weight 2, of whom 3 picked; six of weight 1, of whom 6 did.
    share, low, high = statistics.weighted_share(3 * 2 + 6, 18, 6 * 4 + 6)
    base = 18**2 / 30
    assert share == pytest.approx(12 / 18)
    expected = statistics.wilson(share * base, base)
    assert (low, high) == pytest.approx(expected)
    plain = statistics.weighted_share(7, 20, 20)
    assert plain == pytest.approx((0.35, *statistics.wilson(7, 20)))


def test_raking_gives_the_margins_and_keeps_the_odds():
    # Men and women, young and old: 10 20 / 30 40, wanted half men and 70 % young.
    sizes = [10, 20, 30, 40]
    men, young = {0: 0.5, 1: 0.5}, {0: 0.7, 1: 0.3}
    raked = statistics.rake(sizes, [([0, 0, 1, 1], men), ([0, 1, 0, 1], young)])
    weights = np.array(sizes) * raked.factors
    assert raked.is_converged
    assert weights.sum() == pytest.approx(100)
    assert weights[:2].sum() == pytest.approx(50)
    assert weights[[0, 2]].sum() == pytest.approx(70)
    odds = weights[0] * weights[3] / (weights[1] * weights[2])
    assert odds == pytest.approx(10 * 40 / (20 * 30))


def test_raking_to_one_margin_is_its_share_over_the_found_one():
    raked = statistics.rake([20, 80], [([0, 1], {0: 0.5, 1: 0.5})])
    assert raked.factors == pytest.approx([2.5, 0.625])
    assert raked.trimmed == 0


def test_a_limit_holds_the_factors_and_the_miss_is_told():
    raked = statistics.rake([20, 80], [([0, 1], {0: 0.5, 1: 0.5})], limit=2)
    assert raked.factors.max() <= 2
    assert raked.trimmed == 1
    assert not raked.is_converged
    assert raked.miss > 0.01


@few
@given(
    st.lists(st.integers(1, 50), min_size=6, max_size=6),
    st.floats(0.1, 0.9),
    st.floats(0.1, 0.5),
)
def test_raked_weights_meet_both_margins_whatever_the_cells(sizes, first, second):
    rows, columns = [0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2]
    wanted = {0: second, 1: (1 - second) / 2, 2: (1 - second) / 2}
    raked = statistics.rake(sizes, [(rows, {0: first, 1: 1 - first}), (columns, wanted)])
    weights = np.array(sizes) * raked.factors / sum(sizes)
    assert weights[:3].sum() == pytest.approx(first, abs=1e-5)
    assert weights[[0, 3]].sum() == pytest.approx(second, abs=1e-5)


def test_plain_shares_are_tested_as_statsmodels_does():
    picked, n = np.array([30, 55, 40]), np.array([100, 120, 90])
    found = statistics.share_tests(picked / n, n, n, np.zeros((3, 3)))
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert found[a, b] == pytest.approx(proportions_ztest(picked[[a, b]], n[[a, b]])[1])
    assert np.isnan(found[1, 0])
    assert np.isnan(found[1, 1])


def test_a_pair_too_small_for_the_test_is_not_tested():
    found = statistics.share_tests([1 / 8, 60 / 100], [8, 100], [8, 100], np.zeros((2, 2)))
    assert np.isnan(found).all()


def test_the_same_people_in_two_columns_differ_by_the_rest_only():
    # B holds all of A: the test is that of A against those of B outside A.
    n_a, k_a, n_b, k_b = 60, 40, 100, 55
    overlap = np.array([[0, n_a], [n_a, 0]])
    found = statistics.share_tests([k_a / n_a, k_b / n_b], [n_a, n_b], [n_a, n_b], overlap)[0, 1]
    pooled = (k_a + k_b) / (n_a + n_b)
    z = (k_a / n_a - k_b / n_b) / np.sqrt(pooled * (1 - pooled) * (1 / n_a - 1 / n_b))
    assert found == pytest.approx(2 * stats.norm.sf(abs(z)))
    apart = statistics.share_tests([k_a / n_a, k_b / n_b], [n_a, n_b], [n_a, n_b], 0 * overlap)
    assert found < apart[0, 1]


@few
@given(
    st.lists(st.integers(1, 7), min_size=3, max_size=30),
    st.lists(st.integers(1, 7), min_size=3, max_size=30),
)
def test_plain_means_are_tested_as_welch_does(a, b):
    if len(set(a)) == 1 or len(set(b)) == 1:
        return
    totals, squares, sums, square_sums = np.array([of(a), of(b)]).T
    means, variances = statistics.weighted_moments(totals, squares, sums, square_sums)
    assert variances == pytest.approx([np.var(a, ddof=1), np.var(b, ddof=1)], abs=1e-9)
    found = statistics.mean_tests(means, variances, totals, squares, np.zeros((2, 2)))[0, 1]
    expected = stats.ttest_ind(a, b, equal_var=False).pvalue
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_weighted_means_are_tested_on_their_effective_n():
    a, b = of([1, 2, 3, 4, 5], [1, 1, 2, 2, 2]), of([3, 4, 5, 5, 5, 4], [1, 1, 1, 3, 3, 1])
    totals, squares, sums, square_sums = np.array([a, b]).T
    means, variances = statistics.weighted_moments(totals, squares, sums, square_sums)
    base = statistics.effective_n(totals, squares)
    found = statistics.mean_tests(means, variances, totals, squares, np.zeros((2, 2)))[0, 1]
    expected = stats.ttest_ind_from_stats(
        means[0], variances[0] ** 0.5, base[0], means[1], variances[1] ** 0.5, base[1], False
    )
    assert found == pytest.approx(expected.pvalue, rel=1e-6)


@pytest.mark.parametrize("tests", [1, 2, 9, 40])
def test_holm_is_that_of_statsmodels(tests):
    p = np.random.default_rng(tests).uniform(0, 0.3, tests) ** 2
    assert statistics.holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_holm_passes_over_what_was_not_tested():
    assert statistics.holm([0.01, np.nan, 0.04]) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_a_letter_names_the_columns_that_are_lower():
    p = np.full((3, 3), np.nan)
    p[0, 1], p[0, 2], p[1, 2] = 0.01, 0.2, 0.03
    both = np.fmin(p, p.T)
    assert statistics.higher_than([0.5, 0.3, 0.4], both, ["A", "B", "C"]) == ["B", "", "B"]
    assert statistics.column_letters(28)[24:] == ["Y", "Z", "AA", "AB"]


@few
@given(
    st.lists(
        st.tuples(st.integers(0, 30).map(float), st.integers(1, 5).map(float)),
        min_size=1,
        max_size=40,
    )
)
def test_a_weighted_median_is_that_of_each_value_repeated_as_often_as_it_weighs(pairs):
    values, weights = map(np.array, zip(*pairs, strict=True))
    repeated = np.repeat(values, weights.astype(int))
    assert statistics.weighted_median(values, weights) == np.median(repeated)


def test_the_interval_of_a_median_is_the_bootstrap_of_scipy():
    values = np.random.default_rng(7).lognormal(2, 1, 120)
    low, high = statistics.median_interval(values, np.ones(120))
    expected = stats.bootstrap(
        (values,), np.median, method="percentile", n_resamples=9999, rng=np.random.default_rng(1)
    ).confidence_interval
    assert (low, high) == pytest.approx((expected.low, expected.high), rel=0.05)
    # Weights count as shares, and few that weigh much tell less.
    assert statistics.median_interval(values, np.full(120, 3.0)) == (low, high)
    few_heavy = statistics.median_interval(values, np.where(np.arange(120) % 4, 0.01, 1.0))
    assert few_heavy[1] - few_heavy[0] > high - low


def test_values_that_are_all_alike_have_a_median_and_no_interval():
    assert statistics.weighted_median([3.0, 3.0], [1.0, 2.0]) == 3
    assert all(np.isnan(end) for end in statistics.median_interval([3.0, 3.0], [1.0, 1.0]))
    assert np.isnan(statistics.weighted_median([], []))
