"""Any export file as sheets of text."""

import gzip
import io
import json
import tempfile
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import files
from tests.exports import cells, one, read

TABLE = "Ticket,Channel\n1,Phone\n2,E-mail\n"
CELLS = [["Ticket", "Channel"], ["1", "Phone"], ["2", "E-mail"]]


def zipped(**members: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def as_workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(CELLS):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def as_parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"Ticket": [1, 2], "Channel": ["Phone", "E-mail"]}), buffer)
    return buffer.getvalue()


def as_records() -> list[dict[str, object]]:
    return [dict(zip(CELLS[0], row, strict=True)) for row in CELLS[1:]]


def test_the_same_table_comes_out_of_every_container(tmp_path: Path) -> None:
    html = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in CELLS)
    contents = {
        "csv": TABLE,
        "tsv": TABLE.replace(",", "\t"),
        "semicolons": TABLE.replace(",", ";"),
        "utf-16": TABLE.encode("utf-16"),
        "gzip": gzip.compress(TABLE.encode()),
        "zip": zipped(april_csv=TABLE),
        "gzip in zip": zipped(april_csv_gz=gzip.compress(TABLE.encode())),
        "workbook": as_workbook(),
        "workbook in zip": zipped(april_xlsx=as_workbook()),
        "json": json.dumps(as_records()),
        "json lines": "\n".join(map(json.dumps, as_records())),
        "parquet": as_parquet(),
        "html": f"<html><body><table>{html}</table></body></html>",
    }
    found = {name: cells(one(tmp_path, content)) for name, content in contents.items()}
    assert found == dict.fromkeys(contents, CELLS)


def test_the_content_decides_and_not_the_extension(tmp_path: Path) -> None:
    assert one(tmp_path, as_workbook(), "april.csv").container == "xlsx"
    assert one(tmp_path, TABLE, "april.xlsx").container == "csv"
    assert one(tmp_path, json.dumps(as_records()), "april.csv").container == "json"


def test_a_plain_file_has_no_sheet_name_and_a_member_of_a_zip_has_its_own(tmp_path: Path) -> None:
    assert one(tmp_path, TABLE).name == ""
    assert one(tmp_path, as_workbook()).name == ""
    members = read(tmp_path, zipped(april_csv=TABLE, may_csv=TABLE))
    assert [sheet.name for sheet in members] == ["april.csv", "may.csv"]


def test_files_of_an_archive_that_hold_no_table_are_named(tmp_path: Path) -> None:
    sheet = one(tmp_path, zipped(april_csv=TABLE, readme_md="Hello", empty_csv=""))
    assert sheet.notes == ("no tables, and so not read: readme.md, empty.csv",)


def test_two_readings_into_one_folder_keep_apart(tmp_path: Path) -> None:
    first, second = one(tmp_path, TABLE), one(tmp_path, TABLE.replace("Phone", "Chat"))
    assert cells(first) == CELLS != cells(second)
    assert len(list((tmp_path / "sheets").iterdir())) == 2


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "is empty"),
        (b"\n \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\0" * 500, "is empty"),
        (b",,,\n,,,\n", "is empty"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture"),
        (bytes(range(1, 32)) * 20, "is not text"),
        (b"<?xml version='1.0'?><tickets><ticket/></tickets>", "is XML"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "is a damaged gzip file"),
        (b"PK\x03\x04 and no more", "is a damaged zip file"),
        (b"PAR1 and no more", "is a damaged or encrypted Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "is a workbook that cannot be read"),
        (b'{"tickets": [{"id": 1}, {"id"', "is JSON that breaks off"),
        (b"a" * 1_000_001 + b"\n", "starts with a line of more than 1,000,000 bytes"),
        (b"," * 5_000 + b"a\n1\n", "has a row of 5,001 columns"),
    ],
)
def test_a_file_without_a_table_is_refused_in_words(
    tmp_path: Path, content: bytes, found: str
) -> None:
    with pytest.raises(UnreadableFile, match=rf"^export\.csv {found}"):
        read(tmp_path, content)


def test_a_refusal_names_the_file_as_the_user_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "4f1c"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"^april\.csv is empty"):
        files.sheets(path, tmp_path / "sheets", name="april.csv")


PIECES = ["a", "1", ",", ";", "\t", '"', '""', "'", "\\", "\r", "\n", "\r\r\n", " ", "\0", "é", "|"]
STARTS = ["", "sep=;\n", "{", "[", '{"a":1}\n', "<table>", "<td>", "PK\x03\x04", "PAR1", "\ufeff"]


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from(PIECES + STARTS), max_size=40).map("".join).map(str.encode),
        st.lists(st.sampled_from(PIECES), max_size=40)
        .map("".join)
        .map(lambda t: t.encode("cp1252")),
    )
)
def test_any_bytes_give_sheets_or_one_clear_refusal(content: bytes) -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = read(Path(folder), content)
        except UnreadableFile as refusal:
            assert str(refusal).startswith("export.csv")
            assert "line ends" not in str(refusal)
        else:
            assert all(sheet.records >= 1 and sheet.head for sheet in found)
    assert time.monotonic() - started < 10


def test_a_container_cut_anywhere_gives_sheets_or_a_refusal(tmp_path: Path) -> None:
    for content in (as_workbook(), zipped(april_csv=TABLE), gzip.compress(TABLE.encode())):
        for end in range(1, len(content), max(1, len(content) // 40)):
            try:
                read(tmp_path, content[:end])
            except UnreadableFile as refusal:
                assert str(refusal).startswith("export.csv")
