"""What a run of a page reads: the store, its published snapshot, cached results."""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import streamlit as st

from support_kpi import benchmarks, kpis, queries
from support_kpi.filters import Filters, parameters
from support_kpi.planning import baselines
from support_kpi.store import Snapshot, Store, snapshots

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
RESULTS_KEPT = 1000
CURSORS = 2


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


# Streamlit walks an argument value by value: a key that says them all in one text is found sooner,
# and arguments with an underscore are no part of it. They are passed by name: for one that is not,
# Streamlit inspects the function at every call.
@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _result(
    *, key: str, _snapshot: Snapshot, _query: queries.Query, _values: Mapping[str, object]
) -> pd.DataFrame:
    del key
    return queries.run(connection(_snapshot), _query, _values)


def result(snapshot: Snapshot, name: str, values: Mapping[str, object]) -> pd.DataFrame:
    """The rows of a query, from the cache when snapshot, query and values are the same."""
    query = queries.load(name)
    chosen = queries.given(query, values)
    key = _key(snapshot, name, chosen)
    return _result(key=key, _snapshot=snapshot, _query=query, _values=chosen)


def _key(snapshot: Snapshot, *told: object) -> str:
    return f"{snapshot.path} {told!r}"


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _kpi_frame(
    *, key: str, _snapshot: Snapshot, _values: Mapping[str, object], _sources: list[str]
) -> pd.DataFrame:
    del key
    # Most of a query on cubes is its plan, which one thread makes: two make two at a time.
    with ThreadPoolExecutor(CURSORS) as pool:
        parts = list(pool.map(lambda name: result(_snapshot, name, _values), _sources))
    measured = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    described = result(_snapshot, "definitions", {})
    chosen = described[described["kpi"].map(kpis.source).isin(_sources)]
    return kpis.arranged(measured, chosen, _values)


def kpi_frame(
    snapshot: Snapshot, filters: Filters, dimension: str, every: str, sources: Iterable[str]
) -> pd.DataFrame:
    """The KPIs that these queries compute, by segment and period; each is asked once."""
    values = parameters(filters) | {"dimension": dimension, "every": every}
    asked = [name for name in kpis.SOURCES if name in set(sources)]
    # What a period is compared with does not change its numbers.
    key = _key(snapshot, values, asked)
    return _kpi_frame(key=key, _snapshot=snapshot, _values=values, _sources=asked)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _comparison(
    *, key: str, _snapshot: Snapshot, _filters: Filters, _page: str | None
) -> pd.DataFrame:
    del key

    def split(chosen: Filters, dimension: str, source: str) -> pd.DataFrame:
        return kpi_frame(_snapshot, chosen, dimension, "all", (source,))

    return benchmarks.compare(connection(_snapshot), _filters, page=_page, split=split)


def comparison(snapshot: Snapshot, filters: Filters, page: str | None = None) -> pd.DataFrame:
    """The published figures beside own ones, all or those of a page; nothing without studies."""
    if result(snapshot, "published_figures", {"study": None, "topic": None}).empty:
        return pd.DataFrame(columns=list(benchmarks.COLUMNS))
    key = _key(snapshot, filters, page)
    return _comparison(key=key, _snapshot=snapshot, _filters=filters, _page=page)


@st.cache_data(show_spinner=False, max_entries=RESULTS_KEPT)
def _baseline(*, key: str, _snapshot: Snapshot, _filters: Filters) -> baselines.Baseline:
    del key
    return baselines.of_period(connection(_snapshot), _filters)


def baseline(snapshot: Snapshot, filters: Filters) -> baselines.Baseline:
    """What scenarios start from."""
    return _baseline(key=_key(snapshot, filters), _snapshot=snapshot, _filters=filters)


@st.cache_resource(show_spinner=False, max_entries=RESULTS_KEPT)
def _kept(*, key: str, _make: Callable[[], Any]) -> Any:
    del key
    return _make()


def kept(snapshot: Snapshot, key: str, make: Callable[[], T]) -> T:
    """What was made of a snapshot under the same key, else what `make` makes; never a copy."""
    return _kept(key=_key(snapshot, key), _make=make)
