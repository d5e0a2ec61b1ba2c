"""Making an empty store, and refusing what is none."""

import os
import secrets
from pathlib import Path

from support_kpi.errors import StoreError
from support_kpi.store import ledger
from support_kpi.store.files import damaged_ledger, sync
from support_kpi.store.publication import publication
from support_kpi.store.settings import DEFAULTS

KEY = "pseudonym.key"
KEY_BYTES = 32
FOLDERS = ("segments", "rejects", "snapshots", "originals", "staging", "rehearsals", "temporary")
OWN = {*FOLDERS, KEY, ledger.LEDGER, f"{ledger.LEDGER}-wal", f"{ledger.LEDGER}-shm"}


def prepare(folder: Path) -> None:
    """Make `folder` a store unless it is one; a second process that does the same waits."""
    _require_usable(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with ledger.reading(folder) as connection:
        is_new = ledger.version(connection) == 0
    if is_new:
        if any((folder / "segments").glob("*/*")):
            raise damaged_ledger(folder)
        with publication(folder) as created:
            if ledger.version(created.ledger) == 0:
                ledger.create(created.ledger)
                for name, value in DEFAULTS.items():
                    ledger.set_setting(created.ledger, name, value)
                _make_key(folder)
                created.publish("create")
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    with ledger.reading(folder) as connection:
        ledger.verify(folder, connection)
        is_used = bool(ledger.loads(connection))
        is_older = ledger.version(connection) < ledger.VERSION
    if is_older:
        with ledger.writing(folder) as connection:
            ledger.grow(connection)
    if not (folder / KEY).is_file():
        if is_used:
            raise StoreError(
                f"{folder / KEY} is missing: new exports would not match the requesters already "
                "loaded; restore it from a backup of the store."
            )
        _make_key(folder)


def read_key(folder: Path) -> bytes:
    return (folder / KEY).read_bytes()


def _require_usable(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; a store is a folder, name another place.")
    if folder.is_dir() and not (folder / ledger.LEDGER).exists():
        strange = sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in OWN | {"lost+found"} and not path.name.startswith(".")
        )
        if strange:
            raise StoreError(
                f"{folder} holds other files ({strange[0]}) and no store; name an empty folder."
            )
        if any((folder / "segments").glob("*/*")):
            raise StoreError(
                f"{folder / ledger.LEDGER} is missing; restore the latest backup of the store."
            )


def _make_key(folder: Path) -> None:
    path = folder / KEY
    if path.exists():
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    sync(folder)
