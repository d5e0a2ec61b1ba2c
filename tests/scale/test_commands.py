"""Cubes and questions on an engine, from the command line, and what is missing in a sentence."""

import json
from pathlib import Path

import pytest

from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.store import Store, snapshots

EXPORT = (
    "Ticket ID,Subject,Status,Created at,Solved at\n"
    "1,Lamp,closed,2026-01-02 03:04:05,2026-01-03 03:04:05\n"
    "2,Cable,open,2026-01-05 03:04:05,\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    export = tmp_path / "tickets.csv"
    export.write_text(EXPORT)
    store = Store.open(tmp_path / "store")
    store.load(export, Options())
    return store


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_sail_builds_and_answers_and_the_store_goes_on(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--store", str(store.folder))
    asked = ("run", "ticket_rows", "--format", "json", *at)
    by_duckdb, kpis = _said(capsys, *asked), _said(capsys, "kpis", "--json", *at)
    built = json.loads(_said(capsys, "cubes", "--engine", "sail", "--json", *at))
    assert built["engine"] == "sail"
    rows = snapshots.rows_folder(store.snapshot().path)
    assert rows.is_dir()
    assert _said(capsys, *asked, "--engine", "sail") == by_duckdb
    assert _said(capsys, *asked) == by_duckdb
    assert _said(capsys, "kpis", "--json", *at) == kpis
    later = tmp_path / "later.csv"
    later.write_text(EXPORT.replace("\n2,", "\n3,"))
    assert [result.status for result in store.load(later, Options())] == ["loaded"]
    store.rebuild()
    assert not rows.is_dir(), "rows of a snapshot that nobody reads stay for ever"


def test_rows_in_duckdb_are_not_asked_of_an_engine(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", "ticket_rows", "--engine", "sail", "--store", str(store.folder)]
    assert main(words) == 2
    assert "cubes --engine" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("fast", "is no engine"),
        ("spark://127.0.0.1:1", "openjdk-17-jre-headless"),
        ("sc://127.0.0.1:1", "does not answer"),
    ],
)
def test_an_engine_that_is_not_there_is_told_in_a_sentence(
    engine: str,
    said: str,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", "")
    before = store.snapshot().number
    assert main(["cubes", "--engine", engine, "--store", str(store.folder)]) == 2
    assert said in capsys.readouterr().err
    assert store.snapshot().number == before
