"""A staged table: what ingest hands to the store and to the upload page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from support_kpi.mappings.facts import Facts
from support_kpi.parsing.sheet import Sheet


@dataclass(frozen=True)
class Beside:
    """A table that was read for the sake of another: its rows name things, or are not needed."""

    name: str
    sha256: str
    sheet: str
    reader: str
    encoding: str
    rows: int
    is_used: bool
    use: str


@dataclass(frozen=True)
class Staged:
    """One table of a file, converted and checked but not stored; `error` says why it is refused.

    `held` keeps the sheet of a table that others may be joined with, `folder` is the name of the
    folder that the file was in, and `beside` are the tables that were joined. `mapping` is the one
    that it was read with, to be remembered unless `is_once`. Where a person can be asked, `facts`
    are what its columns hold and `sample` is its first rows.
    """

    name: str
    sha256: str
    size: int
    sheet: str = ""
    container: str = ""
    encoding: str = ""
    reader: str = ""
    title: str = ""
    source: str = ""
    table: str = ""
    tables: Mapping[str, Path] = field(default_factory=dict)
    rejects: Path | None = None
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    cells_bad: int = 0
    records: int = 0
    repeats: int = 0
    zone: str | None = None
    date_order: str | None = None
    columns: tuple[tuple[str, str, str], ...] = ()
    head: tuple[Mapping[str, str | None], ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    folder: str = ""
    held: Sheet | None = None
    beside: tuple[Beside, ...] = ()
    fingerprint: str = ""
    mapping: Mapping[str, object] | None = None
    is_once: bool = False
    headings: tuple[str, ...] = ()
    facts: tuple[Facts, ...] = ()
    sample: Sheet | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """What it keeps on disk."""
        sheets = [sheet.path for sheet in (self.held, self.sample) if sheet]
        return (*self.tables.values(), *([self.rejects] if self.rejects else []), *sheets)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for another process or a page."""
        paths = {table: str(path) for table, path in self.tables.items()}
        rejects = None if self.rejects is None else str(self.rejects)
        return asdict(replace(self, tables={}, rejects=None, held=None, sample=None)) | {
            "tables": paths,
            "rejects": rejects,
            "held": self.held and self.held.as_json(),
            "sample": self.sample and self.sample.as_json(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Staged":
        return cls(
            **dict(values)
            | {
                "tables": {table: Path(path) for table, path in values["tables"].items()},
                "rejects": None if values["rejects"] is None else Path(values["rejects"]),
                "columns": tuple((a, b, c) for a, b, c in values["columns"]),
                "head": tuple(values["head"]),
                "warnings": tuple(values["warnings"]),
                "held": values["held"] and Sheet.from_json(values["held"]),
                "beside": tuple(Beside(**one) for one in values["beside"]),
                "headings": tuple(values["headings"]),
                "facts": tuple(map(Facts.from_json, values["facts"])),
                "sample": values["sample"] and Sheet.from_json(values["sample"]),
            }
        )
