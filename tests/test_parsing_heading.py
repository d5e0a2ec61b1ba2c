"""Which record is the heading row."""

from pathlib import Path

import pytest

from support_kpi.parsing.heading import position
from tests.exports import one

BODY = ["1", "2", "3", "4"]
NAMES = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([NAMES, BODY, BODY], 0),
        ([["Cases by month"], NAMES, BODY, BODY], 1),
        ([["Cases by month", "", "", ""], ["From", "March", "", ""], NAMES, BODY], 2),
        ([BODY, BODY], 0),
        ([["only"], ["one"], ["column"]], 0),
        ([["", "score"], ["0", "7"], ["1", "9"]], 0),
        ([["id", "q1", "", "", "", "q2", "", ""], ["", "", "x", "y", "z", "", "u", "v"]], 0),
        ([["", "", "Which?", "", "Why?"], ["9", "8", "x", "y", "z"]], 0),
        ([["Title"], ["a", "b"], ["1", "2"], ["3", "4"]], 1),
    ],
)
def test_lines_above_the_headings_fill_a_cell_or_two_of_a_wider_table(
    rows: list[list[str]], expected: int
) -> None:
    assert position(rows) == expected


def test_what_stood_above_the_headings_is_told(tmp_path: Path) -> None:
    text = "Reporting period 2025-01-01 to 2025-01-31\n\nagent,tickets,replies,csat\nAnn,3,4,5\n"
    sheet = one(tmp_path, text)
    assert sheet.headings == ("agent", "tickets", "replies", "csat")
    assert sheet.head_rows == (3, 4)
    assert sheet.notes == (
        "1 line above the headings left out: Reporting period 2025-01-01 to 2025-01-31",
    )


def test_a_second_heading_row_stays_below_the_first(tmp_path: Path) -> None:
    sheet = one(tmp_path, "Respondent ID,Which films?,,,\n,A,B,C,D\n1,A,,,D\n2,,B,C,\n")
    assert sheet.head[0] == ("Respondent ID", "Which films?", "", "", "")
    assert sheet.head[1] == ("", "A", "B", "C", "D")
