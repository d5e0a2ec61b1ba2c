"""The store: a folder of immutable segments, the ledger that names them, and their snapshot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi.drafts import Options
from support_kpi.errors import StoreError
from support_kpi.ingest import Staged
from support_kpi.store import (
    arrivals,
    backup,
    batches,
    creation,
    doctor,
    erasure,
    files,
    history,
    ledger,
    loading,
    settings,
    snapshots,
    staging,
)
from support_kpi.store.arrivals import Moved, Step, unmoved
from support_kpi.store.doctor import Finding
from support_kpi.store.entries import Entries
from support_kpi.store.erasure import Erasure
from support_kpi.store.mappings import Mappings
from support_kpi.store.meanings import Meanings
from support_kpi.store.publication import Builder, publication, sweep
from support_kpi.store.records import Load, Note
from support_kpi.store.remembered import Remembered
from support_kpi.store.results import LoadResult
from support_kpi.store.rules import Change, Rule
from support_kpi.store.snapshots import Snapshot

__all__ = [
    "Change",
    "Erasure",
    "Finding",
    "Load",
    "LoadResult",
    "Note",
    "Remembered",
    "Rule",
    "Snapshot",
    "Step",
    "Store",
]

ATTEMPTS = 5


@dataclass(frozen=True)
class Store:
    """A store that is open. It holds no connection, so threads and processes may share it."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> "Store":
        """Open a store, making an empty one where there is none, and mend its snapshot."""
        folder = Path(folder).absolute()
        with files.plain_errors(folder):
            creation.prepare(folder)
            sweep(folder)
            store = cls(folder)
            store._mend()
        return store

    @classmethod
    def restore(cls, backup_folder: Path, into: Path) -> "Store":
        """Make a store from a backup, in a folder that is empty or not there yet."""
        into = Path(into).absolute()
        with files.plain_errors(into):
            backup.restore(Path(backup_folder).absolute(), into)
        return cls.open(into)

    # Loading

    def stage(self, path: Path, options: Options, name: str | None = None) -> list[Staged]:
        """Read, convert and check a file without storing it; `publish` or `discard` the result.

        A table whose headings have a remembered mapping is read with it.
        """
        return arrivals.stage(self.folder, Path(path), replace(options, name=name or options.name))

    def discard(self, *things: Path | Staged) -> None:
        """Remove rehearsals and staged tables that are no longer wanted."""
        for thing in things:
            if isinstance(thing, Path):
                thing.unlink(missing_ok=True)
            else:
                staging.discard(self.folder, thing)

    def publish(self, staged: Staged, by: str = "") -> LoadResult:
        """Store one staged table and publish the snapshot that holds it."""
        return self.publish_all([staged], by)[0]

    def join(
        self, batch: Sequence[Staged], options: Options, folders: Sequence[Path] | None = None
    ) -> list[Staged]:
        """The staged tables, those that are one export joined. `folders` are where each came from;
        what is not in the answer any more is to be discarded."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            known = settings.of(connection)
        return batches.combined(
            batch,
            folders or [self.folder] * len(batch),
            lambda part: staging.join(self.folder, part, options, known),
        )

    def publish_all(
        self, batch: Sequence[Staged], by: str = "", *, is_redo: bool = True
    ) -> list[LoadResult]:
        """Store several staged tables, each its own load, and publish one snapshot of them all.

        What was only joined is told of after the table that it was joined with.
        """
        with files.plain_errors(self.folder):
            results = loading.publish(self.folder, batch, by, is_redo=is_redo)
        self.discard(*batch)
        return batches.told(batch, results)

    def assess(self, staged: Staged) -> LoadResult:
        """What `publish` would answer, storing nothing."""
        with files.plain_errors(self.folder):
            return loading.assess(self.folder, staged)

    def rehearse(self, *batch: Staged) -> Path:
        """A snapshot as it would be with the staged rows, for the numbers before and after."""
        scratch = self.folder / "staging" / files.own_name()
        target = self.folder / "rehearsals" / f"{files.own_name()}.duckdb"
        with files.plain_errors(self.folder):
            try:
                loading.rehearse(self.folder, batch, scratch, target)
            finally:
                files.remove(scratch)
        return target

    def load(
        self, path: Path, options: Options, *, name: str | None = None, by: str | None = None
    ) -> list[LoadResult]:
        """Stage and publish every table of a file."""
        return self.load_many([path], options, by, names=[name])

    def load_many(
        self,
        paths: Sequence[Path],
        options: Options,
        by: str | None = None,
        moved: Moved = unmoved,
        *,
        names: Sequence[str | None] | None = None,
        also: Sequence[Path] = (),
        is_redo: bool = True,
    ) -> list[LoadResult]:
        """Load files as one publication; a refused one does not stop the others.

        `also` is read again where a new file may be joined with it; unless `is_redo`, what was
        undone stays undone.
        """
        if not paths:
            return []
        with self._read(paths, options, moved, names, also) as batch:
            return self.publish_all(batch, by or "", is_redo=is_redo)

    def known(self, paths: Sequence[Path], options: Options) -> tuple[list[LoadResult], list[Path]]:
        """Files that need no reading, because the store has all that they hold, and the others."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return batches.known(ledger.loads(connection), paths, options)

    def check(self, path: Path, options: Options, *, name: str | None = None) -> list[LoadResult]:
        """What `load` would answer, storing nothing."""
        return self.check_many([path], options, names=[name])

    def check_many(
        self,
        paths: Sequence[Path],
        options: Options,
        moved: Moved = unmoved,
        *,
        names: Sequence[str | None] | None = None,
    ) -> list[LoadResult]:
        """What `load_many` would answer, storing nothing."""
        with self._read(paths, options, moved, names, ()) as batch:
            return batches.told(batch, [self.assess(one) for one in batch])

    @contextmanager
    def _read(
        self,
        paths: Sequence[Path],
        options: Options,
        moved: Moved,
        names: Sequence[str | None] | None,
        also: Sequence[Path],
    ) -> Iterator[list[Staged]]:
        """Every table of the files, joined where they belong together; gone after the block."""
        shown = [
            (names[position] if names else None) or options.name or Path(path).name
            for position, path in enumerate(paths)
        ]
        read: list[tuple[Path, Staged]] = []
        batch: list[Staged] = []
        try:
            for path, staged in arrivals.read(self.folder, paths, options, shown, moved):
                read.append((path, staged))
            if any(one.held for _, one in read):
                again = [path.name for path in also]
                read += arrivals.read(self.folder, also, options, again, unmoved)
            batch = self.join([one for _, one in read], options, [path for path, _ in read])
            yield batch
        finally:
            self.discard(*batch, *(one for _, one in read))

    @property
    def mappings(self) -> Mappings:
        """What is remembered of the headings of tables without a vendor."""
        return Mappings(self.folder)

    @property
    def meanings(self) -> Meanings:
        """What people say that the values of a source mean."""
        return Meanings(self.folder)

    @property
    def entries(self) -> Entries:
        """What people entered: targets, annotations, scenarios."""
        return Entries(self.folder)

    # The ledger

    def loads(self) -> list[Load]:
        """Every load, undone ones too, oldest first."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return ledger.loads(connection)

    def undo(self, load_id: int) -> Load:
        """Take a load out of the numbers; what it had updated shows its older state again."""
        return self._flip(load_id, is_active=False)

    def redo(self, load_id: int) -> Load:
        """Bring an undone load back."""
        return self._flip(load_id, is_active=True)

    def rejects(self, load_id: int) -> Path:
        """The rejected rows and bad cells of a load, as Parquet."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            ledger.load(connection, load_id)
            for segment in ledger.segments(connection):
                if segment.load_id == load_id and segment.table == ledger.REJECTS:
                    return self.folder / segment.file
        raise StoreError(f"Load {load_id} has no file of rejects; `doctor` says what is missing.")

    def history(self, ticket_id: str, source: str | None = None) -> pd.DataFrame:
        """Every state that the active loads hold of a ticket, the one that counts first."""
        with files.plain_errors(self.folder):
            with ledger.reading(self.folder) as connection:
                loads = ledger.loads(connection)
                active = ledger.segments(connection, only_active=True)
                zone = str(settings.of(connection)["reporting_zone"])
            return history.states(self.folder, active, loads, ticket_id, source, zone)

    def notes(self) -> list[Note]:
        """What happened to the store besides loads, oldest first."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return ledger.notes(connection)

    def setting(self, name: str) -> object:
        settings.require_name(name)
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return settings.of(connection)[name]

    def set_setting(self, name: str, value: object) -> None:
        """Change a setting; one that the model reads gives a new snapshot."""
        settings.require_value(name, value)
        if self.setting(name) == value:
            return
        with files.plain_errors(self.folder), publication(self.folder) as published:
            ledger.set_setting(published.ledger, name, value)
            if name in settings.OF_MODEL:
                published.publish(f"{name} {value}")

    # Snapshots

    def snapshot(self) -> Snapshot:
        """The snapshot that is published now."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            number = ledger.snapshots(connection)[0]["number"]
        return Snapshot(number, self.folder / snapshots.file_name(number))

    def connect(self) -> tuple[Snapshot, duckdb.DuckDBPyConnection]:
        """Open the published snapshot, mending it where it is damaged."""
        for _ in range(ATTEMPTS):
            snapshot = self.snapshot()
            try:
                return snapshot, snapshots.connect(snapshot.path)
            except duckdb.Error:
                # Either a newer one has taken its place since, or it is damaged.
                with files.plain_errors(self.folder):
                    self._mend()
        raise StoreError(f"{self.folder}: no snapshot can be opened; `doctor` says why.")

    def rebuild(self, builder: Builder | None = None) -> Snapshot:
        """Build the snapshot anew from the segments, by DuckDB unless another way is given."""
        with files.plain_errors(self.folder), publication(self.folder) as published:
            published.builder = builder
            published.publish("rebuild", is_whole=True)
        return self.snapshot()

    # Care

    def backup(self, folder: Path) -> Path:
        """Copy everything that cannot be rebuilt into an empty folder, with a list of hashes."""
        with files.plain_errors(self.folder):
            return backup.write(self.folder, Path(folder).absolute())

    def erase(self, requester: str, by: str = "") -> Erasure:
        """Remove a requester, given by e-mail address or id, from everything the store holds."""
        with files.plain_errors(self.folder):
            return erasure.erase(self.folder, requester, by)

    def doctor(self) -> list[Finding]:
        """How the store is."""
        with files.plain_errors(self.folder):
            return doctor.examine(self.folder)

    def _flip(self, load_id: int, is_active: bool) -> Load:
        with files.plain_errors(self.folder):
            with publication(self.folder) as published:
                load = ledger.load(published.ledger, load_id)
                if load.is_active is not is_active:
                    published.set_active(load, is_active)
            with ledger.reading(self.folder) as connection:
                return ledger.load(connection, load_id)

    def _mend(self) -> None:
        trouble = doctor.trouble(self.folder)
        if trouble is None:
            return
        with publication(self.folder) as published:
            if ledger.snapshots(published.ledger)[0]["number"] == trouble.number:
                published.publish(trouble.reason, is_whole=True)
                ledger.add_note(published.ledger, "", "rebuild", trouble.reason)
