"""What a query calls, told beside it."""

import duckdb

from support_kpi import macros, queries


def test_a_macro_comes_with_those_that_it_calls_and_with_its_comment() -> None:
    rate, amount = macros.used("select overspent_rate(actual, plan) from budget")
    assert rate.startswith("create macro overspent_rate(actual, plan)")
    assert amount.startswith("create macro overspent(actual, plan)")
    (nps,) = macros.used("select nps_points(1, 2, 3)")
    assert nps.startswith("-- Net promoter score in points")


def test_functions_of_the_database_and_comments_are_no_macros() -> None:
    assert macros.used("select sum(n), hours from t -- as hours(x)") == ()


def test_every_macro_of_a_snapshot_can_be_told(canonical: duckdb.DuckDBPyConnection) -> None:
    made = canonical.execute(
        "select distinct function_name from duckdb_functions()"
        " where not internal and function_type in ('macro', 'table_macro')"
    ).fetchall()
    assert made
    for (name,) in made:
        (told, *_) = macros.used(f"select {name}()")
        assert f"create macro {name}(" in told


def test_what_a_query_calls_through_other_macros_is_told_too() -> None:
    found = "".join(macros.used(queries.load("kpi_tickets").sql))
    for name in ("ticket_sums", "ticket_days", "cells", "passes", "hours"):
        assert f"create macro {name}(" in found
