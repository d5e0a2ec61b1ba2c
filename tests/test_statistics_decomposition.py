"""The parts of a change beside statsmodels' Oaxaca-Blinder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.oaxaca import OaxacaBlinder

from support_kpi import statistics

few = settings(max_examples=40, deadline=None)
segments = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def parts(now: list[tuple[int, int]], before: list[tuple[int, int]]) -> statistics.Effects:
    (hits, n), (compared_hits, compared_n) = (
        np.array(side, dtype=float).T for side in (now, before)
    )
    return statistics.effects(
        n,
        hits / np.where(n > 0, n, np.nan),
        statistics.share_variance(hits, n),
        compared_n,
        compared_hits / np.where(compared_n > 0, compared_n, np.nan),
        statistics.share_variance(compared_hits, compared_n),
    )


@few
@given(st.lists(st.tuples(segments, segments), min_size=2, max_size=4))
def test_mix_and_rate_are_the_two_fold_parts_of_statsmodels(pairs) -> None:
    now, before = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    rows = [
        (hit, period, place)
        for period, side in ((1, now), (0, before))
        for place, (hits, n) in enumerate(side)
        for hit in [1] * hits + [0] * (n - hits)
    ]
    table = np.array(rows, dtype=float)
    dummies = np.column_stack([table[:, 2] == place for place in range(len(pairs))]).astype(float)
    exog = np.column_stack([dummies, table[:, 1]])
    model = OaxacaBlinder(table[:, 0], exog, exog.shape[1] - 1, hasconst=True, swap=False)
    unexplained, explained, _ = model.two_fold(
        two_fold_type="self_submitted", submitted_weight=0.5
    ).params
    found = parts(now, before)
    assert abs(found.mix[-1]) == pytest.approx(abs(explained), abs=1e-9)
    assert abs(found.rate[-1]) == pytest.approx(abs(unexplained), abs=1e-9)


@few
@given(st.lists(st.tuples(st.integers(0, 30), segments), min_size=1, max_size=5))
def test_the_parts_add_up_to_the_change_whatever_appears_or_goes(drawn) -> None:
    now = [(min(hits, n), n) for hits, (_, n) in drawn]
    before = [(0, 0) if hits % 3 == 0 else pair for hits, pair in drawn]
    before[0] = drawn[0][1]
    found = parts(now, before)
    totals = [np.array(side).sum(axis=0) for side in (now, before)]
    change = totals[0][0] / totals[0][1] - totals[1][0] / totals[1][1]
    assert found.rate[-1] + found.mix[-1] == pytest.approx(change, abs=1e-12)
    assert found.rate[:-1].sum() == pytest.approx(found.rate[-1], abs=1e-12)


def test_parts_of_a_change_that_a_hand_can_count() -> None:
    # Half and half at 80 % and 40 %; then three quarters at 70 % and one quarter at 40 %.
    found = parts([(525, 750), (100, 250)], [(400, 500), (200, 500)])
    assert found.rate == pytest.approx([-0.0625, 0, -0.0625])  # 5/8 of -10 points
    assert found.mix == pytest.approx([0.25 * (0.75 - 0.6125), -0.25 * (0.4 - 0.6125), 0.0875])


def test_intervals_of_the_parts_keep_their_promise() -> None:
    draw = np.random.default_rng(5)
    shares = np.array([[0.5, 0.3, 0.2], [0.3, 0.3, 0.4]])
    values = np.array([[0.7, 0.5, 0.4], [0.8, 0.55, 0.3]])
    middle = (shares * values).sum(axis=1).mean()
    rate = (shares.mean(axis=0) * (values[0] - values[1])).tolist()
    mix = ((shares[0] - shares[1]) * (values.mean(axis=0) - middle)).tolist()
    true = [*rate, sum(rate)], [*mix, sum(mix)], [sum(rate) + sum(mix)]
    held = np.zeros(9)
    for _ in range(1000):
        n = [draw.multinomial(400, shares[0]), draw.multinomial(300, shares[1])]
        hits = [draw.binomial(n[side], values[side]) for side in (0, 1)]
        found = parts(list(zip(hits[0], n[0], strict=True)), list(zip(hits[1], n[1], strict=True)))
        for at, (interval, truth) in enumerate(
            zip((found.rate_interval, found.mix_interval), true, strict=False)
        ):
            low, high = interval
            held[4 * at : 4 * at + 4] += (low <= truth) & (truth <= high)
        held[8] += found.effect_interval[0][-1] <= true[2][0] <= found.effect_interval[1][-1]
    # The second segment keeps its share: a product of two numbers near zero is held too often.
    assert (held / 1000 > 0.93).all() and (np.delete(held, 5) / 1000 < 0.985).all()


def test_the_interval_of_the_whole_is_near_newcombes() -> None:
    found = parts([(525, 750), (100, 250)], [(400, 500), (200, 500)])
    low, high = statistics.newcombe(625, 1000, 600, 1000)
    assert found.effect_interval[0][-1] == pytest.approx(low, abs=0.003)
    assert found.effect_interval[1][-1] == pytest.approx(high, abs=0.003)


def test_the_variance_of_means_is_that_of_scipy_and_of_one_value_that_of_all() -> None:
    groups = [np.array([1.0, 4, 4, 7]), np.array([2.0, 2, 5]), np.array([6.0])]
    sums = [[f(group) for group in groups] for f in (np.sum, lambda x: (x * x).sum(), len)]
    found = statistics.mean_variance(*sums)
    assert found[:2] == pytest.approx([stats.sem(group) ** 2 for group in groups[:2]])
    assert found[2] == pytest.approx(np.concatenate(groups).var(ddof=1))
