"""The keys that the records of a JSON file have had so far, in the order of their coming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from support_kpi.parsing.json_leaves import is_branch, leaves
from support_kpi.parsing.json_streams import Json

Pointer = tuple[str, ...]
Keys = Sequence[Sequence[str] | None]


@dataclass
class Known:
    """`paths` are the columns; `leaves` and `branches` the keys that lead to their values."""

    paths: dict[str, int] = field(default_factory=dict)
    leaves: dict[Pointer, str] = field(default_factory=dict)
    branches: dict[Pointer, None] = field(default_factory=lambda: {(): None})

    def copy(self) -> "Known":
        """As it is now, whatever is learned then."""
        return Known(dict(self.paths), dict(self.leaves), dict(self.branches))

    @property
    def is_ambiguous(self) -> bool:
        """Whether two keys share a column, as `a.b` and the b of a do, or one may be a place in a
        list."""
        is_shared = len(set(self.leaves.values())) < len(self.leaves)
        return is_shared or any(
            key.isdigit() and tuple(above) in self.leaves for *above, key in self.leaves
        )

    def learn(self, records: Iterable[Json]) -> None:
        for record in records:
            for path in leaves(record):
                self.paths.setdefault(path, len(self.paths))
            if isinstance(record, dict):
                self._walk(record, ())

    def _walk(self, record: dict[str, Json], above: Pointer) -> None:
        for key, value in record.items():
            pointer = (*above, key)
            if is_branch(value, len(above)):
                self.branches.setdefault(pointer)
                self._walk(value, pointer)
            else:
                self.leaves.setdefault(pointer, ".".join(pointer))

    def covers(self, keys: Keys) -> bool:
        """Whether no key of a record is new and none is repeated, given those of each branch."""
        found = dict(zip(self.branches, keys, strict=True))
        return all(
            len(set(names)) == len(names)
            and all((*above, name) in self.leaves or found.get((*above, name)) for name in names)
            for above, names in found.items()
            if names
        )


def escaped(pointer: Pointer) -> str:
    """A pointer in the notation of RFC 6901, or `$` for the record itself."""
    parts = (key.replace("~", "~0").replace("/", "~1") for key in pointer)
    return "".join(f"/{part}" for part in parts) or "$"
