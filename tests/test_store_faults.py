"""Whatever stops a writer, the store is as before or as after."""

import errno
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from support_kpi.drafts import Options
from support_kpi.errors import StoreError
from support_kpi.store import Store, files, snapshots
from tests import staged

PACKAGE = str(Path(snapshots.__file__).parent)
PROJECT = Path(__file__).parents[1]
DENSE = {"files.py", "publication.py"}
SAMPLED = {"publish": 16, "undo": 6}
SHARDS = 4
KILLS = 6
Step = tuple[str, int]

WRITER = """
import sys
from pathlib import Path
from support_kpi.store import Store, snapshots
from tests import staged

folder, model, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
snapshots.MODEL = model
store = Store(folder / "store")
batch = [
    staged.tickets(folder / "exports", {"ticket_id": str(n), "subject": f"round {number}"})
    for n in range(number * 10, number * 10 + 4)
]
print("ready", flush=True)
for export in batch:
    print(store.publish(export).load_id, flush=True)
"""


@pytest.fixture(autouse=True)
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return staged.without_model(tmp_path, monkeypatch)


def content(store: Store) -> tuple[object, ...]:
    """What readers see, the clock apart."""
    _, connection = store.connect()
    with connection:
        cursor = connection.cursor()
        tickets = cursor.execute("select * from ticket order by all").fetchall()
        loads = cursor.execute("select * exclude (loaded_at) from load order by all").fetchall()
    return tickets, loads, [(load.load_id, load.is_active) for load in store.loads()]


def leftovers(store: Store) -> set[str]:
    """Files that no load and no snapshot accounts for."""
    number = store.snapshot().number
    named = {f"{load.load_id}.parquet" for load in store.loads()}
    named |= {f"{number}.duckdb", f"{number - 1}.duckdb"}
    held = [
        path
        for name in ("segments", "rejects", "snapshots")
        for path in (store.folder / name).rglob("*")
        if path.is_file()
    ]
    return {path.name for path in held if path.name not in named}


def stop_at(step: Step | None, error: BaseException, act: Callable[[], object]) -> list[Step]:
    """Run `act`, raising in front of one line of the store; the lines that it came by."""
    seen: dict[Step, None] = {}

    def trace(frame: FrameType, event: str, _: object) -> object:
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        here = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and here not in seen:
            seen[here] = None
            if here == step:
                raise error
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return list(seen)


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("act", ["publish", "undo"])
def test_an_error_at_any_line_leaves_the_store_as_before_or_as_after(tmp_path, act, shard):
    """Every line that writes files or publishes, and a sample of the others."""
    original = Store.open(tmp_path / "original")
    original.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "open"}))

    def change(store: Store) -> Callable[[], object]:
        export = staged.tickets(tmp_path, {"ticket_id": "1", "status": "solved"})
        return (lambda: store.publish(export)) if act == "publish" else (lambda: store.undo(1))

    before = content(original)
    shutil.copytree(original.folder, tmp_path / "whole")
    whole = Store(tmp_path / "whole")
    lines = stop_at(None, KeyboardInterrupt(), change(whole))
    after = content(whole)
    steps = [
        step
        for number, step in enumerate(lines)
        if (act == "publish" and Path(step[0]).name in DENSE) or number % SAMPLED[act] == 0
    ]
    assert len(steps) > 25
    copies = 0
    store = None
    for number, step in enumerate(steps[shard::SHARDS]):
        if store is None:
            copies += 1
            shutil.copytree(original.folder, tmp_path / f"copy{copies}")
            store = Store(tmp_path / f"copy{copies}")
        error = KeyboardInterrupt() if number % 2 else OSError(errno.ENOSPC, "No space left")
        with suppress(KeyboardInterrupt, StoreError, OSError):
            stop_at(step, error, change(store))
        store = Store.open(store.folder)
        found = content(store)
        assert found in (before, after), step
        assert leftovers(store) == set(), step
        if found == after:
            store = None
    assert copies < len(steps)


def test_a_killed_writer_leaves_whole_loads_only(tmp_path, model):
    """Killed at random moments; what it had acknowledged is there, and nothing in part."""
    store = Store.open(tmp_path / "store")
    random = Random(20261122)
    acknowledged = 0
    for number in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(model), str(number)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        if number % 2:  # However slow the machine, some loads get done.
            acknowledged += bool(writer.stdout.readline())
        time.sleep(random.uniform(0, 1.0))
        writer.send_signal(signal.SIGKILL)
        acknowledged += len(writer.communicate()[0].split())
        store = Store.open(store.folder)
        tickets, loads, _ = content(store)
        assert len(tickets) == len(loads) == len(store.loads()) >= acknowledged
        assert leftovers(store) == set()
    assert content(store) == content_of_rebuild(store)
    assert 0 < len(store.loads()) < 4 * KILLS


def content_of_rebuild(store: Store) -> tuple[object, ...]:
    store.rebuild()
    return content(store)


@pytest.mark.parametrize("left", [0, 100])
def test_a_disk_that_is_nearly_full_is_noticed_before_anything_is_written(
    tmp_path, monkeypatch, left
):
    store = Store.open(tmp_path / "store")
    (tmp_path / "export.csv").write_text("ticket_id\n" + "1\n" * 100)
    monkeypatch.setattr(files, "free_bytes", lambda _: left)
    with pytest.raises(StoreError, match="free some space"):
        store.stage(tmp_path / "export.csv", Options())
    assert list((store.folder / "staging").iterdir()) == []


def test_a_full_disk_in_the_middle_of_a_load_changes_nothing(tmp_path):
    """On a real file system of a few megabytes, where this machine allows one."""
    with small_disk(tmp_path / "disk") as disk:
        store = Store.open(disk / "store")
        store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
        before = content(store)
        wide = [{"ticket_id": str(n), "subject": noise(n)} for n in range(20_000)]
        export = staged.tickets(tmp_path, *wide)
        with pytest.raises(StoreError, match="is full"):
            store.publish(export)
        store = Store.open(disk / "store")
        assert content(store) == before
        assert leftovers(store) == set()
        assert store.publish(staged.tickets(tmp_path, {"ticket_id": "2"})).status == "loaded"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        is_mounted = False
    if not is_mounted:
        pytest.skip("this user may not mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def noise(number: int) -> str:
    """Text that does not compress."""
    return Random(number).randbytes(400).hex()


def test_a_file_is_no_store(tmp_path):
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        Store.open(tmp_path / "store")


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "letters.txt").write_text("x")
    with pytest.raises(StoreError, match=r"letters\.txt"):
        Store.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letters.txt"]


def test_a_folder_that_may_not_be_written_is_named():
    with pytest.raises(StoreError, match="/proc/support"):
        Store.open(Path("/proc/support"))


@pytest.mark.parametrize("damage", [b"", b"no database at all, " * 100])
def test_a_damaged_ledger_is_said_in_one_sentence(tmp_path, damage):
    store = filled(tmp_path)
    for file in store.folder.glob("ledger.sqlite-*"):
        file.unlink()
    (store.folder / "ledger.sqlite").write_bytes(damage)
    with pytest.raises(StoreError, match="is damaged; restore"):
        Store.open(store.folder)


def test_a_ledger_with_a_torn_page_is_refused(tmp_path):
    store = filled(tmp_path)
    path = store.folder / "ledger.sqlite"
    text = bytearray(path.read_bytes())
    text[4096:] = bytes(len(text) - 4096)
    path.write_bytes(text)
    with pytest.raises(StoreError, match="is damaged; restore"):
        Store.open(store.folder)


def test_a_missing_ledger_is_not_replaced_by_an_empty_one(tmp_path):
    store = filled(tmp_path)
    (store.folder / "ledger.sqlite").unlink()
    with pytest.raises(StoreError, match="is missing; restore"):
        Store.open(store.folder)


def test_a_store_of_a_newer_version_is_left_alone(tmp_path):
    store = filled(tmp_path)
    with closing(sqlite3.connect(store.folder / "ledger.sqlite")) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Store.open(store.folder)


def test_a_lost_key_is_not_replaced_once_there_are_loads(tmp_path):
    store = filled(tmp_path)
    (store.folder / "pseudonym.key").unlink()
    with pytest.raises(StoreError, match=r"pseudonym\.key is missing"):
        Store.open(store.folder)


@pytest.mark.parametrize("damage", ["missing", "cut short", "overwritten"])
def test_a_lost_snapshot_is_built_anew_and_the_doctor_says_so(tmp_path, damage):
    store = filled(tmp_path)
    before = content(store)
    path = store.snapshot().path
    if damage == "missing":
        path.unlink()
    elif damage == "cut short":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        path.write_bytes(b"x" * 20_000)
    assert content(Store.open(store.folder)) == before
    assert "rebuild" in {finding.subject for finding in store.doctor()}


def test_a_snapshot_lost_while_open_is_built_anew_on_the_next_connection(tmp_path):
    store = filled(tmp_path)
    store.snapshot().path.unlink()
    assert len(content(store)[0]) == 1


def test_a_changed_model_gives_a_new_snapshot(tmp_path, model):
    store = filled(tmp_path)
    (model / "10_more.sql").write_text("create table more as select 42 as answer;")
    _, connection = Store.open(store.folder).connect()
    with connection:
        assert connection.cursor().execute("select answer from more").fetchall() == [(42,)]


def test_a_model_that_fails_leaves_the_snapshot_of_before(tmp_path, model):
    store = filled(tmp_path)
    (model / "10_wrong.sql").write_text("create table wrong as select missing from ticket;")
    with pytest.raises(StoreError, match=r"10_wrong\.sql"):
        store.rebuild()
    assert store.snapshot().number == 2


def test_the_doctor_finds_a_missing_segment(tmp_path):
    store = filled(tmp_path)
    (store.folder / "segments" / "ticket" / "1.parquet").unlink()
    (bad,) = [finding for finding in store.doctor() if finding.state == "bad"]
    assert "segments/ticket/1.parquet of load 1 is missing" in bad.detail


def test_the_doctor_finds_a_key_that_others_may_read(tmp_path):
    store = filled(tmp_path)
    (store.folder / "pseudonym.key").chmod(0o644)
    assert [f.subject for f in store.doctor() if f.state == "bad"] == ["pseudonym key"]


def test_scratch_of_a_living_process_is_kept_and_of_a_dead_one_swept(tmp_path):
    store = filled(tmp_path)
    staging = store.folder / "staging"
    host, _, _ = files.own_name().split("~")
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead, alive = staging / f"{host}~{child.pid}~a", staging / files.own_name()
    dead.mkdir()
    alive.mkdir()
    Store.open(store.folder)
    assert [path.name for path in staging.iterdir()] == [alive.name]


def filled(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "store")
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    return store
