"""Cubes from the command line, where the packages of other engines are not needed or missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.store import Store

EXPORT = (
    "Ticket ID,Subject,Status,Created at,Solved at\n"
    "1,Lamp,closed,2026-01-02 03:04:05,2026-01-03 03:04:05\n"
)
WITHOUT = """
import sys
sys.modules["sqlglot"] = None
from support_kpi.commands import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    export = tmp_path / "tickets.csv"
    export.write_text(EXPORT)
    store = Store.open(tmp_path / "store")
    store.load(export, Options())
    return store


def test_duckdb_builds_the_cubes_where_nothing_else_is_named(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    before = store.snapshot().number
    assert main(["cubes", "--store", str(store.folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["engine"], told["number"]) == ("duckdb", before + 1)
    with store.connect()[1] as connection:
        counted = connection.execute("select sum(tickets_created) from ticket_day").fetchall()
    assert counted == [(1,)]


def test_an_engine_without_its_packages_says_how_to_get_them(store: Store) -> None:
    before = store.snapshot().number
    words = ["cubes", "--engine", "sail", "--store", str(store.folder)]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "make scale" in ran.stderr
    assert "sqlglot is missing" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert store.snapshot().number == before
