"""A backup gives the same store back, or says that it is none."""

from pathlib import Path

import pytest

from support_kpi.errors import StoreError
from support_kpi.store import Store
from tests import staged


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    store = Store.open(tmp_path / "store")
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}, {"ticket_id": "2"}))
    store.publish(staged.tickets(tmp_path, {"ticket_id": "2", "status": "solved"}))
    store.undo(2)
    return store


def tickets(store: Store) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute("select * from ticket order by all").fetchall()


def test_a_restored_store_has_the_same_rows_loads_and_key(store, tmp_path):
    store.backup(tmp_path / "backup")
    restored = Store.restore(tmp_path / "backup", tmp_path / "restored")
    assert tickets(restored) == tickets(store)
    assert restored.loads() == store.loads()
    key = restored.folder / "pseudonym.key"
    assert key.read_bytes() == (store.folder / "pseudonym.key").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    assert restored.redo(2).is_active
    assert not [finding for finding in restored.doctor() if finding.state == "bad"]


def test_the_store_remembers_its_backups(store, tmp_path):
    store.backup(tmp_path / "backup")
    assert [(note.action, note.detail) for note in store.notes()] == [
        ("backup", str(tmp_path / "backup"))
    ]


@pytest.mark.parametrize("damage", ["change", "remove"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(store, tmp_path, damage):
    store.backup(tmp_path / "backup")
    segment = tmp_path / "backup" / "segments" / "ticket" / "1.parquet"
    if damage == "change":
        segment.write_bytes(segment.read_bytes()[:-1] + b"x")
    else:
        segment.unlink()
    with pytest.raises(StoreError, match=r"1\.parquet is missing or not as it was"):
        Store.restore(tmp_path / "backup", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_that_was_broken_off_is_none(store, tmp_path):
    store.backup(tmp_path / "backup")
    (tmp_path / "backup" / "manifest.json").unlink()
    with pytest.raises(StoreError, match="no complete backup"):
        Store.restore(tmp_path / "backup", tmp_path / "restored")


def test_neither_backup_nor_restore_writes_into_a_folder_with_files(store, tmp_path):
    store.backup(tmp_path / "backup")
    with pytest.raises(StoreError, match="not empty"):
        store.backup(tmp_path / "backup")
    with pytest.raises(StoreError, match="not empty"):
        Store.restore(tmp_path / "backup", store.folder)


def test_a_backup_without_access_is_one_sentence(store):
    with pytest.raises(StoreError):
        store.backup(Path("/proc/backup"))
