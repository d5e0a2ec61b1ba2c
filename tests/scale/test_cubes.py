"""An engine makes of the same segments what DuckDB makes of them, every cell of every table."""

import math
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from support_kpi import queries, scale
from support_kpi.store import Snapshot, building, layers, snapshots
from tests.scale import staged
from tests.scale.clusters import Cluster
from tests.scale.conftest import Staged

Tables = dict[str, tuple[list[tuple[str, str]], list[tuple[object, ...]]]]
ASKED = {
    "start_date": date(2025, 11, 1),
    "end_date": date(2026, 1, 1),
    "channels": ["email", "phone"],
    "teams": None,
    "tiers": None,
    "sources": None,
    "priorities": None,
    "ticket_id": None,
    "view": "solved",
    "dimension": "team",
    "every": "week",
    "row_limit": 20,
    "row_offset": 5,
}
QUESTIONS = [
    "health_channels",
    "health_links",
    "kpi_requesters",
    "requester_channels",
    "response_rows",
    "ticket_count",
    "ticket_rows",
]


def _quiet(done: int, whole: int, name: str) -> None:
    del done, whole, name


def _tables(path: Path) -> Tables:
    """Every table and view of a snapshot: columns with their types, and rows in an order."""
    with snapshots.connect(path) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'main' and table_catalog = current_database() order by all"
        ).fetchall()
        return {
            name: (
                [row[:2] for row in connection.execute(f'describe "{name}"').fetchall()],
                sorted(connection.execute(f'select * from "{name}"').fetchall(), key=repr),
            )
            for (name,) in names
            if name != "snapshot"
        }


def _differences(left: Tables, right: Tables) -> Iterator[str]:
    """Sums of floats may differ where they were added in another order, by their last digits."""
    for name, (columns, rows) in left.items():
        other_columns, others = right[name]
        is_alike = columns == other_columns and len(rows) == len(others)
        if not is_alike or not all(map(_same, rows, others)):
            yield name


def _same(left: tuple[object, ...], right: tuple[object, ...]) -> bool:
    return all(
        math.isclose(a, b, rel_tol=1e-12)
        if isinstance(a, float) and isinstance(b, float)
        else a == b
        for a, b in zip(left, right, strict=True)
    )


def _build(engine: scale.Engine, built: Staged, number: int, moved: object = _quiet) -> Path:
    path = built.folder / snapshots.file_name(number)
    build = scale.builder(engine, moved)  # type: ignore[arg-type]
    build(path, built.folder, built.segments, [], staged.SETTINGS, number)
    return path


@pytest.fixture(scope="module")
def by_duckdb(built: Staged) -> Tables:
    tables = _tables(built.snapshot)
    empty = {name for name in layers.KEYS if not tables[name][1]}
    assert not empty, "a cube without a cell proves nothing"
    return tables


@pytest.fixture(scope="module")
def by_sail(on_sail: scale.Engine, built: Staged) -> Path:
    return _build(on_sail, built, 2)


def test_sail_makes_the_same_tables_as_duckdb(by_sail: Path, by_duckdb: Tables) -> None:
    made = _tables(by_sail)
    assert made.keys() == by_duckdb.keys()
    assert not list(_differences(by_duckdb, made))


def test_a_cluster_that_loses_a_worker_makes_the_same_tables_as_duckdb(
    on_spark: scale.Engine, cluster: Cluster, built: Staged, by_duckdb: Tables
) -> None:
    def moved(done: int, whole: int, name: str) -> None:
        if name == "model: ticket_fact":
            # While the facts are being made.
            Timer(0.3, cluster.kill_a_worker).start()

    path = _build(on_spark, built, 3, moved)
    assert cluster.workers[0].wait(10) == -9
    assert cluster.workers[1].poll() is None
    made = _tables(path)
    assert made.keys() == by_duckdb.keys()
    assert not list(_differences(by_duckdb, made))


def test_rows_stay_beside_the_snapshot_and_nothing_else_does(by_sail: Path) -> None:
    rows = snapshots.rows_folder(by_sail)
    kept = {path.name.partition(".")[0] for path in rows.iterdir()}
    assert kept == set(layers.KEYS) - set(layers.CUBES)
    with duckdb.connect(str(by_sail), read_only=True) as connection:
        tables = set(layers.tables(connection, "2"))
    assert set(layers.CUBES) <= tables
    assert not tables & kept


def test_a_snapshot_of_an_engine_reads_nothing_but_its_rows(by_sail: Path, built: Staged) -> None:
    with snapshots.connect(by_sail) as connection:
        for file in built.folder.glob("segments/ticket/*.parquet"):
            with pytest.raises(duckdb.PermissionException):
                connection.execute(f"select * from '{file}'")


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_engine_answers_a_question_to_the_rows_as_duckdb_does(
    name: str, on_sail: scale.Engine, by_sail: Path
) -> None:
    query = queries.load(name)
    values = {key: ASKED[key] for key in query.params}
    with snapshots.connect(by_sail) as connection:
        expected = queries.run(connection, query, values)
        found = scale.answer(on_sail, Snapshot(2, by_sail), connection, query, values)
    assert len(expected) > 0
    assert found.to_csv(index=False) == expected.to_csv(index=False)
    assert list(found.dtypes) == list(expected.dtypes)


def test_spark_answers_a_question_to_the_rows_as_duckdb_does(
    on_spark: scale.Engine, by_sail: Path
) -> None:
    query = queries.load("ticket_rows")
    values = {key: ASKED[key] for key in query.params}
    with snapshots.connect(by_sail) as connection:
        expected = queries.run(connection, query, values)
        found = scale.answer(on_spark, Snapshot(2, by_sail), connection, query, values)
    assert found.to_csv(index=False) == expected.to_csv(index=False)


def test_a_load_after_the_engine_is_an_increment_on_its_rows(
    on_sail: scale.Engine, by_sail: Path, built: Staged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows that an engine wrote are the base of what DuckDB adds to them later."""
    monkeypatch.setattr("support_kpi.store.increments.LEAST_ROWS", 1)
    monkeypatch.setattr("support_kpi.store.increments.MOST_SHARE", 1.0)
    more = [*built.segments, *staged.added(built.folder, 20)]
    present = Snapshot(2, by_sail)
    grown, whole = (built.folder / "snapshots" / name for name in ("4.duckdb", "5.duckdb"))
    base = building.build(grown, built.folder, more, [], staged.SETTINGS, 4, present)
    assert base == 2
    assert building.build(whole, built.folder, more, [], staged.SETTINGS, 5) is None
    assert not list(_differences(_tables(whole), _tables(grown)))
    query = queries.load("ticket_count")
    values = {key: ASKED[key] for key in query.params} | {"channels": None}
    with snapshots.connect(grown) as connection:
        expected = queries.run(connection, query, values)
        found = scale.answer(on_sail, Snapshot(4, grown), connection, query, values)
    assert found.equals(expected)


def test_moving_a_store_keeps_its_rows(by_sail: Path, built: Staged, tmp_path: Path) -> None:
    moved = shutil.copytree(built.folder, tmp_path / "moved")
    with snapshots.connect(moved / "snapshots" / "2.duckdb") as connection:
        there = connection.execute("select count(*) from ticket_fact").fetchall()
    with snapshots.connect(by_sail) as connection:
        here = connection.execute("select count(*) from ticket_fact").fetchall()
    assert there == here
