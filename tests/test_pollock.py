"""The Pollock benchmark: its measures, and our parsing ahead of its rivals."""

from dataclasses import astuple
from pathlib import Path

import pytest

from tests.pollock.measures import FAILED, NAMES, Measures, mean, measured
from tests.pollock.run import Results, means, measure, summary, weighted
from tests.pollock.weights import weights

FOLDER = Path(__file__).parents[2] / "shared" / "exports" / "messy" / "pollock-polluted"
CLEAN = [["id", "note"], ["1", "a"], ["2", "b"], ["3", "c"], ["4", "d"]]


def test_a_file_that_is_read_as_it_is_scores_ten() -> None:
    assert astuple(measured(CLEAN, CLEAN)) == (1.0,) * 10


def test_order_and_typed_values_cost_nothing() -> None:
    clean = [["day", "is_ok", "n"], ["05/01/2018", "true", "7"], ["28/01/2018", "false", "8"]]
    typed = [["day", "is_ok", "n"], ["2018-01-28", "False", "8.0"], ["2018-01-05", "True", "7.0"]]
    assert measured(clean, typed).score == 10


def test_precision_is_of_the_loaded_and_recall_of_the_wanted() -> None:
    found = measured(CLEAN, [["id", "x", "y", "z"], ["1", "a"], ["9", "z"]])
    assert (found.header_precision, found.header_recall) == (0.25, 0.5)
    assert (found.record_precision, found.record_recall) == (0.5, 0.25)
    assert (found.cell_precision, found.cell_recall) == (3 / 8, 3 / 10)
    assert found.record_f1 == pytest.approx(1 / 3)


def test_where_nothing_belongs_nothing_is_missed() -> None:
    assert measured([], []).score == measured([], [["column0"]]).score == 10
    assert measured([["id"]], [["id"]]).record_recall == 1


def test_the_weighted_mean_counts_a_file_by_its_weight() -> None:
    best = Measures(*[1.0] * len(NAMES))
    assert mean([best, FAILED]).score == 5
    assert mean([best, FAILED], [3, 1]).score == 7.5


def test_files_of_one_kind_share_its_weight() -> None:
    names = ["row_less_sep_row0_col3.csv", "row_more_sep_row42_col0.csv", "file_preamble.csv"]
    assert weights(names) == [260, 260, 282]


@pytest.fixture(scope="module")
def results() -> Results:
    if not FOLDER.exists():
        pytest.skip(f"no polluted files in {FOLDER}")
    return measure(FOLDER)


def test_our_parsing_is_ahead_of_each_rival_on_every_measure(results: Results) -> None:
    found = means(results)
    ours = found.pop("support_kpi")
    assert len(found) == 5
    for rival, theirs in found.items():
        for name in NAMES[1:]:
            assert getattr(ours, name) > getattr(theirs, name), (rival, name)


def test_our_parsing_reads_every_polluted_file(results: Results) -> None:
    assert means(results)["support_kpi"].success == 1


def test_our_parsing_is_ahead_by_both_scores(results: Results) -> None:
    simple = {system: measures.score for system, measures in means(results).items()}
    for scores in (simple, weighted(results)):
        ours = scores.pop("support_kpi")
        assert ours > max(scores.values())


def test_the_table_names_every_system_and_file(results: Results) -> None:
    table = summary(results)
    assert all(name in table for name in [*results, *results["support_kpi"]])
