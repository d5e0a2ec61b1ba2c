"""The benchmark: the contestants answer alike, and the ratios are those of the rounds."""

import sys
from pathlib import Path
from typing import Any

import pytest

from support_kpi.commands.console import as_json
from support_kpi.errors import StoreError, UsageError
from support_kpi.performance import (
    browsing,
    cells,
    contest,
    drawing,
    frame,
    goals,
    markdown,
    measurement,
    memory,
    pages,
    process,
    tickets,
)
from support_kpi.performance.asking import duckdb_rows, superset_charts
from support_kpi.performance.files import Files
from support_kpi.performance.measurement import OWN, Measurement
from support_kpi.performance.questions import FILTERS, PAGE


def test_a_run_loads_asks_every_contestant_and_leaves_nothing_behind(tmp_path: Path) -> None:
    said: list[str] = []
    scale = browsing.Scale(sessions=2, think_seconds=0.1, seconds=0.2, extra=1, in_browser=False)
    measured = frame(contest(tmp_path, 10_000, 1, said.append, scale))
    assert not list(tmp_path.iterdir())
    assert len(said) == 5
    assert set(measured[measured["measure"] == "load"]["by"]) == {
        OWN,
        "DuckDB read_csv",
        "pandas read_csv",
    }
    read = measured[measured["measure"] == "read, 1 bad cell in 1,000 rows"]
    assert set(read["by"]) == {OWN, goals.STRICT}
    asked = measured[measured["measure"] == "page, one team"]
    assert set(asked["by"]) == {OWN, "DuckDB", "pandas", "polars"}
    visited = measured.groupby("measure")["by"].agg(set)
    assert visited["cold start"] == {OWN, "empty app"}
    assert visited["p95 of a filter change"] == {OWN, "one session"}
    grown = measured["measure"] == "an extra session"
    assert grown.sum() == 1
    assert (measured.loc[~grown, "value"] > 0).all()
    text = markdown(measured, "picture.svg")
    assert "| load a CSV, to pandas.read_csv | 10,000 |" in text
    assert "(picture.svg)" in text
    assert drawing(measured).startswith(b"<svg")


def test_the_same_tickets_are_written_again(tmp_path: Path) -> None:
    once, again = (tickets.write(tmp_path / name, 1_000).read_bytes() for name in ("a", "b"))
    assert once == again
    day = tickets.write_day(tmp_path / "c", 1_000).read_text()
    assert day.count("\n1,") == 1
    assert "1,101000," in day
    assert "2025-12-31" in day


def test_one_ticket_in_so_many_gets_a_bad_cell(tmp_path: Path) -> None:
    clean = tickets.write(tmp_path / "clean.csv", 1_000).read_text().splitlines()
    dirty = tickets.write(tmp_path / "dirty.csv", 1_000, bad_every=100).read_text().splitlines()
    assert sum(one != other for one, other in zip(clean, dirty, strict=True)) == 10
    assert [line.count(",twice,") for line in dirty if "twice" in line] == [1] * 10


def test_a_reader_that_loses_a_cell_stops_the_run() -> None:
    cells.require([10_000, 10], [10_000, 10], "read", OWN)
    with pytest.raises(StoreError, match="kept 10,000 rows and recorded 9 bad cells; 10,000 and"):
        cells.require([10_000, 9], [10_000, 10], "read", OWN)


def test_a_ratio_is_taken_within_its_round() -> None:
    rows = goals.TEN_MILLION
    measured = frame(
        Measurement(rows, "load", by, number, "s", value)
        for by, values in ((OWN, (10, 30, 80)), ("DuckDB read_csv", (10, 10, 20)))
        for number, value in enumerate(values)
    )
    found = goals.reached(measured)
    assert found["ratio"].tolist() == [3.0]
    assert found[["low", "high"]].to_numpy().tolist() == [[1.0, 4.0]]
    assert found["state"].tolist() == ["missed"]


def test_a_goal_of_large_stores_is_not_judged_on_small_ones() -> None:
    measured = frame(
        Measurement(1_000_000, "page, no filter", by, 0, "ms", value)
        for by, value in ((OWN, 10), ("DuckDB", 500))
    )
    found = goals.reached(measured)
    assert found[["ratio", "state"]].to_numpy().tolist() == [[50.0, ""]]


@pytest.mark.parametrize(
    ("rows", "goal", "state"),
    [(1_000_000, 45, ""), (10_000_000, 45, "met"), (50_000_000, 200, "missed")],
)
def test_each_size_has_the_goal_that_is_meant_for_it(rows: int, goal: int, state: str) -> None:
    measured = frame(
        Measurement(rows, "page, no filter", by, 0, "ms", value)
        for by, value in ((OWN, 10), ("DuckDB", 1_000))
    )
    found = goals.reached(measured)
    assert found.loc[0, ["goal", "state"]].tolist() == [f"at least {goal}", state]


def test_a_page_of_a_large_store_is_set_beside_that_of_a_million_by_its_worst_filter() -> None:
    milliseconds = {"no filter": (10, 11), "one team": (20, 32)}
    measured = frame(
        Measurement(rows, f"page, {name}", OWN, number, "ms", value + number)
        for name, values in milliseconds.items()
        for rows, value in zip((1_000_000, 50_000_000), values, strict=True)
        for number in range(2)
    )
    [found] = goals.reached(measured).to_dict("records")
    assert (found["title"], found["rows"]) == (goals.GROWTH, 50_000_000)
    assert found["high"] == 32 / 20
    assert found["low"] == 33 / 21
    assert (found["goal"], found["state"]) == ("at most 1.5", "missed")


def test_what_has_no_goal_is_told_and_not_judged() -> None:
    measured = frame(
        Measurement(goals.TEN_MILLION, "on disk", by, 0, "MB", value)
        for by, value in ((OWN, 30), ("gzip", 10))
    )
    found = goals.reached(measured)
    assert found[["ratio", "goal", "state"]].to_numpy().tolist() == [[3.0, "", ""]]


def test_a_goal_without_another_to_compare_with_is_the_measure_itself() -> None:
    measured = frame(
        Measurement(10_000, "an extra session", OWN, number, "MB", value)
        for number, value in enumerate((1.0, 2.5, 3.0))
    )
    found = goals.reached(measured)
    assert found[["ratio", "goal", "state"]].to_numpy().tolist() == [[2.5, "at most 2", "missed"]]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    duckdb_rows.read(folder / "tickets.duckdb", tickets.write(folder / "tickets.csv", 10_000))
    return folder / "tickets.duckdb"


@pytest.mark.parametrize("name", FILTERS)
def test_what_superset_is_asked_is_what_duckdb_is_asked(export: Path, name: str) -> None:
    with duckdb_rows.opened(export) as connection:
        for question in PAGE:
            rows = [
                connection.execute(as_sql(query)).fetchall()
                for query in superset_charts.queries(question, FILTERS[name])
            ]
            said = superset_charts.told(question, rows)
            asked = duckdb_rows.asked(connection, question, FILTERS[name])
            assert said == duckdb_rows.told(question, asked)


def as_sql(query: dict[str, Any]) -> str:
    """A query as Superset writes it."""
    parts = [one["sqlExpression"] for one in (*query["columns"], *query["metrics"])]
    where = [query["extras"]["where"]]
    for one in query["filters"]:
        listed = ", ".join(f"'{value}'" for value in one["val"])
        where.append(f'"{one["col"]}" in ({listed})')
    return f"select {', '.join(parts)} from tickets where {' and '.join(where)} group by all"


def test_contestants_that_disagree_stop_the_run() -> None:
    one = [[["all", 100.0, 5.0]]] * len(pages.PAGE)
    other = [[["all", 100.0, 5.1]]] * len(pages.PAGE)
    pages.require_same(one, one, "pandas", "no filter")
    with pytest.raises(StoreError, match="pandas and DuckDB answer volume by all differently"):
        pages.require_same(one, other, "pandas", "no filter")


def test_who_would_not_fit_into_memory_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.left_out(10_000) == []
    monkeypatch.setattr(memory, "_free", lambda: 20_000_000_000)
    assert memory.left_out(50_000_000) == ["pandas read_csv"]
    assert memory.left_out(1_000_000_000) == ["pandas read_csv", "pandas", "polars"]
    monkeypatch.setattr(memory, "_free", lambda: None)
    assert memory.left_out(1_000_000_000) == []


def test_who_is_left_out_is_not_asked(tmp_path: Path) -> None:
    files = Files(10_000, tmp_path, frozenset({"pandas"}))
    assert set(pages.engines(files)) == {OWN, "DuckDB", "polars"}


def test_measurements_are_read_as_they_were_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = frame([Measurement(10_000, "load", OWN, 0, "s", 1.5)])
    as_json(one)
    (tmp_path / "known.json").write_text(capsys.readouterr().out)
    assert measurement.read(tmp_path / "known.json").equals(one)
    (tmp_path / "other.json").write_text("[{}]")
    with pytest.raises(UsageError, match="holds no measurements"):
        measurement.read(tmp_path / "other.json")


def test_memory_held_for_a_moment_between_two_looks_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "LOOKING", 1e-9)
    moment = "import time; time.sleep(0.3); len(b'x' * 300_000_000); time.sleep(0.3)"
    cost = process.measured([sys.executable, "-c", moment])
    assert cost.memory is None or cost.memory > 300_000_000
