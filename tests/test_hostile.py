"""Hostile files, each named by its threat: refused in a sentence, or read as the text they hold.

Read as an upload is, in the child process, with little memory and little time.
"""

import gzip
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from support_kpi import ingest
from support_kpi.drafts import Options
from support_kpi.ingest import Limits, Staged
from support_kpi.ingest.reading import read
from support_kpi.parsing import files
from support_kpi.store import Store
from tests.archives import lying, overlapping, packed
from tests.variants import as_csv

LIMITS = Limits(memory_bytes=2 << 30, cpu_seconds=10, wall_seconds=120)
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def contained(folder: Path, content: bytes | str) -> list[Staged]:
    """What becomes of an upload in the child process."""
    options = Options(name="export.csv")
    return ingest.stage(written(folder, content), folder / "staged", options, bytes(32), LIMITS)


# Bombs


def zeros(megabytes: int) -> bytes:
    return gzip.compress(bytes(1 << 20)) * megabytes


def workbook(*rows: tuple[str, ...]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows or (("Ticket ID", "Created time"), ("7", "2026-01-05"))):
            page.write_row(number, 0, row)
    return content.getvalue()


def altered(part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return packed(parts | {part: change(parts[part].decode()).encode()})


def with_entities(text: str) -> str:
    return text.replace("?>", f"?>{ENTITIES}", 1).replace("<t>7<", "<t>&i;<")


def with_an_outside_entity(text: str) -> str:
    outside = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
    return text.replace("?>", f"?>{outside}", 1).replace("<t>7<", "<t>&i;<")


def open_document(rows: str, before: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind.encode(), "content.xml": content.encode()})


def open_row(text: str, *, rows: int = 1, cells: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{cells}" office:value-type="string"><text:p>{text}'
        "</text:p></table:table-cell></table:table-row>"
    )


def parquet_of_one_text_many_times() -> bytes:
    content = io.BytesIO()
    codes = pa.array([0] * 20_000, pa.int32())
    texts = pa.DictionaryArray.from_arrays(codes, pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"subject": texts}), content)
    return content.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes | str], str]] = {
    "gzip bomb": (lambda: zeros(1_000), "unpacks to more than 200 times its size"),
    "gzip bomb in a zip": (
        lambda: packed({"a.csv.gz": zeros(1_000)}, zipfile.ZIP_STORED),
        "unpacks to more than 200 times its size",
    ),
    "zip bomb": (lambda: packed({"a.csv": bytes(100 << 20)}), "more than 200 times its size"),
    "zip of zips of zips": (
        lambda: packed({"a.zip": packed({"b.zip": packed({"c.zip": packed({"d.csv": b"a"})})})}),
        "an archive in an archive",
    ),
    "zip whose members overlap": (
        lambda: overlapping({"a.csv": tickets().encode(), "b.csv": tickets().encode()}),
        "members overlap",
    ),
    "zip that lies about its sizes": (
        lambda: lying(packed({"a.csv": tickets().encode() * 1_000}), size=10),
        "is a damaged zip file",
    ),
    "zip of more files than a folder needs": (
        lambda: packed({f"{number}.csv": b"a" for number in range(1_001)}, zipfile.ZIP_STORED),
        "holds 1,001 files",
    ),
    "zip with a password": (
        lambda: lying(packed({"a.csv": tickets().encode()}), flags=1),
        "protected by a password",
    ),
    "workbook that is a bomb": (
        lambda: altered(SHEET, lambda text: text + " " * (100 << 20)),
        "unpacks to more than 200 times its size",
    ),
    "workbook whose kind is a bomb": (
        lambda: packed({"mimetype": bytes(100 << 20)}),
        "unpacks to more than 200 times its size",
    ),
    "workbook that claims a million columns": (
        lambda: altered(SHEET, lambda text: text.replace('r="B2"', 'r="BDWGN2"')),
        "and 1,000,000 columns",
    ),
    "workbook with a cell in the last corner": (
        lambda: altered(SHEET, lambda text: text.replace('r="B2"', 'r="XFD1048576"')),
        "and 16,384 columns",
    ),
    "workbook with a cell in the last corner, written oddly": (
        lambda: altered(SHEET, lambda text: text.replace('r="B2"', "r = ' xfd1048576'")),
        "and 16,384 columns",
    ),
    "workbook with a row beyond all sheets": (
        lambda: altered(SHEET, lambda text: text.replace('row r="2"', 'row r="99999999999"')),
        "spans 99,999,999,999 rows",
    ),
    "workbook of one row of a million cells": (
        lambda: altered(
            SHEET,
            lambda text: text.replace('<c r="A2"', "<c><v>1</v></c>" * 1_000_000 + '<c r="A2"'),
        ),
        "and 1,000,002 columns",
    ),
    "entity expansion in a workbook": (lambda: altered(SHEET, with_entities), "XML entities"),
    "entity expansion in the texts of a workbook": (
        lambda: altered(TEXTS, with_entities),
        "XML entities",
    ),
    "outside entity in a workbook": (
        lambda: altered(TEXTS, with_an_outside_entity),
        "XML entities",
    ),
    "entity expansion in an open document": (
        lambda: open_document(open_row("&i;"), ENTITIES),
        "XML entities",
    ),
    "open document of one row a billion times": (
        lambda: open_document(open_row("a") + open_row("7", rows=10**9)),
        "spans 1,000,000,001 rows",
    ),
    "open document of one cell a billion times": (
        lambda: open_document(open_row("a") + open_row("7", cells=10**9)),
        "and 1,000,000,001 columns",
    ),
    "entity expansion in XML": (lambda: f'<?xml version="1.0"?>{ENTITIES}<x>&i;</x>', "is XML"),
    "JSON of a hundred thousand levels": (lambda: "[" * 100_000, "nests its JSON too deeply"),
    "JSON of a hundred thousand objects in each other": (
        lambda: '{"a":' * 100_000 + "1" + "}" * 100_000,
        "nests its JSON too deeply",
    ),
    "JSON of deep records after flat ones": (
        lambda: '{"id": 1}\n{"id": ' + '{"a":' * 5_000 + "1" + "}" * 5_001,
        "nests its JSON too deeply",
    ),
    "JSON whose every record has keys of its own": (
        lambda: json.dumps([{f"k{n}-{m}": 1 for m in range(100)} for n in range(1_000)]),
        "more than 5,000 different keys",
    ),
    "Parquet of one text many times": (parquet_of_one_text_many_times, "needs more memory"),
    "line without an end": (lambda: b"a" * (64 << 20), "a line of more than 1,000,000 bytes"),
    "line without an end below the headings": (
        lambda: b"Ticket ID,Subject\n7," + b"a" * (64 << 20),
        "a cell of more than 10,000,000 characters",
    ),
    "cell of twenty megabytes": (
        lambda: b'Ticket ID,Subject\n7,"' + b"a" * (20 << 20) + b'"\n',
        "a cell of more than 10,000,000 characters",
    ),
    "cell of twenty megabytes in a workbook": (
        lambda: altered(TEXTS, lambda text: text.replace("<t>7<", f"<t>{'a' * (20 << 20)}<")),
        "a cell of more than 10,000,000 characters",
    ),
    "half a million columns": (lambda: "a," * 499_990 + "\n1\n", "a row of 499,991 columns"),
    "nothing but NULs": (lambda: bytes(1 << 20), "is empty"),
}


@pytest.mark.parametrize("threat", REFUSED)
def test_a_threat_is_refused_in_a_sentence(tmp_path: Path, threat: str) -> None:
    build, sentence = REFUSED[threat]
    [found] = contained(tmp_path, build())
    assert found.error is not None
    assert found.error.startswith("export.csv")
    assert sentence in found.error
    assert "\n" not in found.error


# Text


def linked(archive: bytes) -> bytes:
    """The archive with a symbolic link beside its members."""
    content = io.BytesIO(archive)
    with zipfile.ZipFile(content, "a") as file:
        link = zipfile.ZipInfo("tickets.csv.lnk")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    return content.getvalue()


PLACES = ("../../../evil.csv", "/tmp/evil.csv", "C:\\evil.csv", "a/../../evil.csv", "=evil().csv")
DIRT = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "'; drop table ticket; --",
    "[x](javascript:alert(1))",
    "$\\frac{1}{2}$",
    "\u202etxt.exe",
    "${7*7}{{7*7}}",
)


def tickets(subject: str = "Hello") -> str:
    quoted = subject.replace('"', '""')
    return f'Ticket ID,Created time,Status,Subject\n7,2026-01-05 09:00,Open,"{quoted}"\n'


def staged(folder: Path, content: bytes | str) -> list[Staged]:
    """What becomes of an upload, in this process."""
    work = folder / "work"
    work.mkdir()
    path = written(folder, content)
    return read(
        path, folder / "staged", work, Options(name="export.csv"), bytes(32), ingest.DEFAULT
    )


def everything_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", PLACES)
def test_a_path_as_the_name_of_a_member_leads_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    [found] = staged(folder, packed({name: tickets().encode()}))
    assert (found.error, found.rows_kept, found.sheet) == (None, 1, zipfile.ZipInfo(name).filename)
    assert not any("evil" in path for path in everything_below(tmp_path))
    assert not Path("/tmp/evil.csv").exists()


def test_a_path_or_markup_as_the_name_of_an_upload_is_a_name(tmp_path: Path) -> None:
    names = [*PLACES, "a\0b.csv", "a\r\nb.csv", DIRT[0], "x" * 5_000 + ".csv"]
    uploads = [tmp_path / f"{number}.upload" for number in range(len(names))]
    for path, name in zip(uploads, names, strict=True):
        path.write_text(tickets(name.replace("\0", "")), encoding="utf-8")
    store = Store.open(tmp_path / "a" / "b" / "store")
    results = store.load_many(uploads, Options(), names=names)
    assert [(one.error, one.rows_kept) for one in results] == [(None, 1)] * len(names)
    assert [load.file for load in store.loads()] == names
    assert not any("evil" in path for path in everything_below(tmp_path))


def test_a_symbolic_link_in_a_zip_is_left_out_and_told(tmp_path: Path) -> None:
    [found] = staged(tmp_path, linked(packed({"april.csv": tickets().encode()})))
    assert (found.error, found.rows_kept) == (None, 1)
    assert "no tables, and so not read: tickets.csv.lnk" in found.warnings


def test_a_name_that_is_a_pattern_reads_one_file(tmp_path: Path) -> None:
    for name in ("a1.csv", "a2.csv", "a[12].csv", "a*.csv"):
        (tmp_path / name).write_text(tickets(name), encoding="utf-8")
    for name in ("a[12].csv", "a*.csv"):
        [found] = ingest.stage(tmp_path / name, tmp_path / "staged", Options(), bytes(32))
        assert (found.rows_read, found.head[0]["subject"]) == (1, name)


@pytest.mark.parametrize("extent", ["A1:A1", "A1:XFD1048576"])
def test_a_workbook_that_lies_about_its_extent_is_read_whole(tmp_path: Path, extent: str) -> None:
    content = altered(
        SHEET, lambda text: re.sub('dimension ref="[^"]*"', f'dimension ref="{extent}"', text)
    )
    [sheet] = files.sheets(written(tmp_path, content), tmp_path / "sheets")
    assert (sheet.records, sheet.width) == (2, 2)


def test_nuls_are_taken_out_and_told(tmp_path: Path) -> None:
    [found] = staged(tmp_path, tickets("He\0llo"))
    assert found.head[0]["subject"] == "Hello"
    assert "1 NUL character removed" in found.warnings


def test_markup_formulas_and_statements_in_cells_are_text(tmp_path: Path) -> None:
    rows = [[str(number), "2026-01-05 09:00", "Open", dirt] for number, dirt in enumerate(DIRT)]
    [found] = staged(tmp_path, as_csv([["Ticket ID", "Created time", "Status", "Subject"], *rows]))
    assert (found.error, found.rows_kept) == (None, len(DIRT))
    assert [row["subject"] for row in found.head] == list(DIRT)


def test_markup_formulas_and_statements_in_headings_are_text(tmp_path: Path) -> None:
    headings = ["Ticket ID", "Created time", "Status", *DIRT]
    [found] = staged(tmp_path, as_csv([headings, ["7", "2026-01-05 09:00", "Open", *DIRT]]))
    assert (found.error, found.rows_kept) == (None, 1)


def test_markup_in_the_name_of_a_sheet_is_text(tmp_path: Path) -> None:
    rows = [["Ticket ID", "Created time", "Status"], ["7", "2026-01-05 09:00", "Open"]]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as book:
        for name in ("<b>April<", "=1+1"):
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    found = staged(tmp_path, content.getvalue())
    assert [one.sheet for one in found] == ["<b>April<", "=1+1"]
    assert [one.rows_kept for one in found] == [1, 1]
