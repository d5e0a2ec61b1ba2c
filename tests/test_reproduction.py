"""Invented respondents among whom the figures of a study hold."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from support_kpi import benchmarks, queries
from support_kpi.filters import Filters
from support_kpi.sample import studies
from support_kpi.store import Store

INFINITE = float("inf")
CONTRADICTED = {"salesforce2020.field_service.key_to_strategy.decision_maker.overview"}
ROUNDED = {"exact": 0.0051, "approx": 0.0251}


@pytest.fixture(scope="module")
def compared(sample_store: Path) -> pd.DataFrame:
    """The figures of respondents as the project itself counts them, from the loaded surveys."""
    _, connection = Store(sample_store).connect()
    with connection:
        extent = queries.run(connection, queries.load("data_extent"), {}).iloc[0]
        period = Filters(extent["first_day"].date(), extent["last_day"].date(), compare="none")
        rows = benchmarks.compare(connection, period)
    surveyed = rows["kind"].isin(("share against share", "ordering"))
    return rows[surveyed & rows["own_value"].notna()].set_index("figure_id")


def test_every_share_that_is_printed_holds_after_rounding(compared: pd.DataFrame) -> None:
    printed = compared[
        compared["comparator"].isin(tuple(ROUNDED))
        & compared["unit"].isin(("share", "share difference", "relative change"))
    ].drop(index=list(CONTRADICTED))
    away = (printed["own_value"] - printed["published_value"]).abs()
    assert len(printed) > 120
    assert away[away > printed["comparator"].map(ROUNDED)].empty


def test_every_rank_and_count_that_is_printed_holds(compared: pd.DataFrame) -> None:
    printed = compared[
        (compared["comparator"] == "exact") & compared["unit"].isin(("rank", "count"))
    ]
    assert len(printed) > 30
    assert (printed["own_value"] == printed["published_value"]).all()


def test_more_and_less_than_hold(compared: pd.DataFrame) -> None:
    bounded = compared[compared["comparator"].isin(("gt", "lt", "range"))]
    assert is_inside(bounded).all()


def is_inside(rows: pd.DataFrame) -> pd.Series:
    """Whether the own value lies in the published band; an end that is missing is open."""
    least, most = rows["published_low"].fillna(-INFINITE), rows["published_high"].fillna(INFINITE)
    return rows["own_value"].between(least, most)


def test_no_direction_is_contradicted(compared: pd.DataFrame) -> None:
    assert set(compared["verdict"]) <= {"no clear difference", "not comparable", "ahead", "behind"}
    assert "contradicts" not in set(compared["position"])
    assert is_inside(compared[compared["statistic"] == "comparison"]).all()


def test_what_contradicts_itself_is_named(tmp_path: Path) -> None:
    outcomes = studies.write(tmp_path / "service.csv", "salesforce2020")
    away = {one.figure_id: one.reason for one in outcomes if not one.holds}
    assert set(away) == CONTRADICTED
    assert away.popitem()[1].startswith("contradicts salesforce2020.field_service")


def test_the_same_seed_gives_the_same_respondents(tmp_path: Path) -> None:
    studies.write(tmp_path / "one.csv.gz", "esg2020")
    studies.write(tmp_path / "two.csv.gz", "esg2020")
    one, two = (
        gzip.decompress((tmp_path / name).read_bytes()) for name in ("one.csv.gz", "two.csv.gz")
    )
    assert one == two
    assert len(one.splitlines()) == 601
