"""Export files written for a test, and the cells that parsing finds in them."""

from pathlib import Path

import pyarrow.parquet as pq

from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet

Cells = list[list[str | None]]


def read(folder: Path, content: bytes | str, name: str = "export.csv") -> list[Sheet]:
    """Every sheet of a file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return files.sheets(path, folder / "sheets")


def one(folder: Path, content: bytes | str, name: str = "export.csv") -> Sheet:
    [sheet] = read(folder, content, name)
    return sheet


def cells(sheet: Sheet) -> Cells:
    """The rows as parsing hands them on, heading row first, without their numbers."""
    columns = pq.read_table(sheet.path).drop(["source_row"]).to_pydict().values()
    return [list(row) for row in zip(*columns, strict=True)]


def rows(sheet: Sheet) -> list[int]:
    return pq.read_table(sheet.path).column("source_row").to_pylist()
