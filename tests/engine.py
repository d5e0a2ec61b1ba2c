"""A DuckDB of the tests' own."""

from functools import cache

import duckdb


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One for all tests of a worker: a cursor of it has temporary tables of its own."""
    return duckdb.connect()
