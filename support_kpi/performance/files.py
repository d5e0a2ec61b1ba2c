"""The files of one size: the export, a day more, and what each contestant makes of them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from support_kpi.performance import tickets

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Files:
    """`left_out` names the contestants that do not take part."""

    rows: int
    folder: Path
    left_out: frozenset[str] = frozenset()

    @property
    def export(self) -> Path:
        return self.folder / "tickets.csv"

    @property
    def day(self) -> Path:
        return self.folder / "day.csv"

    @property
    def database(self) -> Path:
        return self.folder / "tickets.duckdb"

    @property
    def parquet(self) -> Path:
        return self.folder / "tickets.parquet"

    @property
    def store(self) -> Path:
        return self.folder / "store"


def written(folder: Path, rows: int, left_out: Collection[str] = ()) -> Files:
    """The export and the day after, written; the rest is the contestants' part."""
    files = Files(rows, folder / str(rows), frozenset(left_out))
    files.folder.mkdir(parents=True, exist_ok=True)
    tickets.write(files.export, rows)
    tickets.write_day(files.day, rows)
    return files


def put_beside(files: Files) -> None:
    """The table of DuckDB as the Parquet file that pandas and polars read."""
    with duckdb.connect(str(files.database), read_only=True) as connection:
        target = str(files.parquet).replace("'", "''")
        connection.execute(f"copy tickets to '{target}' (format parquet)")
