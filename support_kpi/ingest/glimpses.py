"""Glimpses: the first rows of a table as a mapping would read them, at once and without a child.

The bytes of the file were parsed by the child; what is read here is its text.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from support_kpi.conversion import convert
from support_kpi.conversion.literals import literal
from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest.staged import Staged
from support_kpi.ingest.tables import head
from support_kpi.mappings.facts import facts
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers import GENERIC, reader

SAMPLE_ROWS = 2_000
KEY = b"no key: what is shown is not kept"


@dataclass(frozen=True)
class Glimpse:
    """The first rows as they would be read; `error` is the sentence that keeps them from it."""

    rows: tuple[Mapping[str, str | None], ...] = ()
    read: int = 0
    kept: int = 0
    rejected: int = 0
    cells_bad: int = 0
    is_whole: bool = False
    warnings: tuple[str, ...] = ()
    error: str | None = None


def asked(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, folder: Path, staged: Staged
) -> Staged:
    """With what a person needs to map the columns by hand, where no vendor's reader knows them."""
    if staged.error is None and staged.reader != GENERIC:
        return staged
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.parquet"
    connection.execute(
        f"""
        copy (
            select * from read_parquet({literal(sheet.path)}) order by source_row
            limit {SAMPLE_ROWS + 1}
        ) to {literal(path)} (format parquet)
        """
    )
    sample = replace(sheet, path=path, records=min(sheet.records, SAMPLE_ROWS + 1))
    return replace(staged, facts=facts(sheet), sample=sample)


def glimpse(sample: Sheet, mapping: Mapping[str, object], whole: int) -> Glimpse:
    """The sample as the mapping reads it; `whole` is how many rows the table has."""
    options = Options(mapping=mapping)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        try:
            reading = reader(GENERIC).read(sample, options)
            done = convert(connection, sample, reading, options, KEY, Path(folder))
        except ExportError as error:
            return Glimpse(error=str(error))
        table = done.tables[reading.drafts[0].table]
        return Glimpse(
            rows=head(connection, table),
            read=done.rows_read,
            kept=done.rows_kept,
            rejected=done.rows_rejected,
            cells_bad=done.cells_bad,
            is_whole=done.rows_read >= whole,
            warnings=done.warnings,
        )
