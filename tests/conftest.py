"""Shared by all tests: the canonical rows that can be counted by hand."""

from collections.abc import Iterator

import duckdb
import pytest

from tests import model


@pytest.fixture(scope="session")
def canonical() -> Iterator[duckdb.DuckDBPyConnection]:
    with model.of_folder() as connection:
        yield connection
