"""Two roads to the number of records agree."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support_kpi.parsing import count, limits
from support_kpi.parsing.dialect import Dialect


def counted(folder: Path, text: str, dialect: Dialect) -> int:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return count.records(path, dialect)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a,b", 1),
        ("a,b\n1,2\n", 2),
        ("a,b\r\n\r\n1,2\r\n", 2),
        ("a,b\r1,2\r", 2),
        ('a,b\n1,"x\ny"\n', 2),
        ('a,b\n1,"say ""hi""\n"\n', 2),
        (",,\n , \n\t\n1,2\n", 1),
        ('"",""\n', 0),
        ('""""\n","\n', 2),
        ('5" pipe,6" pipe\n1,2\n', 2),
    ],
)
def test_records_are_line_ends_outside_quotes_less_blank_ones(
    tmp_path: Path, text: str, expected: int
) -> None:
    assert counted(tmp_path, text, Dialect()) == expected


def test_the_count_starts_where_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"sep=;\na;b\n1;2\n")
    assert count.records(path, Dialect(";"), start=6) == 2


PIECES = [
    "a",
    '"',
    '""',
    ",",
    ";",
    "\t",
    "'",
    "\\",
    "\r",
    "\n",
    "\r\n",
    " ",
    ',"',
    '",',
    '"\n',
    "é",
]
DIALECTS = st.builds(
    Dialect, st.sampled_from(",;\t"), st.sampled_from("\"'"), st.booleans(), st.booleans()
)


@settings(max_examples=200, deadline=None)
@given(
    text=st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    dialect=DIALECTS,
    chunk=st.sampled_from([1, 3, 7, 1_000]),
)
def test_both_roads_count_the_same_records(text: str, dialect: Dialect, chunk: int) -> None:
    try:
        found = list(dialect.rows(io.StringIO(text, newline="")))
    except csv.Error:
        assume(False)
    filled = sum(any(cell.strip(" \t\r\n") for cell in row) for row in found)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PIECE_BYTES", chunk)
        assert counted(Path(folder), text, dialect) == filled
