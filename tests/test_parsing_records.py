"""Records of a delimited file: numbered as a sheet counts, ragged, blank, broken."""

from pathlib import Path

import pytest

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits
from support_kpi.parsing.sheet import HEAD_ROWS
from tests.exports import cells, one, read, rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_end_a_record(tmp_path: Path, end: str) -> None:
    assert cells(one(tmp_path, f"a,b{end}1,2{end}3,4")) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_rows_are_numbered_as_a_sheet_shows_them(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'a,b\n\n1,"x\ny"\n,\n2,z\n')
    assert rows(sheet) == [1, 3, 5]
    assert sheet.head_rows == (1, 3, 5)
    assert sheet.records == 3


def test_columns_left_of_a_table_that_hold_nothing_are_left_out(tmp_path: Path) -> None:
    begun = "Cases of March\n,,id,channel\n,,1,Phone\n"
    assert cells(one(tmp_path, begun)) == [["id", "channel"], ["1", "Phone"]]


def test_a_late_cell_left_of_a_table_keeps_its_column(tmp_path: Path) -> None:
    begun = ",id,channel\n" + ",1,Phone\n" * 3_000
    sheet = one(tmp_path, begun + "x,2,Email\n")
    assert (sheet.headings, cells(sheet)[-1]) == (("", "id", "channel"), ["x", "2", "Email"])


def test_a_missing_cell_is_null_and_an_empty_one_is_not(tmp_path: Path) -> None:
    assert cells(one(tmp_path, "a,b,c\n1,,\n2\n")) == [
        ["a", "b", "c"],
        ["1", "", ""],
        ["2", None, None],
    ]


def test_a_late_row_with_more_cells_widens_the_sheet(tmp_path: Path) -> None:
    body = "1,2\n" * 5_000
    sheet = one(tmp_path, f"a,b\n{body}1,2,3,4\n")
    assert (sheet.width, sheet.records) == (4, 5_002)
    assert cells(sheet)[0] == ["a", "b", None, None]
    assert cells(sheet)[-1] == ["1", "2", "3", "4"]
    assert sheet.headings == ("a", "b", "", "")
    assert sheet.notes == ("row 5002 has more cells than the heading row",)


def test_the_head_holds_the_first_rows_only(tmp_path: Path) -> None:
    sheet = one(tmp_path, "a,b\n" + "1,2\n" * 500)
    assert len(sheet.head) == len(sheet.head_rows) == HEAD_ROWS
    assert sheet.records == 501


def test_cells_of_several_megabytes_are_kept(tmp_path: Path) -> None:
    long = "x" * 3_000_000
    assert cells(one(tmp_path, f'a,b\n1,"{long}"\n'))[1] == ["1", long]


def test_a_cell_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CELL_CHARACTERS", 1_000)
    with pytest.raises(UnreadableFile, match="a cell of more than 1,000 characters"):
        read(tmp_path, "a,b\n1," + "x" * 1_001 + "\n")


def test_a_quote_that_is_never_closed_swallows_no_row(tmp_path: Path) -> None:
    body = "".join(f"{n},open\n" for n in range(2, 400))
    sheet = one(tmp_path, f'id,text\n1,"broken, here\n{body}')
    assert sheet.records == 400
    assert cells(sheet)[1] == ["1", '"broken', " here"]
    assert "row 2 has quotation marks that do not match" in sheet.notes


def test_a_quote_inside_a_quoted_cell_is_text(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'id,text,by\n1,"He said "hi" to me",Ann\n2,"a ""b"" c",Bo\n')
    assert cells(sheet)[1:] == [["1", 'He said "hi" to me', "Ann"], ["2", 'a "b" c', "Bo"]]
    assert sheet.notes == ("row 2 has quotation marks that do not match",)


def test_a_quote_too_many_in_front_of_a_cell_swallows_no_cell(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'id,text,by\n"1,"two, three","Ann"\n2,"a, ""b""","Bo"\n')
    assert cells(sheet)[1:] == [['"1', "two, three", "Ann"], ["2", 'a, "b"', "Bo"]]
    assert sheet.notes == ("row 2 has quotation marks that do not match",)


def test_a_lone_quote_at_the_end_of_a_row_is_text(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'id,text\n1,"a"b"\n2,"\n3,"c,"\n')
    assert cells(sheet)[1:] == [["1", 'a"b'], ["2", '"'], ["3", "c,"]]


def test_a_cell_over_several_lines_survives_a_broken_row(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'id,text\n1,"two\nlines"\n2,"bro"ken"\n3,"more\nlines"\n')
    assert cells(sheet)[1:] == [["1", "two\nlines"], ["2", 'bro"ken'], ["3", "more\nlines"]]


def test_inches_in_a_bare_cell_are_no_quotes(tmp_path: Path) -> None:
    sheet = one(tmp_path, 'id,text\n1,5" pipe\n2,6" pipe\n')
    assert cells(sheet)[1:] == [["1", '5" pipe'], ["2", '6" pipe']]
    assert sheet.notes == ()
