"""Entries: rows that people type in, such as targets and annotations, by kind and key.

The published snapshot is copied with the new rows instead of being built anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.store import entered, files, ledger
from support_kpi.store.entered import Entry, Value
from support_kpi.store.publication import publication

KINDS = ("target", "annotation", "scenario")


@dataclass(frozen=True)
class Entries:
    """What people entered into a store."""

    folder: Path

    def list(self, kind: str) -> list[Entry]:
        """What counts now, by key."""
        _require(kind)
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            return [one for one in entered.current(connection) if one.kind == kind]

    def history(self, kind: str, key: str | None = None) -> Sequence[Entry]:
        """Every value that a kind or one of its keys ever had, the newest first."""
        _require(kind)
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            lines = entered.history(connection)
        return [one for one in lines if one.kind == kind and key in (None, one.key)]

    def enter(self, kind: str, values: Mapping[str, Value | None], by: str = "") -> int | None:
        """Enter the values of keys as one change, and remove those of None.

        The number of the change, to undo it; None where nothing is different.
        """
        _require(kind)
        if any(not key.strip() for key in values):
            raise UsageError(f"A {kind} needs a key.")
        return self._add({(kind, key): value for key, value in values.items()}, by)

    def remove(self, kind: str, keys: Sequence[str], by: str = "") -> int | None:
        """Remove keys as one change."""
        known = {one.key for one in self.list(kind)}
        strange = next((key for key in keys if key not in known), None)
        if strange is not None:
            raise UsageError(f'There is no {kind} "{strange}" to remove.')
        return self.enter(kind, dict.fromkeys(keys), by)

    def undo(self, change: int, by: str = "") -> int | None:
        """Enter again what counted before a change; that is a change too."""
        with files.plain_errors(self.folder), ledger.reading(self.folder) as connection:
            former = entered.before(connection, change)
        return self._add(former, by)

    def _add(self, said: Mapping[tuple[str, str], Value | None], by: str) -> int | None:
        with files.plain_errors(self.folder), publication(self.folder) as published:
            change = entered.add(published.ledger, said, by)
            if change is not None:
                published.amend(f"entries {change}")
        return change


def _require(kind: str) -> None:
    if kind not in KINDS:
        raise UsageError(f'"{kind}" is no kind of entries; there are: {", ".join(KINDS)}.')
