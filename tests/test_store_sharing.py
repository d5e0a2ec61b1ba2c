"""Several processes and threads at one store."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support_kpi.store import Store
from tests import staged

PROJECT = Path(__file__).parents[1]
LOADER = """
import sys
from pathlib import Path
from support_kpi.store import Store
from tests import staged

store = Store.open(Path(sys.argv[1]) / "store")
export = staged.tickets(Path(sys.argv[1]) / sys.argv[2], {"ticket_id": "1"})
sys.stdin.readline()
print(store.publish(export).status)
"""


def test_two_processes_with_the_same_file_store_it_once(tmp_path):
    """They make the store at once, too."""
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
        for name in ("a", "b", "c")
    ]
    statuses = sorted(loader.communicate("go\n")[0].strip() for loader in loaders)
    assert statuses == ["loaded", "unchanged", "unchanged"]
    store = Store.open(tmp_path / "store")
    assert len(store.loads()) == 1
    assert store.snapshot().number == 2


def test_threads_that_publish_at_once_lose_nothing(tmp_path, monkeypatch):
    staged.without_model(tmp_path, monkeypatch)
    store = Store.open(tmp_path / "store")
    exports = [staged.tickets(tmp_path, {"ticket_id": str(number)}) for number in range(4)]
    threads = [threading.Thread(target=store.publish, args=(export,)) for export in exports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _, connection = store.connect()
    with connection:
        assert connection.cursor().execute("select count(*) from ticket").fetchall() == [(4,)]
    assert store.snapshot().number == 5


def test_readers_see_whole_snapshots_while_loads_go_on(tmp_path, monkeypatch):
    """Each load adds three tickets of one subject: no reader may see one or two of them."""
    staged.without_model(tmp_path, monkeypatch)
    store = Store.open(tmp_path / "store")
    is_over = threading.Event()
    seen: list[tuple[int, int, int]] = []
    troubles: list[BaseException] = []

    def read() -> None:
        try:
            while not is_over.is_set():
                snapshot, connection = store.connect()
                with connection:
                    (found,) = (
                        connection.cursor()
                        .execute("select count(*), count(distinct subject) from ticket")
                        .fetchall()
                    )
                seen.append((snapshot.number, *found))
        except BaseException as error:
            troubles.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(6):
        rows = [{"ticket_id": f"{number}.{n}", "subject": str(number)} for n in range(3)]
        store.publish(staged.tickets(tmp_path, *rows))
    store.undo(3)
    is_over.set()
    for reader in readers:
        reader.join()
    assert troubles == []
    loads_at = {number: number - 1 for number in range(1, 8)} | {8: 5}
    assert {(number, 3 * loads_at[number], loads_at[number]) for number, _, _ in seen} == set(seen)
    assert len({number for number, _, _ in seen}) > 2


def test_an_open_snapshot_stays_as_it_was(tmp_path, monkeypatch):
    staged.without_model(tmp_path, monkeypatch)
    store = Store.open(tmp_path / "store")
    _, connection = store.connect()
    with connection:
        for number in range(4):
            store.publish(staged.tickets(tmp_path, {"ticket_id": str(number)}))
        assert connection.cursor().execute("select count(*) from ticket").fetchall() == [(0,)]
    assert [path.name for path in sorted((store.folder / "snapshots").iterdir())] == [
        "4.duckdb",
        "5.duckdb",
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy ticket to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
        "set TimeZone = 'Asia/Tokyo'",
        "drop table ticket",
        "install httpfs",
    ],
)
def test_a_snapshot_can_only_be_read(tmp_path, monkeypatch, sql):
    staged.without_model(tmp_path, monkeypatch)
    _, connection = Store.open(tmp_path / "store").connect()
    with connection, pytest.raises(duckdb.Error):
        connection.cursor().execute(sql)


def test_python_variables_are_no_tables(tmp_path, monkeypatch):
    staged.without_model(tmp_path, monkeypatch)
    _, connection = Store.open(tmp_path / "store").connect()
    frame = pd.DataFrame({"a": [1]})
    with connection, pytest.raises(duckdb.CatalogException):
        connection.cursor().execute("select * from frame")
    assert len(frame) == 1
