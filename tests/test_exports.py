"""Canonical rows on their way out."""

from datetime import date

import duckdb
import pytest

from support_kpi import exports
from support_kpi.errors import UsageError
from support_kpi.filters import Filters
from support_kpi.schema import TABLES

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_exported_with_and_without_filters(
    canonical: duckdb.DuckDBPyConnection, table: str
) -> None:
    whole = exports.rows(canonical, table, None)
    part = exports.rows(canonical, table, JANUARY)
    assert len(part) <= len(whole)
    assert list(whole.columns) == list(part.columns)


def test_without_filters_everything_is_there(canonical: duckdb.DuckDBPyConnection) -> None:
    assert len(exports.rows(canonical, "ticket", None)) == 17
    assert len(exports.rows(canonical, "response", None)) == 13


def test_filters_choose_as_they_do_on_the_pages(canonical: duckdb.DuckDBPyConnection) -> None:
    email = Filters(JANUARY.start, JANUARY.end, compare="none", channels=("email",))
    # T1, T2, T4, T5, T9 count; T6, T7, T8 are kept rows that no KPI counts.
    assert set(exports.rows(canonical, "ticket", email)["ticket_id"]) == {
        "T1", "T2", "T4", "T5", "T6", "T7", "T8", "T9",
    }  # fmt: skip


def test_an_unknown_table_is_refused(canonical: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match='"weather" is no table'):
        exports.rows(canonical, "weather", None)
