"""What a query calls, told beside it."""

import pytest

from support_kpi import macros, queries


def test_a_macro_comes_with_those_that_it_calls_and_with_its_comment() -> None:
    rate, amount = macros.used("select overspent_rate(actual, plan) from budget")
    assert rate.startswith("create macro overspent_rate(actual, plan)")
    assert amount.startswith("create macro overspent(actual, plan)")
    (nps,) = macros.used("select nps_points(1, 2, 3)")
    assert nps.startswith("-- Net promoter score in points")


def test_functions_of_the_database_and_comments_are_no_macros() -> None:
    assert macros.used("select sum(n), hours from t -- as hours(x)") == ()


@pytest.mark.parametrize("name", queries.names())
def test_whatever_a_query_calls_is_told_once(name: str) -> None:
    found = macros.used(queries.load(name).sql)
    assert len(found) == len({one.partition("create macro ")[2].partition("(")[0] for one in found})
    assert all(one.endswith(";") for one in found)
