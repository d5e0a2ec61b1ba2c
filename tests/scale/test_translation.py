"""Functions that other engines call or count otherwise: each gives what DuckDB gives."""

import math
from pathlib import Path

import duckdb
import pytest

from support_kpi.scale import Engine, statements, translation

VALUES = """
    select * from (
        values
            (1, timestamp '2025-12-28 23:30:00.25', 'ΟΔΟΣ', 59.6, true, 3),
            (2, timestamp '2026-03-29 00:59:59', chr(160) || 'İx ', 0.4, false, null),
            (3, timestamp '2026-03-29 01:00:00', chr(9) || '#1001 ', 86_400.5, null, 7),
            (4, timestamp '1969-12-28 12:00:00', '12.0', -1.5, true, -2),
            (5, null, null, null, null, 1),
            (6, timestamp '2026-10-25 00:30:00', 'ß' || chr(12288), 1e9, true, 2)
    ) as given (n, moment, word, seconds, flag, days)
"""
TRAPS = {
    "the days of a week are 1 to 7 from Monday": "extract('isodow' from moment)",
    "an hour of a day": "extract('hour' from moment)::integer",
    "a local time in another zone": "timezone('Europe/Berlin', timezone('UTC', moment))",
    "a local date": "timezone('America/New_York', timezone('UTC', moment))::date",
    "seconds since 1970 have parts": "epoch(moment)",
    "seconds are added with their parts": "moment + to_seconds(seconds)",
    "days are added": "moment + to_days(days)",
    "hours are added": "moment + interval 24 hours",
    "days are counted between dates": "date_diff('day', moment::date, date '2026-01-01')",
    "a date less a number of days": "moment::date - days::integer + 1",
    "spaces that are no blanks are trimmed, tabs are not": "'|' || trim(word) || '|'",
    "letters are made small one by one": "lower(word)",
    "every match is replaced": "bare_id(word)",
    "quotients of written numbers are not rounded": "1.01 / 0.99 + n",
    "bins of durations": "bin_of(seconds)",
    "quotients of whole numbers have parts": "n / 4",
    "the greater of two, nulls aside": "greatest(n, days)",
    "what is distinct from null": "flag is distinct from true",
    "no value of a list is null": "passes(['ΟΔΟΣ'], word)",
    "weeks begin on Monday": "date_trunc('week', moment)::date",
    "a setting of the store": "n + getvariable('survey_join_days')",
}
TOTALS = {
    "a median lies between two values": "quantile_cont(seconds, 0.5)",
    "several percentiles at once": "quantile_cont(seconds, [0.1, 0.9])",
    "the median by name": "median(days)",
    "only what passes is counted": "count(*) filter (where flag)",
    "any value is one that is there": "any_value(days) filter (where n = 6)",
    "one true is enough": "bool_or(flag)",
    "the value at the most of another": "arg_max(word, n) filter (where n < 3)",
    "means of decimals": "avg(1.05 * n)",
}


def _asked(expressions: dict[str, str], order: str) -> str:
    named = ", ".join(f"{sql} as c{place}" for place, sql in enumerate(expressions.values()))
    return f"select {named} from given {order}"


@pytest.fixture(scope="module")
def home() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"create table given as {VALUES}")
    connection.execute("set variable survey_join_days = 14")
    for statement in statements.of_file(statements.snapshots.MODEL / "10_macros.sql"):
        connection.execute(statement.text)
    return connection


def _found(
    engine: Engine, home: duckdb.DuckDBPyConnection, expressions: dict[str, str], order: str
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What DuckDB answers and what the engine answers, column by column."""
    file = engine.here / "given.parquet"
    home.execute(f"copy given to '{file}' (format parquet)")
    engine.view("given", file)
    schema = {"given": {row[0]: row[1] for row in home.execute("describe given").fetchall()}}
    asked = _asked(expressions, order)
    sql = translation.spark(
        statements.parsed(asked),
        schema,
        statements.macros(),
        {"survey_join_days": 14},
        is_ordered=True,
    )
    expected = home.execute(asked).fetchall()
    found = [tuple(row.values()) for row in engine.ask(sql).to_pylist()]
    return list(zip(*expected, strict=True)), list(zip(*found, strict=True))


@pytest.fixture(scope="module", params=["on_sail", "on_spark"])
def answers(
    request: pytest.FixtureRequest, home: duckdb.DuckDBPyConnection
) -> dict[str, tuple[tuple[object, ...], tuple[object, ...]]]:
    engine = request.getfixturevalue(request.param)
    told: dict[str, tuple[tuple[object, ...], tuple[object, ...]]] = {}
    for expressions, order in ((TRAPS, "order by n"), (TOTALS, "")):
        expected, found = _found(engine, home, expressions, order)
        told |= dict(zip(expressions, zip(expected, found, strict=True), strict=True))
    return told


@pytest.mark.parametrize("trap", [*TRAPS, *TOTALS])
def test_an_engine_gives_what_duckdb_gives(
    trap: str, answers: dict[str, tuple[tuple[object, ...], tuple[object, ...]]]
) -> None:
    expected, found = answers[trap]
    assert all(map(_same, expected, found)), (expected, found)


def _same(left: object, right: object) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return all(map(_same, left, right))
    if isinstance(left, float) and right is not None:
        return math.isclose(left, float(str(right)), rel_tol=1e-14)
    return left == right


def test_a_file_of_the_model_is_read_as_duckdb_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "model.sql"
    file.write_text(
        "-- One.\ncreate table one as select 1 as a;\n-- Two; with a stop.\nselect 2;\n"
    )
    made = statements.of_file(file)
    assert [(one.makes, one.reads) for one in made] == [("one", set()), ("", set())]
