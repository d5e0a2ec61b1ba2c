"""Every query file keeps its word: header, parameters, columns, grain."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from support_kpi import queries
from support_kpi.errors import QueryError
from support_kpi.kpis import SOURCES
from support_kpi.store import Store

VALUES: dict[str, object] = {
    "start_date": date(2026, 1, 1),
    "end_date": date(2026, 3, 1),
    "compared_start": date(2025, 11, 1),
    "compared_end": date(2026, 1, 1),
    "channels": None,
    "teams": None,
    "tiers": None,
    "sources": None,
    "priorities": None,
    "dimension": "channel",
    "every": "month",
    "duration": "first_reply",
    "view": "created",
    "study": None,
    "topic": None,
    "ticket_id": None,
    "row_limit": 50,
    "row_offset": 0,
    "load_id": None,
    "complaint": None,
    "state": None,
    "kpi": "csat_rate",
    "edition": "2021",
    "efforts": "{}",
    "survey": None,
    "question_id": None,
    "filter_question": None,
    "filter_options": None,
    "weight_question": None,
    "margin_questions": [],
    "factors": "[]",
    "row_question": "channels",
    "row_groups": "[]",
    "rank_most": None,
    "column_question": None,
    "column_groups": "[]",
}


@pytest.fixture(params=queries.names())
def query(request: pytest.FixtureRequest) -> queries.Query:
    return queries.load(request.param)


def test_the_header_names_the_parameters_that_the_sql_uses(query: queries.Query) -> None:
    used = duckdb.extract_statements(query.sql)[0].named_parameters
    assert set(query.params) == set(used)


def test_the_header_names_the_columns_in_order(
    query: queries.Query, canonical: duckdb.DuckDBPyConnection
) -> None:
    assert tuple(queries.run(canonical, query, VALUES).columns) == query.returns


def test_the_grain_is_unique(query: queries.Query, canonical: duckdb.DuckDBPyConnection) -> None:
    rows = queries.run(canonical, query, VALUES)
    assert not rows.duplicated(list(query.grain)).any()


def test_shares_and_rates_lie_between_0_and_1(
    query: queries.Query, canonical: duckdb.DuckDBPyConnection
) -> None:
    rows = queries.run(canonical, query, VALUES)
    unbounded = {"variance_rate", "budget_change_rate"}
    for column in rows.columns:
        if column.endswith(("_share", "_rate")) and column not in unbounded:
            assert rows[column].dropna().between(0, 1 + 1e-9).all()


def test_each_query_ends_in_an_order_and_reads_no_clock(query: queries.Query) -> None:
    assert "order by" in query.sql.rsplit(")", 1)[-1] or "\norder by" in query.sql
    assert "current_" not in query.sql and "now()" not in query.sql


FILTERED = [
    name
    for name in queries.names()
    if "channels" in queries.load(name).params and name not in ("kpi_backlog", "kpi_staff")
]


@pytest.mark.parametrize("name", FILTERED)
def test_nothing_selected_gives_no_row_or_no_count(
    name: str, canonical: duckdb.DuckDBPyConnection
) -> None:
    nothing = VALUES | {key: [] for key in ("channels", "teams", "tiers", "sources")}
    rows = queries.run(canonical, queries.load(name), nothing)
    counts = [column for column in rows.columns if column.startswith("tickets")]
    assert len(rows) == 0 or (rows[counts].fillna(0) == 0).all().all()


@pytest.mark.parametrize("name", SOURCES)
def test_the_header_names_the_kpis_that_a_query_computes(name: str, sample_store: Path) -> None:
    query = queries.load(name)
    _, connection = Store.open(sample_store).connect()
    with connection:
        rows = queries.run(connection, query, VALUES | {"dimension": "all"})
    assert set(rows["kpi"]) == set(query.kpis)


def test_each_definition_has_one_query_that_computes_it(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    defined = queries.run(canonical, queries.load("definitions"), {})["kpi"]
    computed = [kpi for name in SOURCES for kpi in queries.load(name).kpis]
    assert sorted(computed) == sorted(defined)


def test_an_unknown_query_is_refused_with_the_list() -> None:
    with pytest.raises(QueryError, match="There are: annotations, backlog_age"):
        queries.load("nonsense")


def test_a_header_without_grain_is_refused() -> None:
    with pytest.raises(QueryError, match="lacks grain"):
        queries.parse("x", "-- A title.\n-- params: none\n-- returns: a\nselect 1 as a")


def test_a_missing_parameter_is_named(canonical: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="needs start_date"):
        queries.run(canonical, queries.load("volume_trend"), {"every": "day"})


def test_a_query_that_splits_by_itself_reads_a_cut_that_keeps_what_it_splits_by() -> None:
    everything = VALUES | {key: None for key in ("channels", "teams", "tiers", "sources")}
    mix, trend = (queries.load(name) for name in ("channel_mix", "volume_trend"))
    assert queries.given(mix, everything)["cut"] == "channel"
    assert queries.given(trend, everything)["cut"] == "none"
    assert queries.given(mix, everything | {"sources": ["desk"]})["cut"] == "every"


def test_a_day_that_cannot_be_read_is_refused_before_it_is_asked_for() -> None:
    with pytest.raises(QueryError, match="cannot use a value"):
        queries.given(queries.load("kpi_percentiles"), VALUES | {"start_date": "soon"})
