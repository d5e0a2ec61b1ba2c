"""Headings that do not stand alone in the first row, and marks that enclose cells."""

import codecs
from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import ingest
from support_kpi.drafts import Options
from support_kpi.parsing import codepages
from tests.vendors.export import chosen, read, workbook

HEADINGS = "Ticket ID,Subject,Status,Priority,Created at,Solved at\n"
ROWS = (
    '1,"Lamp, dark",open,high,2026-01-02 03:04:05,\n'
    "2,Cable,closed,low,2026-01-03 03:04:05,2026-01-04 03:04:05\n"
)
NAMES = ("ticket_id", "subject", "status", "created_at", "solved_at")
TICKETS = [
    ("1", "Lamp, dark", "open", "2026-01-02 03:04:05", None),
    ("2", "Cable", "closed", "2026-01-03 03:04:05", "2026-01-04 03:04:05"),
]


@pytest.mark.parametrize(
    "above",
    [
        "Ticket,,,,Times,\n" + HEADINGS,
        "Ticket,Ticket,,,Created,Solved\nID,Subject,Status,Priority,at,at\n",
        "Ticket ID,Subject,Status,Priority,Times,\n,,,,Created at,Solved at\n",
    ],
)
def test_headings_may_stand_in_two_rows(tmp_path: Path, above: str) -> None:
    export = read(tmp_path, above + ROWS)
    assert export.counts == (2, 2, 0)
    assert chosen(export.tickets, *NAMES) == TICKETS
    assert any("the headings stand in two rows" in warning for warning in export.warnings)


def test_merged_headings_of_a_workbook_stand_over_groups_of_columns(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Ticket", None, None, "Times", None),
        ("Ticket ID", "Subject", "Status", "Created at", "Solved at"),
        ("1", "Lamp", "closed", datetime(2026, 1, 2, 3, 4, 5), datetime(2026, 1, 3)),
    )
    export = read(tmp_path, path.read_bytes(), "merged.xlsx")
    assert chosen(export.tickets, *NAMES) == [
        ("1", "Lamp", "closed", "2026-01-02 03:04:05", "2026-01-03 00:00:00")
    ]


def test_a_vendor_is_known_below_a_row_of_groups(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Case,Case,,Times,Times,\n"
        "Case Number,Case Owner,Case Origin,Date/Time Opened,Date/Time Closed,Status\n"
        "00001234,Ada,Phone,2026-01-02 03:04,2026-01-03 03:04,Closed\n",
    )
    assert (export.reader, export.ticket["ticket_id"]) == ("salesforce_cases", "00001234")


def test_a_file_without_headings_says_so_and_loads_by_the_place_of_its_columns(
    tmp_path: Path,
) -> None:
    (refusal,) = read(tmp_path, ROWS).refusals
    assert "has no row of headings" in refusal
    columns = {"ticket_id": "Column 1", "created_at": "Column 5", "status": "Column 3"}
    export = read(tmp_path, ROWS, mapping={"table": "ticket", "columns": columns})
    assert export.counts == (2, 2, 0)
    assert chosen(export.tickets, "ticket_id", "status") == [("1", "open"), ("2", "closed")]


@pytest.mark.parametrize("pair", ["“”", "„“", "«»", "””"])
@pytest.mark.parametrize("is_every", [True, False])
def test_typographic_marks_enclose_cells_as_straight_ones_do(
    tmp_path: Path, pair: str, is_every: bool
) -> None:
    text = HEADINGS + ROWS.replace('"Lamp, dark"', f"{pair[0]}Lamp, dark{pair[1]}")
    if is_every:
        heads = HEADINGS.strip().split(",")
        text = ",".join(f"{pair[0]}{head}{pair[1]}" for head in heads) + text[len(HEADINGS) - 1 :]
    export = read(tmp_path, text)
    assert chosen(export.tickets, *NAMES) == TICKETS


def test_typographic_marks_that_enclose_no_separator_are_part_of_the_text(tmp_path: Path) -> None:
    semicolons = (HEADINGS + ROWS.replace('"Lamp, dark"', "„Lamp, dark“")).replace(",", ";")
    export = read(tmp_path, semicolons.replace("Lamp;", "Lamp,"))
    assert export.tickets[0]["subject"] == "„Lamp, dark“"


@pytest.mark.parametrize(
    ("word", "encoding", "found"),
    [
        ("Größe", "latin-1", "cp1252"),
        ("Größe", "cp850", "cp850"),
        ("Zażółć", "cp1250", "cp1250"),
        ("無法登入", "big5", "big5hkscs"),
        ("ログインできません", "shift_jis", "cp932"),
        ("請求書", "shift_jis", "cp932"),
        ("ログイン", "euc-jp", "euc-jp"),
        ("无法登录", "gbk", "gb18030"),
        ("İstanbul şubesi", "cp1254", "cp1254"),
        ("Þórður", "latin-1", "cp1252"),
    ],
)
def test_one_word_beyond_ascii_tells_its_encoding(word: str, encoding: str, found: str) -> None:
    line = f"2,{word},closed,low,2026-01-03 03:04:05\n".encode(encoding)
    guess = codepages.guess(line)
    assert guess.encoding == found
    assert word in codecs.decode(line, guess.encoding)


def test_a_mapping_for_a_file_without_headings_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text(ROWS, encoding="utf-8")
    columns = {"ticket_id": "Column 1", "created_at": "Column 5"}
    mapping = {"table": "ticket", "columns": columns}
    options = Options(name=path.name, mapping=mapping)
    (staged,) = ingest.stage(path, tmp_path / "staged", options, b"")
    assert (staged.error, staged.rows_kept, staged.is_once) == (None, 2, True)
