"""Workbooks in the XML of Excel 2003."""

from pathlib import Path

import pytest

from support_kpi.errors import UnreadableFile
from tests.exports import cells, one, read, rows

OFFICE = "urn:schemas-microsoft-com:office:spreadsheet"


def book(*tables: str, declared: str = '<?xml version="1.0"?>') -> str:
    sheets = "".join(
        f'<Worksheet ss:Name="Sheet{number}"><Table>{table}</Table></Worksheet>'
        for number, table in enumerate(tables, 1)
    )
    return f'{declared}<Workbook xmlns="{OFFICE}" xmlns:ss="{OFFICE}">{sheets}</Workbook>'


def row(*values: str, kind: str = "String", index: int = 0) -> str:
    place = f' ss:Index="{index}"' if index else ""
    cells = "".join(f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for value in values)
    return f"<Row{place}>{cells}</Row>"


def test_cells_of_every_kind_come_out(tmp_path: Path) -> None:
    moment = '<Cell><Data ss:Type="DateTime">2026-02-25T15:04:05.000</Data></Cell>'
    day = '<Cell><Data ss:Type="DateTime">2026-02-25T00:00:00.000</Data></Cell>'
    number = '<Cell ss:Index="4"><Data ss:Type="Number">12.5</Data></Cell>'
    flag = '<Cell><Data ss:Type="Boolean">1</Data></Cell>'
    bold = '<Cell><Data ss:Type="String">R&amp;D <B>now</B></Data></Cell>'
    table = row("a", "b", "c", "d", "e", "f") + f"<Row>{moment}{day}{number}{flag}{bold}</Row>"
    sheet = one(tmp_path, book(table), "report.xls")
    assert cells(sheet)[1] == ["2026-02-25 15:04:05", "2026-02-25", "", "12.5", "TRUE", "R&D now"]
    assert sheet.container == "xml"


def test_rows_keep_their_places_and_merged_cells_their_columns(tmp_path: Path) -> None:
    merged = '<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>'
    merged += '<Cell><Data ss:Type="String">c</Data></Cell></Row>'
    sheet = one(tmp_path, book(merged + row("1", "2", "3", index=5)))
    assert rows(sheet) == [3, 5]
    assert cells(sheet) == [["a", "", "c"], ["1", "2", "3"]]


def test_every_worksheet_is_a_sheet(tmp_path: Path) -> None:
    found = read(tmp_path, book(row("a", "b") + row("1", "2"), "", row("c", "d") + row("3", "4")))
    assert [(sheet.name, sheet.headings) for sheet in found] == [
        ("Sheet1", ("a", "b")),
        ("Sheet3", ("c", "d")),
    ]


def test_another_encoding_and_prefix_is_read(tmp_path: Path) -> None:
    text = book(
        row("id", "city") + row("1", "Köln"), declared='<?xml version="1.0" encoding="UTF-16"?>'
    )
    text = (
        text.replace("<Row", "<ss:Row")
        .replace("</Row", "</ss:Row")
        .replace(" ss:Type", "  ss:Type")
    )
    assert cells(one(tmp_path, text.encode("utf-16")))[1] == ["1", "Köln"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (book(row("a", "b"))[:-30], "is XML that breaks off or is damaged in line 1"),
        (book(), "is a workbook without any filled cell"),
        (book('<Row><Cell ss:Index="900000"/></Row>'), "spans 900,000 columns"),
        (
            book(row("&e;"), declared='<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e "x">]>'),
            "holds XML entities",
        ),
    ],
)
def test_what_is_no_sound_workbook_is_refused(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^export\.csv {found}"):
        read(tmp_path, text)
