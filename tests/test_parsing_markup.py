"""Tables written as HTML."""

from pathlib import Path

import pytest

from support_kpi.errors import UnreadableFile
from tests.exports import cells, one, read


def page(table: str) -> str:
    return f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body>{table}</body></html>"


def test_rows_of_the_first_table_are_read(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>a frame of one row</td></tr></table>"
        "<table><thead><tr><th>id</th><th>text</th></tr></thead>"
        "<tbody><tr><td> 1 </td><td>a &amp; b<br>c</td></tr><tr><td>2<td>open</table>"
        "<table><tr><td>another</td></tr></table>"
    )
    sheet = one(tmp_path, page(table), "tickets.xls")
    assert cells(sheet) == [["id", "text"], ["1", "a & b\nc"], ["2", "open"]]
    assert sheet.container == "html"


def test_a_cell_over_several_columns_keeps_the_next_in_place(tmp_path: Path) -> None:
    table = "<table><tr><td>a<td>b<td>c</tr><tr><td colspan='2'>1<td>3</tr></table>"
    assert cells(one(tmp_path, page(table)))[1] == ["1", "", "3"]


def test_a_table_inside_a_cell_is_text_of_that_cell(tmp_path: Path) -> None:
    inner = "<table><tr><td>x</td></tr></table>"
    table = f"<table><tr><td>a<td>b</tr><tr><td>1<td>{inner}</tr></table>"
    assert cells(one(tmp_path, page(table))) == [["a", "b"], ["1", "x"]]


@pytest.mark.parametrize("body", ["Please sign in", "<table><tr><td>Error 503</td></tr></table>"])
def test_an_error_page_saved_as_an_export_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^export\.csv is a web page, not an export"):
        read(tmp_path, page(body))
