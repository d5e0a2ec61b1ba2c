"""What spreadsheet programs make of exports, and workbooks that say too little."""

import io
import re
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from support_kpi import ingest
from support_kpi.drafts import Options
from tests.vendors.export import chosen, read

HEADINGS = ("Ticket ID", "Subject", "Status", "Created at")
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def book(rows: list[tuple[object, ...]], shown: str = "yyyy-mm-dd hh:mm:ss", **said: bool) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **said}) as made:
        page, look = made.add_worksheet(), made.add_format({"num_format": shown})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime | time | timedelta):
                    page.write_datetime(number, column, cell, look)
                elif isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(number, column, cell, None, "7")
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)
    return buffer.getvalue()


def without_values(made: bytes) -> bytes:
    """A workbook as a program writes it that works no formula out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(name)))
    return buffer.getvalue()


def open_document(*rows: str) -> bytes:
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{one}="{OFFICE}:{one}:1.0"' for one in ("office", "table", "text"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Export">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>',
        )
    return buffer.getvalue()


def cell(text: str, of: str = "string", value: str = "") -> str:
    kind = f' office:{of}-value="{value}"' if value else ""
    return (
        f'<table:table-cell office:value-type="{of}"{kind}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_an_open_document_keeps_its_times_lengths_and_texts(tmp_path: Path) -> None:
    names = (*HEADINGS, "Handle time")
    row = (
        cell("0012"), cell("1E5"), cell("closed"), cell("2/1/26", "date", "2026-01-02T03:04:05"),
        cell("30:05", "time", "PT30H05M00S"),
    )  # fmt: skip
    made = open_document("".join(map(cell, names)), "".join(row))
    ticket = read(tmp_path, made, "export.ods").ticket
    assert (ticket["ticket_id"], ticket["subject"]) == ("0012", "1E5")
    assert (ticket["created_at"], ticket["handle_seconds"]) == ("2026-01-02 03:04:05", 108300)


@pytest.mark.parametrize("date_1904", [False, True])
def test_lengths_of_time_do_not_depend_on_the_first_day_of_the_calendar(
    tmp_path: Path, date_1904: bool
) -> None:
    rows = [
        (*HEADINGS, "Handle time"),
        ("1", "x", "closed", "2026-01-02 03:04:05", timedelta(hours=30, minutes=5)),
        ("2", "x", "closed", "2026-01-02 03:04:05", time(0, 5)),
    ]
    export = read(tmp_path, book(rows, "[h]:mm:ss", date_1904=date_1904), "export.xlsx")
    assert [ticket["handle_seconds"] for ticket in export.tickets] == [108300, 300]


def test_formulas_without_values_are_told(tmp_path: Path) -> None:
    rows = [HEADINGS, ("=1+6", "x", "open", "=NOW()"), ("=1+6", "y", "open", "=NOW()")]
    path = tmp_path / "formulas.xlsx"
    path.write_bytes(without_values(book(rows)))
    (staged,) = ingest.stage(path, tmp_path / "staged", Options(name=path.name), b"")
    assert staged.error
    assert "4 formulas have no value saved with them" in staged.error


def test_numbers_that_a_sheet_cannot_keep_are_told(tmp_path: Path) -> None:
    rows = [HEADINGS, (12345678901234567890, "x", "open", "2026-01-02 03:04:05")]
    assert any("15 digits" in one for one in read(tmp_path, book(rows), "ids.xlsx").warnings)
    rows = [HEADINGS, ("12345678901234567890", "x", "open", "2026-01-02 03:04:05")]
    export = read(tmp_path, book(rows), "texts.xlsx")
    assert export.ticket["ticket_id"] == "12345678901234567890"
    assert not any("15 digits" in one for one in export.warnings)


def test_days_that_became_months_are_suspected(tmp_path: Path) -> None:
    """Opened where the month stands first, 3/1 becomes the first of March and 13/1 a text."""
    opened = [datetime(2026, 3, 1, 8), "13/01/2026 08:00", "14/01/2026 08:00", datetime(2026, 4, 1)]
    rows = [HEADINGS, *[(f"{n}", "x", "open", at) for n, at in enumerate(opened, 1)]]
    export = read(tmp_path, book(rows), "opened.xlsx")
    assert any("swapped day and month" in warning for warning in export.warnings)
    real = [HEADINGS, *[(f"{n}", "x", "open", datetime(2026, 3, n)) for n in (1, 13, 14)]]
    export = read(tmp_path, book(real), "real.xlsx")
    assert not any("swapped" in warning for warning in export.warnings)


def listed(*cells: tuple[str, str]) -> str:
    rows = "".join(f"{key},x,open,{created}\n" for key, created in cells)
    return ",".join(HEADINGS) + "\n" + rows


def test_day_numbers_under_a_heading_of_dates_are_dates(tmp_path: Path) -> None:
    export = read(tmp_path, listed(("1", "46024.5"), ("2", "46025")))
    assert chosen(export.tickets, "created_at") == [
        ("2026-01-02 12:00:00",), ("2026-01-03 00:00:00",),
    ]  # fmt: skip


def test_texts_written_as_formulas_are_texts(tmp_path: Path) -> None:
    export = read(tmp_path, listed(('="007"', "2026-01-02 03:04:05")))
    assert export.ticket["ticket_id"] == "007"


def test_shortened_ids_are_rejected_and_never_merged(tmp_path: Path) -> None:
    head = "Id,Requester,Status,Created at,Via,Satisfaction Score\n"
    row = "1.23456E+11,Ada,Open,2026-01-02 03:04:05,Mail,Good\n"
    export = read(tmp_path, head + row * 2 + row.replace("1.23456E+11", "12"))
    assert export.counts == (3, 1, 2)
    assert "a spreadsheet program has shortened" in export.rejects[0]["reason"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("1.2E+11", "2026-01-02")] * 3, "has shortened the ids"),
        ([("1", "########"), ("2", "########")], "has saved what it showed"),
        ([("1", "03:04.0"), ("2", "13:04.0")], "has saved what it showed"),
        ([("1", "soon"), ("2", "later")], '"Created at" holds "soon", which is no date'),
        ([("1", "2026-01-02")] * 4, '"Ticket ID" has 1 different values in 4 rows'),
    ],
)
def test_a_list_that_cannot_be_read_says_which_column_keeps_it_from_it(
    tmp_path: Path, rows: list[tuple[str, str]], said: str
) -> None:
    (refusal,) = read(tmp_path, listed(*rows)).refusals
    assert said in refusal
