"""What the ledger holds: loads, the files of a load, notes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Segment:
    """One immutable Parquet file: the rows of one load for one table, or its rejects."""

    load_id: int
    table: str
    file: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Load:
    """One sheet of one file, as it was loaded. `table` is its main table."""

    load_id: int
    file: str
    sha256: str
    size: int
    sheet: str
    container: str
    encoding: str
    reader: str
    title: str
    source: str
    table: str
    tables: tuple[str, ...]
    who: str
    loaded_at: datetime
    zone: str | None
    date_order: str | None
    rows_read: int
    rows_kept: int
    rows_rejected: int
    cells_bad: int
    records: int
    records_new: int
    records_updated: int
    records_unchanged: int
    warnings: tuple[str, ...]
    is_active: bool
    has_original: bool

    @property
    def is_synthetic(self) -> bool:
        return self.file.startswith("synthetic_")


@dataclass(frozen=True)
class Note:
    """Something that happened to the store and is not a load."""

    noted_at: datetime
    who: str
    action: str
    detail: str
