"""Workbooks as text."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook

from support_kpi.errors import UnreadableFile
from support_kpi.parsing.workbook import cell
from tests.exports import cells, one, read, rows


def book(fill: Callable[[Workbook], None]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        fill(made)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("00123", "00123"),
        ("", ""),
        (42.0, "42"),
        (-3.0, "-3"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "1e-07"),
        (101004143000.0, "101004143000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2025, 3, 4, 5, 6, 7), "2025-03-04 05:06:07"),
        (datetime(2025, 3, 4), "2025-03-04"),
        (date(2025, 3, 4), "2025-03-04"),
        (datetime(2025, 3, 4, 5, 6, 7, 250_000), "2025-03-04 05:06:07.250"),
        (datetime(2025, 3, 4, 23, 59, 59, 999_700), "2025-03-05"),
        (time(8, 9, 10), "08:09:10"),
        (timedelta(hours=26, seconds=1), "26:00:01"),
        (timedelta(minutes=-90), "-1:30:00"),
        (timedelta(seconds=59, microseconds=999_999), "0:01:00"),
    ],
)
def test_a_typed_cell_becomes_the_text_of_its_value(value: object, text: str) -> None:
    assert cell(value) == text


def test_cells_of_every_kind_come_out_of_a_workbook(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["id", "at", "day", "took", "share", "done", "text"])
        sheet.write_string(1, 0, "00123")
        moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_datetime(1, 1, datetime(2025, 3, 4, 5, 6, 7), moment)
        sheet.write_datetime(1, 2, datetime(2025, 3, 4), made.add_format({"num_format": "d/m/yy"}))
        sheet.write_number(1, 3, 26 / 24, made.add_format({"num_format": "[h]:mm:ss"}))
        sheet.write_number(1, 4, 0.25, made.add_format({"num_format": "0%"}))
        sheet.write_boolean(1, 5, True)
        sheet.write_string(1, 6, "12.50")

    sheet = one(tmp_path, book(fill))
    assert cells(sheet)[1] == [
        "00123",
        "2025-03-04 05:06:07",
        "2025-03-04",
        "26:00:00",
        "0.25",
        "TRUE",
        "12.50",
    ]


def test_rows_keep_their_numbers_and_no_column_stands_left_of_the_table(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(2, 1, ["id", "channel"])
        sheet.write_row(5, 1, ["1", "Phone"])

    sheet = one(tmp_path, book(fill))
    assert rows(sheet) == [3, 6]
    assert cells(sheet) == [["id", "channel"], ["1", "Phone"]]


def test_every_visible_sheet_is_read_and_hidden_ones_are_told(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        for name in ("Open", "Solved", "Lists", "Empty"):
            sheet = made.add_worksheet(name)
            if name != "Empty":
                sheet.write_column(0, 0, ["id", name])
            if name == "Lists":
                sheet.hide()

    found = read(tmp_path, book(fill))
    assert [sheet.name for sheet in found] == ["Open", "Solved"]
    assert found[0].notes == ("1 hidden sheet was not read",)


def test_cells_in_error_are_empty_and_told(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["id", "looked up"])
        for row in (1, 2):
            sheet.write(row, 0, row)
            sheet.write_formula(row, 1, "=NA()", None, "#N/A")

    sheet = one(tmp_path, book(fill))
    assert cells(sheet)[1:] == [["1", ""], ["2", ""]]
    assert sheet.notes == ("2 cells hold an error, read as empty",)


@pytest.mark.parametrize("place", [(1_048_575, 16_383), (1_048_575, 99), (0, 6_000)])
def test_a_stray_cell_far_away_is_refused_before_it_takes_the_memory(
    tmp_path: Path, place: tuple[int, int]
) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "id")
        sheet.write(*place, "stray")

    with pytest.raises(UnreadableFile, match=r"^export\.csv spans .* columns"):
        read(tmp_path, book(fill))


def test_a_workbook_without_a_filled_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="without any filled cell"):
        read(tmp_path, book(lambda made: made.add_worksheet()))


def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    whole = book(lambda made: made.add_worksheet().write(0, 0, "id"))
    for place in range(0, len(whole), 7):
        try:
            read(tmp_path, whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        except UnreadableFile as refusal:
            assert str(refusal).startswith("export.csv")
