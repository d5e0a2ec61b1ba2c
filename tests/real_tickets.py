"""Tables of tickets of other people, loaded as one file."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.conversion import Converted
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from support_kpi.parsing import files
from tests.sample_exports import ROOT, converted

TICKETS = ROOT.parent / "shared" / "exports" / "tickets"
WHERE_THEY_ARE = pytest.mark.skipif(
    not TICKETS.is_dir(), reason=f"the exports of others are not at {TICKETS}"
)


@dataclass(frozen=True)
class Loaded:
    """The sheets of one file that were read, by name, and the sentences of those that were not."""

    sheets: dict[str, Converted]
    readers: dict[str, str]
    refusals: list[str]

    def rows(self, query: str, name: str = "") -> list[tuple[object, ...]]:
        with duckdb.connect() as connection:
            for table, path in self.sheets[name].tables.items():
                connection.execute(f"create view {table} as from read_parquet('{path}')")
            return connection.execute(query).fetchall()

    def row(self, query: str, name: str = "") -> tuple[object, ...]:
        return self.rows(query, name)[0]


def loaded(file: str, folder: Path) -> Loaded:
    found = Loaded({}, {}, [])
    for number, sheet in enumerate(files.sheets(TICKETS / file, folder / "sheets")):
        try:
            name, module = readers.claim(sheet, Options())
        except UnknownFormat as error:
            found.refusals.append(str(error))
            continue
        reading = module.read(sheet, Options())
        found.readers[sheet.name] = name
        found.sheets[sheet.name] = converted(sheet, reading, Options(), folder / str(number))
    return found


def counts(done: Converted) -> tuple[int, int, int, int]:
    return done.rows_read, done.rows_kept, done.rows_rejected, done.records
