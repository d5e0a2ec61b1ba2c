"""Text in any encoding."""

import codecs
from pathlib import Path

import pytest

from tests.exports import cells, one

ENGLISH = "Ticket,Grade\n1,café\n2,naïve – “quoted” €5\n"
CHINESE = "工单,渠道\n1,电话支持请求已经解决\n2,客户满意度调查结果非常好\n"
JAPANESE = "チケット,チャネル\n1,電話でのお問い合わせありがとうございます\n2,メールによるサポート\n"


def grid(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8"),
        (ENGLISH, "utf-16", "utf-16-le"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-32", "utf-32-le"),
        (ENGLISH, "cp1252", "cp1252"),
        (CHINESE * 3, "gb18030", "gb18030"),
        (JAPANESE * 3, "cp932", "cp932"),
        (CHINESE, "utf-8", "utf-8"),
    ],
)
def test_text_is_read_in_the_encoding_that_it_was_written_in(
    tmp_path: Path, text: str, written: str, told: str
) -> None:
    sheet = one(tmp_path, text.encode(written))
    assert cells(sheet) == grid(text)
    assert sheet.encoding == told


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    assert one(tmp_path, codecs.BOM_UTF8 + b"Ticket,Channel\n1,Phone\n").headings[0] == "Ticket"


def test_a_byte_order_mark_inside_a_cell_stays(tmp_path: Path) -> None:
    sheet = one(tmp_path, "Ticket,Score\n1,\ufeff1 (None at all)\n")
    assert cells(sheet)[1] == ["1", "\ufeff1 (None at all)"]


def test_windows_bytes_in_a_utf8_file_are_read_and_told(tmp_path: Path) -> None:
    lines = [b"name,city\n", "a,Köln\n".encode(), "b,Köln\n".encode("cp1252")]
    sheet = one(tmp_path, b"".join([*lines, "c,Zürich and ".encode(), b"M\xfcnchen\n"]))
    assert [row[1] for row in cells(sheet)] == ["city", "Köln", "Köln", "Zürich and München"]
    assert sheet.notes == ("bytes of lines 3, 4 are Windows-1252 in an otherwise UTF-8 file",)


def test_bytes_that_no_encoding_knows_are_kept_apart(tmp_path: Path) -> None:
    sheet = one(tmp_path, b"a,b\n\x81,\x8d\n\xe9,\x90\n")
    assert cells(sheet) == [["a", "b"], ["\x81", "\x8d"], ["é", "\x90"]]


def test_nul_characters_are_removed_and_told(tmp_path: Path) -> None:
    sheet = one(tmp_path, b"Ticket,Channel\n1,Pho\0ne\n2,\0E-mail\n" + b"\0" * 40)
    assert cells(sheet)[1:] == [["1", "Phone"], ["2", "E-mail"]]
    assert sheet.notes == ("42 NUL characters removed",)


def test_a_return_written_twice_makes_no_blank_rows(tmp_path: Path) -> None:
    sheet = one(tmp_path, b'a,b\r\r\n1,"x\r\ny"\r\r\n2,z\r\r\n')
    assert cells(sheet) == [["a", "b"], ["1", "x\r\ny"], ["2", "z"]]
    assert sheet.head_rows == (1, 2, 3)


def test_a_file_cut_inside_a_character_keeps_its_last_row(tmp_path: Path) -> None:
    sheet = one(tmp_path, "a,b\n1,é\n2,漢".encode()[:-1])
    assert [row[0] for row in cells(sheet)] == ["a", "1", "2"]
    assert "Windows-1252" in sheet.notes[0]
