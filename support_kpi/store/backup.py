"""Backups: everything that cannot be rebuilt, with a list of hashes to hold a restore against."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from support_kpi.errors import StoreError
from support_kpi.store import ledger
from support_kpi.store.creation import KEY
from support_kpi.store.files import copy, digest, remove, written

MANIFEST = "manifest.json"
KEPT = ("segments", "rejects", "originals")


def write(store: Path, folder: Path) -> Path:
    """Copy the store as of one moment. The list of hashes comes last: without it, no backup."""
    _require_empty(folder, "a backup")
    folder.mkdir(parents=True, exist_ok=True)
    is_done = False
    try:
        # Holding the ledger keeps writers out while the files are copied; readers go on.
        with ledger.writing(store) as noted:
            ledger.add_note(noted, "", "backup", str(folder))
            with closing(connect(store / ledger.LEDGER)) as source:
                source.execute("vacuum into ?", (str(folder / ledger.LEDGER),))
            for file in _kept(store):
                copy(store / file, folder / file)
        (folder / KEY).chmod(0o600)
        hashes = {file: digest(folder / file) for file in [ledger.LEDGER, *_kept(folder)]}
        with written(folder / MANIFEST) as part:
            made = {"store_version": ledger.VERSION, "made_at": ledger.now(), "sha256": hashes}
            part.write_text(json.dumps(made, indent=1), encoding="utf-8")
        is_done = True
    finally:
        if not is_done:
            remove(folder)
    return folder


def restore(folder: Path, into: Path) -> None:
    """Copy a backup to where a store is wanted, after comparing every file with its hash."""
    _require_empty(into, "a restored store")
    for file, expected in _hashes(folder).items():
        path = folder / file
        if not path.is_file() or digest(path) != expected:
            raise StoreError(f"{path} is missing or not as it was backed up; use another backup.")
    into.mkdir(parents=True, exist_ok=True)
    is_done = False
    try:
        for file in _kept(folder):
            copy(folder / file, into / file)
        (into / KEY).chmod(0o600)
        # The ledger last: before it there is no store here.
        copy(folder / ledger.LEDGER, into / ledger.LEDGER)
        is_done = True
    finally:
        if not is_done:
            shutil.rmtree(into, ignore_errors=True)


def _hashes(folder: Path) -> dict[str, str]:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{folder} is no complete backup: its {MANIFEST} cannot be read."
        ) from None


def _kept(folder: Path) -> list[str]:
    files = [path for name in KEPT for path in (folder / name).rglob("*") if path.is_file()]
    return [KEY, *sorted(str(path.relative_to(folder)) for path in files)]


def _require_empty(folder: Path, what: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is not empty; name an empty folder for {what}.")
