"""The mappings of a store: list, forget, take up again, and read again what they would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.ingest import Staged
from support_kpi.store import files, ledger, loading, remembered, settings, staging
from support_kpi.store.publication import publication
from support_kpi.store.records import Load
from support_kpi.store.remembered import Remembered
from support_kpi.store.results import LoadResult


@dataclass(frozen=True)
class Exchange:
    """Loads that were read again: the new readings and those that they replace."""

    results: tuple[LoadResult, ...]
    replaced: tuple[int, ...]


@dataclass(frozen=True)
class Mappings:
    """The mappings that a store remembers."""

    folder: Path

    def every(self) -> list[Remembered]:
        """Every mapping that was ever remembered, the newest first."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return remembered.every(connection)

    def active(self) -> list[Remembered]:
        """Those that the next file of their headings is read with, the newest first."""
        return [one for one in self.every() if one.is_active]

    def one(self, mapping_id: int) -> Remembered:
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return remembered.one(connection, mapping_id)

    def forget(self, mapping_id: int) -> Remembered:
        """Use it for no further file; what was loaded stays."""
        with files.plain_errors(self.folder), ledger.writing(self.folder) as connection:
            known = remembered.one(connection, mapping_id)
            remembered.forget(connection, known.fingerprint)
        return self.one(mapping_id)

    def take_up(self, mapping_id: int) -> Remembered:
        """Use a forgotten or former mapping again."""
        with files.plain_errors(self.folder), ledger.writing(self.folder) as connection:
            remembered.take_up(connection, remembered.one(connection, mapping_id))
        return self.one(mapping_id)

    def original(self, mapping_id: int) -> tuple[Path, Load] | None:
        """The kept file of the latest load of these headings, to look at the mapping with."""
        known = self.one(mapping_id)
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            loads = [ledger.load(connection, number) for number in (*known.loads, *known.former)]
        kept = [load for load in loads if load.has_original]
        latest = max(kept, key=lambda load: load.load_id, default=None)
        return latest and (self.folder / "originals" / latest.sha256, latest)

    def read_again(self, mapping_id: int, by: str = "") -> Exchange:
        """Read the loads of these headings that were read otherwise with this mapping."""
        known = self.one(mapping_id)
        if not known.is_active:
            raise UsageError(
                f"Mapping {mapping_id} is not in use; `mapping restore {mapping_id}` takes it up."
            )
        with files.plain_errors(self.folder):
            batch = self._staged(known)
            refused = [staged for staged in batch if staged.error is not None]
            try:
                if refused:
                    raise UsageError(f"{refused[0].error} Nothing was read again.")
                results = loading.publish(self.folder, batch, by, replacing=known.former)
            finally:
                for staged in batch:
                    staging.discard(self.folder, staged)
        return Exchange(tuple(results), known.former)

    def exchange(self, out: Sequence[int], back: Sequence[int]) -> None:
        """Take loads out of the numbers and bring others back, as one publication."""
        with files.plain_errors(self.folder), publication(self.folder) as published:
            for number in out:
                published.set_active(ledger.load(published.ledger, number), False)
            for number in back:
                published.set_active(ledger.load(published.ledger, number), True)

    def _staged(self, known: Remembered) -> list[Staged]:
        """The kept files of the former loads, read anew; one table for each load."""
        with ledger.reading(self.folder) as connection:
            loads = [ledger.load(connection, number) for number in known.former]
            said = settings.of(connection)
        found: list[Staged] = []
        for load in loads:
            options = Options(name=load.file, mappings={known.fingerprint: known.mapping})
            path = self.folder / "originals" / load.sha256
            for staged in staging.stage(self.folder, path, options, said):
                if staged.sheet == load.sheet:
                    found.append(staged)
                else:
                    staging.discard(self.folder, staged)
        return found
