"""One publication: under the ledger's lock, files are added, loads flipped and a snapshot built."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection

from duckdb import DuckDBPyConnection

from support_kpi.store import building, files, ledger, segments, settings, snapshots
from support_kpi.store.records import Load, Segment
from support_kpi.store.snapshots import Snapshot

KEPT_SNAPSHOTS = 2
SCRATCH = ("staging", "rehearsals", "temporary")
# Writes a snapshot to a path: store, active segments, loads, settings, number of the snapshot.
Builder = Callable[[Path, Path, Sequence[Segment], Sequence[Load], Mapping[str, object], int], None]


class Publication:
    """The changes of one ledger transaction."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self.folder = folder
        self.ledger = connection
        self.reason: str | None = None
        self.is_amended = False
        self.is_whole = False
        self.builder: Builder | None = None

    def add_segment(
        self,
        engine: DuckDBPyConnection,
        load_id: int,
        table: str,
        source: Path,
        changed: Mapping[str, str] | None = None,
    ) -> Segment:
        segment = segments.write(engine, self.folder, load_id, table, source, changed)
        ledger.add_segments(self.ledger, [segment])
        return segment

    def set_active(self, load: Load, is_active: bool) -> None:
        """Flip a load; of several readings of one sheet only one counts at a time."""
        ledger.set_active(self.ledger, load.load_id, is_active)
        self.publish(f"{'redo' if is_active else 'undo'} {load.load_id}")
        if is_active:
            self.replace_siblings(load)

    def replace_siblings(self, load: Load) -> list[Load]:
        replaced = ledger.siblings(self.ledger, load)
        for other in replaced:
            ledger.set_active(self.ledger, other.load_id, False)
        return replaced

    def publish(self, reason: str, *, is_whole: bool = False) -> None:
        """Ask for a new snapshot at the end, if `is_whole` one that reads no earlier one."""
        self.reason, self.is_amended = reason, False
        self.is_whole = self.is_whole or is_whole

    def amend(self, reason: str) -> None:
        """Ask for one that differs by what people entered; `publish` goes before."""
        if self.reason is None:
            self.reason, self.is_amended = reason, True

    def build(self, reason: str) -> None:
        known = ledger.snapshots(self.ledger)
        number = known[0]["number"] + 1 if known else 1
        target = self.folder / snapshots.file_name(number)
        present = None
        base = None
        if known and not self.is_whole and self._is_current(known[0]):
            newest = known[0]["number"]
            present = Snapshot(newest, self.folder / snapshots.file_name(newest))
        if self.builder:
            active = ledger.segments(self.ledger, only_active=True)
            loads, values = ledger.loads(self.ledger), settings.of(self.ledger)
            self.builder(target, self.folder, active, loads, values, number)
        else:
            base = build(self.folder, self.ledger, target, number, present, self.is_amended)
        if base is not None:
            ledger.insert(self.ledger, "snapshot_base", {"number": number, "base": base})
        ledger.insert(
            self.ledger,
            "snapshot",
            {
                "number": number,
                "published_at": ledger.now(),
                "reason": reason,
                "model": snapshots.model_digest(),
            },
        )

    def _is_current(self, newest: sqlite3.Row) -> bool:
        path = self.folder / snapshots.file_name(newest["number"])
        return newest["model"] == snapshots.model_digest() and snapshots.is_readable(path)


@contextmanager
def publication(folder: Path, wait: float = ledger.WRITER_WAIT_SECONDS) -> Iterator[Publication]:
    """All or nothing: the block's changes and the snapshot of them, or the store as it was."""
    try:
        with ledger.writing(folder, wait) as connection:
            opened = Publication(folder, connection)
            yield opened
            if opened.reason is not None:
                opened.build(opened.reason)
    finally:
        with suppress(OSError, sqlite3.Error):
            sweep(folder)


def build(
    folder: Path,
    connection: Connection,
    target: Path,
    number: int | None,
    present: Snapshot | None = None,
    is_amended: bool = False,
) -> int | None:
    """Write the snapshot of what the ledger holds now; the number of the one that it reads."""
    known = settings.of(connection)
    active = ledger.segments(connection, only_active=True)
    is_copied = present and not snapshots.rows_folder(present.path).exists()
    if is_amended and present and is_copied and not building.is_large(active):
        return building.amend(present.path, target, folder, known, number or 0)
    return building.build(target, folder, active, ledger.loads(connection), known, number, present)


def sweep(folder: Path, wait: float = 0) -> list[Path]:
    """Remove what the ledger does not name and no living process holds: old snapshots, and what a
    killed or failed writer left. While a writer is at work nothing is swept."""
    try:
        with ledger.writing(folder, wait) as connection:
            found = _orphans(folder, connection)
            for path in found:
                files.remove(path)
            return found
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return []
        raise


def _orphans(folder: Path, connection: Connection) -> list[Path]:
    numbers = [row["number"] for row in ledger.snapshots(connection)][:KEPT_SNAPSHOTS]
    numbers += ledger.bases(connection, numbers)
    kept = {folder / snapshots.file_name(number) for number in numbers}
    kept |= {snapshots.rows_folder(path) for path in kept}
    hashes = {load.sha256 for load in ledger.loads(connection) if load.has_original}
    scratch = [path for name in SCRATCH for path in (folder / name).glob("*")]
    return [
        *segments.orphans(folder, ledger.segments(connection)),
        *(path for path in (folder / "snapshots").glob("*") if path not in kept),
        *(path for path in (folder / "originals").glob("*") if path.name not in hashes),
        *(path for path in scratch if files.is_abandoned(path)),
    ]
