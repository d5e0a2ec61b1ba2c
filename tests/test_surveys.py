"""Surveys loaded twice: a later export of the same form updates and does not repeat."""

import csv
from pathlib import Path

import duckdb

from support_kpi import readers
from support_kpi.conversion import convert
from support_kpi.drafts import Options
from support_kpi.parsing.files import sheets

HEADINGS = ("Timestamp", "How satisfied were you with our support? (1-5)", "Why?")
FIRST = (
    ("2026/02/01 9:00:00 AM GMT+1", "5", ""),
    ("2026/02/01 9:00:00 AM GMT+1", "2", "Slow"),
    ("2026/02/02 9:00:00 AM GMT+1", "4", ""),
)
LATER = (*FIRST, ("2026/02/03 9:00:00 AM GMT+1", "1", "Slower"))


def responses(folder: Path, rows: tuple[tuple[str, ...], ...], name: str) -> dict[str, float]:
    folder.mkdir()
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    (sheet,) = sheets(path, folder / "sheets")
    options = Options(name=name)
    _, reader = readers.claim(sheet, options)
    with duckdb.connect() as connection:
        reading = reader.read(sheet, options)
        done = convert(connection, sheet, reading, options, b"k" * 32, folder / "tables")
    query = "select response_id, score from read_parquet($path) order by source_row"
    return dict(duckdb.execute(query, {"path": str(done.tables["response"])}).fetchall())


def test_equal_time_stamps_are_different_responses(tmp_path: Path) -> None:
    assert list(responses(tmp_path / "a", FIRST, "form.csv").values()) == [5, 2, 4]


def test_a_later_export_keeps_the_ids_whatever_its_name(tmp_path: Path) -> None:
    first = responses(tmp_path / "a", FIRST, "form.csv")
    later = responses(tmp_path / "b", LATER, "form (1).csv")
    assert {name: later[name] for name in first} == first
    assert len(later) == 4
