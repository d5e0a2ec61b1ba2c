"""What a run of a page reads: the store, its published snapshot, cached results."""

import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from support_kpi import benchmarks, kpis, queries
from support_kpi.filters import Filters
from support_kpi.planning import baselines
from support_kpi.store import Snapshot, Store, snapshots

ROOT = Path(__file__).parents[2]
RESULTS_KEPT = 1000


def store_folder() -> Path:
    """SUPPORT_KPI_STORE, else `store/` beside dashboard.py."""
    return Path(os.environ.get("SUPPORT_KPI_STORE") or ROOT / "store")


@st.cache_resource(show_spinner=False)
def _store(folder: str) -> Store:
    return Store.open(Path(folder))


def store() -> Store:
    return _store(str(store_folder()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    return snapshots.connect(Path(path))


def connection(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """The read-only connection of a snapshot; use `.cursor()` of it only.

    A damaged or removed file drops the cached connection and opens what the store has mended.
    """
    try:
        found = _connection(str(snapshot.path))
        found.cursor().execute("select 1")
        return found
    except duckdb.Error:
        _connection.clear()
        return store().connect()[1]


def cached_connection(path: str) -> duckdb.DuckDBPyConnection:
    """The connection that `connection` opened, for functions whose results are cached by path."""
    return _connection(path)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _result(path: str, name: str, sql: str, values: tuple[tuple[str, object], ...]) -> pd.DataFrame:
    del sql  # part of the key: an edited query is another result
    chosen = {key: list(value) if isinstance(value, tuple) else value for key, value in values}
    return queries.run(_connection(path), queries.load(name), chosen)


def result(snapshot: Snapshot, name: str, values: Mapping[str, object]) -> pd.DataFrame:
    """The rows of a query, from the cache when snapshot, SQL and values are the same."""
    connection(snapshot)
    query = queries.load(name)
    chosen = tuple((key, _hashable(one)) for key, one in queries.given(query, values).items())
    return _result(str(snapshot.path), name, query.sql, chosen)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _kpi_frame(
    path: str, filters: Filters, dimension: str, every: str, with_rows: bool
) -> pd.DataFrame:
    return kpis.frame(
        _connection(path), filters, dimension=dimension, every=every, with_rows=with_rows
    )


def kpi_frame(
    snapshot: Snapshot, filters: Filters, dimension: str, every: str, with_rows: bool
) -> pd.DataFrame:
    connection(snapshot)
    return _kpi_frame(str(snapshot.path), filters, dimension, every, with_rows)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _comparison(path: str, filters: Filters, page: str | None) -> pd.DataFrame:
    def split(chosen: Filters, dimension: str) -> pd.DataFrame:
        return _kpi_frame(path, chosen, dimension, "all", with_rows=True)

    return benchmarks.compare(_connection(path), filters, page=page, split=split)


def comparison(snapshot: Snapshot, filters: Filters, page: str | None = None) -> pd.DataFrame:
    """The published figures beside own ones, all or those of a page."""
    connection(snapshot)
    return _comparison(str(snapshot.path), filters, page)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _baseline(path: str, filters: Filters) -> baselines.Baseline:
    return baselines.of_period(_connection(path), filters)


def baseline(snapshot: Snapshot, filters: Filters) -> baselines.Baseline:
    """What scenarios start from."""
    connection(snapshot)
    return _baseline(str(snapshot.path), filters)


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
