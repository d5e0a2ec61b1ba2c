"""How the store is: versions, sizes, what is missing, what was swept."""

import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from support_kpi.store import cubes, files, ledger, segments, snapshots
from support_kpi.store.creation import KEY
from support_kpi.store.publication import sweep
from support_kpi.store.records import Segment

LOW_SPACE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    state: Literal["good", "note", "bad"]
    detail: str


@dataclass(frozen=True)
class Trouble:
    """Why the published snapshot has to be built anew."""

    number: int
    reason: str


def trouble(folder: Path) -> Trouble | None:
    """What keeps the published snapshot from being read, if anything."""
    with ledger.reading(folder) as connection:
        newest = ledger.snapshots(connection)[0]
    number = newest["number"]
    path = folder / snapshots.file_name(number)
    if newest["model"] != snapshots.model_digest():
        return Trouble(number, f"snapshot {number} is of another version of the model")
    if not path.is_file():
        return Trouble(number, f"snapshot {number} was missing")
    if not snapshots.is_readable(path):
        return Trouble(number, f"snapshot {number} was damaged")
    return None


def examine(folder: Path) -> list[Finding]:
    swept = sweep(folder)
    with ledger.reading(folder) as connection:
        loads = ledger.loads(connection)
        known = ledger.segments(connection)
        number = ledger.snapshots(connection)[0]["number"]
        version = ledger.version(connection)
        settings = ledger.settings(connection)
        notes = ledger.notes(connection)
    active = sum(load.is_active for load in loads)
    shown = ", ".join(f"{name} {value}" for name, value in settings.items())
    free = files.free_bytes(folder)
    return [
        Finding("folder", "good", str(folder)),
        Finding(
            "versions",
            "good",
            f"store {version}, Python {platform.python_version()}, DuckDB {duckdb.__version__}, "
            f"SQLite {sqlite3.sqlite_version}",
        ),
        Finding("settings", "good", shown),
        Finding("loads", "good", f"{len(loads)}, of which {active} are active"),
        _key(folder),
        Finding(
            "free space",
            "note" if free < LOW_SPACE_BYTES else "good",
            f"{free / 1e9:,.1f} GB",
        ),
        _sizes(folder),
        Finding("orphans", "note" if swept else "good", f"{len(swept)} removed"),
        *_segments(folder, known),
        *_snapshot(folder, number),
        *(
            Finding(note.action, "note", f"{note.noted_at:%Y-%m-%d %H:%M} UTC: {note.detail}")
            for note in notes
        ),
    ]


def _key(folder: Path) -> Finding:
    mode = (folder / KEY).stat().st_mode & 0o777
    if mode & 0o077:
        return Finding("pseudonym key", "bad", f"others may read it (mode {mode:o}); chmod 600 it")
    return Finding("pseudonym key", "good", "readable by its owner only")


def _sizes(folder: Path) -> Finding:
    parts = [
        f"{name} {sum(files.sizes(folder / name)) / 1e6:,.1f} MB"
        for name in ("segments", "rejects", "snapshots", "originals")
    ]
    return Finding("size", "good", ", ".join(parts))


def _segments(folder: Path, known: list[Segment]) -> list[Finding]:
    missing = segments.missing(folder, known)
    if not missing:
        return [Finding("segments", "good", f"{len(known)} files, none missing")]
    return [
        Finding(
            "segments",
            "bad",
            f"{one.file} of load {one.load_id} is missing or cut short; restore it from a backup",
        )
        for one in missing
    ]


def _snapshot(folder: Path, number: int) -> list[Finding]:
    path = folder / snapshots.file_name(number)
    try:
        with snapshots.connect(path) as connection:
            counts = snapshots.row_counts(connection)
            size = cubes.described(connection)
            for table in counts:
                connection.execute(f'select max(hash(t)) from "{table}" as t').fetchall()
    except duckdb.Error:
        return [Finding("snapshot", "bad", f"{number} cannot be read; run `rebuild`")]
    return [
        Finding("snapshot", "good", f"{number}, {path.stat().st_size / 1e6:,.1f} MB, readable"),
        Finding("cubes", "good", size),
        *(Finding(f"rows of {table}", "good", f"{rows:,}") for table, rows in counts.items()),
    ]
