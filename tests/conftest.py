"""Shared by all tests: the canonical rows that can be counted by hand."""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from tests import model
from tests import sample_store as sample

# A run says the same of the same code; `make fuzz` looks for what no run has met yet.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
# Tests of other engines: `make test-scale` says where Spark is.
collect_ignore = [] if "SPARK_HOME" in os.environ else ["scale"]


@pytest.fixture(scope="session")
def canonical() -> Iterator[duckdb.DuckDBPyConnection]:
    with model.of_folder() as connection:
        yield connection


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A store with the sample organisation, shared by all workers: copy it to change it."""
    own = tmp_path_factory.getbasetemp()
    return sample.shared((own if worker_id == "master" else own.parent) / "sample_store")
