"""Published figures beside own ones."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from support_kpi import benchmarks
from support_kpi.filters import Filters
from tests import model

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")
FIGURES = (
    "insert into published_figure (source, load_id, source_row, figure_id, study, topic, statistic,"
    " value, unit, comparator, low, high, sample_size) values"
    " ('s', 1, 2, 'liveagent.csat.average', 'liveagent', 'csat', 'mean', 86, 'percent', 'exact',"
    " null, null, null),"
    " ('s', 1, 3, 'liveagent.cost.per_ticket.range', 'liveagent', 'cost', 'currency', null, 'usd',"
    " 'range', 2.93, 49.69, null),"
    " ('s', 1, 4, 'aircall2018.channels_offered.phone.all', 'aircall2018', 'channels', 'share', 77,"
    " 'percent', 'exact', null, null, 475),"
    " ('s', 1, 5, 'liveagent.staffing.turnover.agent', 'liveagent', 'staffing', 'mean', 29,"
    " 'percent', 'exact', null, null, null)"
)


@pytest.fixture(scope="module")
def compared() -> Iterator[pd.DataFrame]:
    with model.of_folder() as connection:
        connection.execute(FIGURES)
        yield benchmarks.compare(connection, JANUARY).set_index("figure_id")


def test_each_published_figure_has_one_row_and_a_reason(compared: pd.DataFrame) -> None:
    assert len(compared) == 4
    assert compared["reason"].notna().all()


def test_a_rate_stands_beside_the_own_one_in_one_unit(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.csat.average"]
    assert (row["published_value"], row["own_value"], row["own_n"]) == (0.86, 0.5, 4)
    # 2 of 4 satisfied: the interval reaches from 15 to 85 %, so 86 % lies just outside.
    assert row["verdict"] == "behind"


def test_two_bare_values_are_compared_saying_so(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.staffing.turnover.agent"]
    assert (row["published_value"], row["own_value"]) == (0.29, 2.0)
    assert row["verdict"] == "behind"
    assert row["reason"].endswith("; neither side has an interval")


def test_a_value_beyond_a_published_range_is_behind(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.cost.per_ticket.range"]
    assert (row["own_value"], row["published_high"]) == (200, 49.69)
    assert row["verdict"] == "behind"


def test_shares_of_respondents_are_not_set_against_own_rates(compared: pd.DataFrame) -> None:
    row = compared.loc["aircall2018.channels_offered.phone.all"]
    assert row["verdict"] == "not comparable"
    assert pd.isna(row["own_value"])
    assert row["published_low"] == pytest.approx(73.0, abs=0.2)


def test_without_data_there_is_nothing_to_compare() -> None:
    with model.of_rows(FIGURES) as connection:
        found = benchmarks.compare(connection, JANUARY)
    assert (found["verdict"] == "not comparable").all()


def test_without_studies_there_is_no_row(canonical: duckdb.DuckDBPyConnection) -> None:
    assert benchmarks.compare(canonical, JANUARY).empty
