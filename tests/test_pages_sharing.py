"""What a page asks of the store, and what visitors share and do not."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pandas as pd
import pytest
import streamlit as st

from support_kpi import kpis, queries
from support_kpi.filters import Filters, parameters
from support_kpi.store import Store, snapshots
from support_kpi.ui import session
from tests import pages
from tests.pages import listed, opened

FILTERS = Filters(date(2026, 1, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def store(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample_store))
    return Store.open(sample_store)


def test_two_visitors_by_turns_never_mix_their_filters() -> None:
    visitors = {code: opened("tickets", {"channel": code}) for code in ("email", "phone", "sms")}
    first = {code: listed(app) for code, app in visitors.items()}
    assert len(set(first.values())) == len(visitors)
    for _ in range(2):
        for code, app in visitors.items():
            assert listed(app.run()) == first[code]


def test_threads_on_one_snapshot_each_get_their_own_rows(store: Store) -> None:
    connection = session.connection(store.snapshot())
    query = queries.load("ticket_count")
    values = {"view": "created", "priorities": None, "ticket_id": None}
    teams = ("Billing", "Orders", "Returns")

    def counted(team: str) -> int:
        filters = replace(FILTERS, teams=(team,))
        rows = queries.run(connection, query, parameters(filters) | values)
        return int(rows["tickets"].iloc[0])

    wanted = {team: counted(team) for team in teams}
    assert len(set(wanted.values())) == len(teams)
    wrong: list[str] = []

    def ask(team: str) -> None:
        wrong.extend(team for _ in range(30) if counted(team) != wanted[team])

    askers = [Thread(target=ask, args=(team,)) for team in teams for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert wrong == []


def test_what_a_page_does_to_a_result_does_not_reach_the_next_visitor(store: Store) -> None:
    first = session.kpi_frame(store.snapshot(), FILTERS, "all", "all", kpis.SOURCES)
    first.loc[:, "value"] = -1.0
    again = session.kpi_frame(store.snapshot(), FILTERS, "all", "all", kpis.SOURCES)
    assert (again["value"] != -1.0).all()


def test_a_kpi_asked_alone_is_the_one_among_all(store: Store) -> None:
    snapshot = store.snapshot()
    with snapshots.connect(snapshot.path) as connection:
        whole = kpis.frame(connection, FILTERS, dimension="channel", every="quarter")
    alone = [
        session.kpi_frame(snapshot, FILTERS, "channel", "quarter", {kpis.source(name)})
        for name in dict.fromkeys(whole["kpi"])
    ]
    asked = [
        rows[rows["kpi"] == name]
        for name, rows in zip(dict.fromkeys(whole["kpi"]), alone, strict=True)
    ]
    told = pd.concat(asked, ignore_index=True)
    pd.testing.assert_frame_equal(told, whole, check_dtype=False)


def test_tickets_are_read_for_a_kpi_only_where_it_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    st.cache_data.clear()
    st.cache_resource.clear()
    asked: list[str] = []

    def noted(connection: duckdb.DuckDBPyConnection, query: queries.Query, values: Any):
        asked.append(query.name)
        return run(connection, query, values)

    run = queries.run
    monkeypatch.setattr(queries, "run", noted)
    app = opened("workload_and_speed")
    assert "kpi_tickets" in asked
    assert "kpi_requesters" not in asked
    charts = len(app.get("vega_lite_chart"))
    app.selectbox(key="KPIs by priority priority kpi").set_value("channels_per_requester").run()
    assert not app.exception
    assert "kpi_requesters" in asked
    assert len(app.get("vega_lite_chart")) == charts


def test_no_cached_function_takes_a_frame() -> None:
    found = 0
    for file in sorted((pages.PROJECT / "support_kpi" / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and "st.cache" in ast.unparse(
                ast.Module([ast.Expr(mark) for mark in node.decorator_list], [])
            ):
                found += 1
                assert "Frame" not in ast.unparse(node.args), f"{file.name}: {node.name}"
    assert found >= 3


def test_what_is_chosen_of_the_studies_stands_in_the_address_and_comes_back_from_it() -> None:
    app = opened("studies")
    app.text_input(key="words").set_value("chat").run()
    app.multiselect(key="verdict").set_value(["no clear difference"]).run()
    assert app.query_params["words"] == "chat"
    assert app.query_params["verdict"] == "no clear difference"
    chosen = [len(table.value) for table in app.dataframe]
    again = opened("studies", {"words": "chat", "verdict": "no clear difference", "topic": "none"})
    assert again.text_input(key="words").value == "chat"
    assert again.multiselect(key="topic").value == []
    assert [len(table.value) for table in again.dataframe] == chosen
