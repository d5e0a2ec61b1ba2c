"""Any export file as sheets of text."""

import gzip
import zipfile
from pathlib import Path

import duckdb
import pytest

from support_kpi.errors import UnreadableFile
from support_kpi.parsing.files import sheets
from support_kpi.parsing.sheet import Sheet

TABLE = "Ticket,Channel\n1,Phone\n2,E-mail\n"
CELLS = [(1, "Ticket", "Channel"), (2, "1", "Phone"), (3, "2", "E-mail")]


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return duckdb.sql(f"from '{sheet.path}' order by source_row").fetchall()


def read(folder: Path, content: bytes | str, name: str = "export.csv") -> list[Sheet]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return sheets(path, folder / "sheets")


def test_a_plain_table_comes_back_with_its_row_numbers(tmp_path: Path) -> None:
    [sheet] = read(tmp_path, TABLE)
    assert cells(sheet) == CELLS
    assert (sheet.records, sheet.width, sheet.container, sheet.name) == (3, 2, "csv", "")
    assert sheet.headings == ("Ticket", "Channel")


def test_containers_are_opened_whatever_they_are_called(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("april.csv.gz", gzip.compress(TABLE.encode()))
    [packed] = read(tmp_path, gzip.compress(TABLE.encode()), "export.txt")
    [zipped] = read(tmp_path, (tmp_path / "made.zip").read_bytes(), "export.xlsx")
    assert cells(packed) == cells(zipped) == CELLS
    assert zipped.name == "april.csv.gz"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"\0\0\0", b"%PDF-1.7 ..."])
def test_a_file_without_a_table_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^export\.csv is "):
        read(tmp_path, content)
