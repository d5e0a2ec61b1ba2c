"""A folder that is watched: a real process beside a test that drops files and reads its lines."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from support_kpi.commands.watching import Memory, finished, tried
from support_kpi.store import Store

PROJECT = Path(__file__).parents[1]
HEADINGS = "ticket_id,created_at,solved_at,channel,team,status\n"
PATIENCE = 120


def row(number: int, status: str = "open") -> str:
    return f"T-{number},2026-03-0{number}T09:00:00Z,,email,Orders,{status}\n"


class Watcher:
    """A watching process and the lines that it has said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def next(self) -> dict[str, Any]:
        return json.loads(self.lines.get(timeout=PATIENCE))

    def is_silent(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self.lines.empty()

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def watching(folder: Path, store: Path) -> Iterator[Watcher]:
    words = ["load", str(folder), "--watch", "--interval", "0.2", "--json", "--store", str(store)]
    with subprocess.Popen(
        [sys.executable, "-m", "support_kpi", *words],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        watcher = Watcher(process)
        try:
            yield watcher
        finally:
            process.kill()


def test_each_new_file_is_loaded_once_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    (inbox / "deep").mkdir(parents=True)
    (inbox / "march.csv").write_text(HEADINGS + row(1))
    (inbox / "later.csv.part").write_text(HEADINGS + row(2))
    (inbox / "~$march.csv").write_text(HEADINGS + row(3))
    with watching(inbox, store) as watcher:
        first = watcher.next()
        assert (first["status"], first["file"], first["records_new"]) == ("loaded", "march.csv", 1)
        (inbox / "bad.csv").write_text("alpha,beta\n1,2\n")
        refused = watcher.next()
        assert (refused["status"], refused["file"]) == ("refused", "bad.csv")
        (inbox / "later.csv.part").rename(inbox / "deep" / "later.csv")
        later = watcher.next()
        assert (later["status"], later["file"], later["records_new"]) == ("loaded", "later.csv", 1)
        assert watcher.is_silent(1.5)
        (inbox / "bad.csv").write_text(HEADINGS + row(4))
        mended = watcher.next()
        assert (mended["status"], mended["file"]) == ("loaded", "bad.csv")
        assert watcher.stop(signal.SIGTERM) == 0
    assert [load.file for load in Store.open(store).loads()] == [
        "march.csv",
        "later.csv",
        "bad.csv",
    ]


def test_a_file_waits_until_two_looks_saw_it_the_same() -> None:
    memory, path = Memory(), Path("growing.csv")
    sizes = [10, 20, 20, 20, 30, 30]
    looks = [finished(memory, {path: (size, 0)}) for size in sizes]
    assert looks == [[], [], [path], [path], [], [path]]
    memory.tried[path] = (30, 0)
    assert finished(memory, {path: (30, 0)}) == []
    assert finished(memory, {path: (30, 1)}) == []
    assert finished(memory, {path: (30, 1)}) == [path]


def test_a_folder_that_vanishes_while_it_is_read_is_tried_when_it_is_back(tmp_path: Path) -> None:
    here, gone = tmp_path / "here.csv", tmp_path / "share" / "gone.csv"
    here.write_text("a")
    memory = Memory(seen={here: (1, 0), gone: (1, 0)})
    tried(memory, [here, gone])
    assert finished(memory, {here: (1, 0)}) == []
    assert finished(memory, {here: (1, 0), gone: (1, 0)}) == []
    assert finished(memory, {here: (1, 0), gone: (1, 0)}) == [gone]


def test_a_folder_that_is_not_there_is_waited_for_beside_a_reader(tmp_path: Path) -> None:
    inbox, folder = tmp_path / "inbox", tmp_path / "store"
    store = Store.open(folder)
    _, reader = store.connect()
    with reader, watching(inbox, folder) as watcher:
        assert watcher.is_silent(1)
        inbox.mkdir()
        (inbox / "march.csv").write_text(HEADINGS + row(1))
        assert watcher.next()["status"] == "loaded"
        assert reader.execute("select count(*) from ticket").fetchall() == [(0,)]
        _, fresh = store.connect()
        with fresh:
            assert fresh.execute("select ticket_id from ticket").fetchall() == [("T-1",)]
        shutil.rmtree(inbox)
        assert watcher.is_silent(1)
        inbox.mkdir()
        (inbox / "march.csv").write_text(HEADINGS + row(1, "solved"))
        assert watcher.next()["records_updated"] == 1
        assert watcher.stop(signal.SIGTERM) == 0


def test_what_was_undone_stays_undone(tmp_path: Path) -> None:
    inbox, folder = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    (inbox / "march.csv").write_text(HEADINGS + row(1))
    store = Store.open(folder)
    with watching(inbox, folder) as watcher:
        assert watcher.next()["load_id"] == 1
        store.undo(1)
        (inbox / "april.csv").write_text(HEADINGS + row(2))
        assert watcher.next()["file"] == "april.csv"
        assert watcher.stop(signal.SIGINT) == 0
    with watching(inbox, folder) as watcher:
        again = {one["file"]: one for one in (watcher.next(), watcher.next())}
        assert {name: one["status"] for name, one in again.items()} == {
            "march.csv": "unchanged",
            "april.csv": "unchanged",
        }
        assert "redo 1" in again["march.csv"]["warnings"][0]
        assert watcher.stop(signal.SIGTERM) == 0
    assert [load.is_active for load in store.loads()] == [False, True]
