"""A long load: how far it is, and that it can be stopped at any moment and begun again."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support_kpi.commands.bars import amount
from support_kpi.drafts import Options
from support_kpi.ingest import Progress
from support_kpi.parsing.progress import heard, tell, told_to
from support_kpi.store import Step, Store
from support_kpi.store import files as files_of_store
from support_kpi.store.files import digest
from tests.large import write

PROJECT = Path(__file__).parents[1]
MOMENTS = {
    "while it is copied": "staging/*/*",
    "while it is read": "staging/*/tables/*/progress.json",
    "while it is converted": "staging/*/tables/0",
    "while rows are stored": "segments/ticket/*",
    "while the snapshot is built": "snapshots/2.*",
}


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "tickets.csv"
    write(path, 5)
    return path


def test_what_is_told_is_heard(tmp_path: Path) -> None:
    target = tmp_path / "progress"
    assert heard(target) == Progress("reading", 0, 0, 0)
    with told_to(target):
        tell(doing="converting", rows=7)
        assert heard(target) == Progress("converting", 0, 0, 7)
    tell(rows=8)
    target.write_text('{"rows": ', encoding="utf-8")
    assert heard(target) == Progress()


def test_what_is_known_of_a_step_is_said() -> None:
    within = Progress("reading", 312_000_000, 1_001_600_000, 917_000)
    assert amount(Step(0, 1, "a.csv", within)) == "312 of 1,002 MB, 917,000 rows"
    assert amount(Step(2, 9, "a.csv")) == "file 3 of 9"
    assert amount(Step(0, 1, "a.csv")) == ""


def test_a_load_says_how_many_bytes_and_rows_it_has_read(tmp_path: Path, export: Path) -> None:
    steps: list[Step] = []
    [result] = Store.open(tmp_path / "store").load_many([export], Options(), moved=steps.append)
    assert {"copying", "converting", "storing"} <= {step.within.doing for step in steps}
    last = max(steps, key=lambda step: step.within.rows).within
    assert last.read == last.size == export.stat().st_size
    assert last.rows == result.rows_read + 1
    assert (steps[-1].done, steps[-1].whole) == (1, 1)


def test_what_stops_the_caller_stops_the_reading(tmp_path: Path, export: Path) -> None:
    def stopped(step: Step) -> None:
        raise KeyboardInterrupt

    store = Store.open(tmp_path / "store")
    with pytest.raises(KeyboardInterrupt):
        store.load_many([export] * 3, Options(), moved=stopped)
    assert list((store.folder / "staging").iterdir()) == []
    assert store.loads() == []


def test_copying_tells_how_far_it_is_and_stops_in_the_midst(tmp_path: Path, export: Path) -> None:
    told: list[int] = []
    copied = files_of_store.taken(export, tmp_path, told.append)
    assert (copied.name, copied.read_bytes()) == (digest(export), export.read_bytes())
    assert told == [*range(1 << 20, export.stat().st_size, 1 << 20), export.stat().st_size]

    def stopped(read: int) -> None:
        told.append(read)
        raise KeyboardInterrupt

    told.clear()
    with pytest.raises(KeyboardInterrupt):
        files_of_store.taken(export, tmp_path, stopped)
    assert told == [1 << 20]


def started(store: Path, export: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "support_kpi", "load", str(export), "--store", str(store)]
    return subprocess.Popen(
        words, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_load_that_is_interrupted_changes_nothing_and_can_be_repeated(
    tmp_path: Path, export: Path, moment: str
) -> None:
    store = Store.open(tmp_path / "store")
    before = files(store.folder)
    process = started(store.folder, export)
    while process.poll() is None and not any(store.folder.glob(MOMENTS[moment])):
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "Stopped; what was published before stays.\n"
    assert Store.open(store.folder).loads() == []
    assert files(store.folder) == before
    [result] = store.load(export, Options())
    assert (result.status, result.rows_kept) == ("loaded", result.rows_read)


def test_on_a_terminal_a_bar_shows_bytes_and_rows_unless_it_is_to_be_quiet(
    tmp_path: Path, export: Path
) -> None:
    shown = on_a_terminal(tmp_path / "store", export)
    assert re.search(r"reading|converting", shown)
    assert re.search(r"\d of 5 MB, [\d,]+ rows", shown)
    assert on_a_terminal(tmp_path / "another", export, "--quiet") == ""


def on_a_terminal(store: Path, export: Path, *flags: str) -> str:
    """What a load writes to a terminal as its standard error."""
    words = [sys.executable, "-m", "support_kpi", "load", str(export), "--store", str(store)]
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*words, *flags],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "160"},
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 1 << 16):
                shown += piece
        except OSError:
            # Linux answers so once the other end is closed.
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0
    return shown.decode()
