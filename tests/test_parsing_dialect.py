"""Separators, quotes and escapes found out from the text."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.parsing.dialect import Dialect, detect
from tests.exports import cells, one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", Dialect(",")),
        ("a;b\n1;2\n", Dialect(";")),
        ("a\tb\n1\t2\n", Dialect("\t")),
        ("a|b\n1|2\n", Dialect("|")),
        ("a^b\n1^2\n", Dialect("^")),
        ("a~b\n1~2\n", Dialect("~")),
        ("id,text\n1,~5 min\n2,a~b\n", Dialect(",")),
        ("one column\nyes\n", Dialect(",")),
        ("amount;share\n1,5;2,5\n3,5;4,5\n", Dialect(";")),
        ("id;text\n1;one, two, three\n2;four, five, six\n", Dialect(";")),
        ("id,text\n1,a;b;c;d\n2,e;f;g;h\n3,i;j;k;l\n", Dialect(",")),
        ('id,text\n1,"a;b"\n2,"c;d;e"\n', Dialect(",")),
        ("id,text\n1,'a, b'\n2,'c, d'\n", Dialect(",", "'")),
        ("id,text\n1,it's\n2,'tis the season\n", Dialect(",")),
        ('id,text\n1,"say \\"hi\\" now"\n', Dialect(",", backslash=True)),
        ('id,text\n1,"C:\\temp\\"\n2,"C:\\new\\"\n', Dialect(",")),
        ('id,text\n1,"{""a"": ""x\\""y""}"\n', Dialect(",")),
        ("id,text\n1,one\\, two\n2,plain\n", Dialect(",", backslash=True)),
        ('id, text\n1, "a, b"\n', Dialect(",", spaced=True)),
        ('"id", "text"\n"1", "say ""hi, ""you"\n', Dialect(",", spaced=True)),
        ("'id','text'\n'1','it''s \"so\", isn''t it'\n", Dialect(",", "'")),
        ("sep=;\na,b;c\n1,2;3\n", Dialect(";")),
        ('"sep=^"\na,b^c\n1,2^3\n', Dialect("^")),
        ("Report\nMarch\n\na;b;c\n1;2;3\n4;5;6\n", Dialect(";")),
    ],
)
def test_the_dialect_is_the_one_whose_records_are_alike(text: str, expected: Dialect) -> None:
    assert detect(text, whole=True) == expected


def test_a_declared_separator_is_no_record(tmp_path: Path) -> None:
    sheet = one(tmp_path, "sep=;\r\na;b\r\n1,5;2\r\n")
    assert cells(sheet) == [["a", "b"], ["1,5", "2"]]
    assert sheet.head_rows == (1, 2)


def test_only_quotes_separators_and_backslashes_are_escaped(tmp_path: Path) -> None:
    text = 'path,text\n"C:\\new","say \\"hi\\" now"\n"a\\\\b","c\\,d"\n'
    assert cells(one(tmp_path, text))[1:] == [["C:\\new", 'say "hi" now'], ["a\\b", "c,d"]]


def test_a_quote_after_the_sample_is_still_a_quote(tmp_path: Path) -> None:
    plain = "".join(f"{n},plain text of ticket {n}\n" for n in range(20_000))
    sheet = one(tmp_path, f'id,text\n{plain}20000,"a, b\nc"\n')
    assert cells(sheet)[-1] == ["20000", "a, b\nc"]
    assert sheet.records == 20_002


# Three dashes are the rule above a footer, which is left out and noted.
ANY_CELL = st.text(st.sampled_from(list("ab1é漢 ,;|\t\"'\\\r\n-.😀")), max_size=8).filter(
    lambda cell: "---" not in cell.replace("\r", "")
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 4))
    body = draw(st.lists(st.lists(ANY_CELL, min_size=width, max_size=width), max_size=8))
    return [[f"heading {number}" for number in range(width)], *body]


@settings(max_examples=60, deadline=None)
@given(
    table=tables(),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    style=st.sampled_from(["where needed", "everywhere", "backslash"]),
)
def test_any_table_comes_back_cell_for_cell(
    table: list[list[str]], separator: str, end: str, encoding: str, style: str
) -> None:
    if style == "backslash":
        table = [*table, ['say "hi" now'] * len(table[0])]
    if style == "where needed":  # the writer then quotes only line ends like its own
        table = [[c.replace("\r", "").replace("\n", end) for c in row] for row in table]
    buffer = io.StringIO()
    writer = csv.writer(
        buffer,
        delimiter=separator,
        lineterminator=end,
        quoting=csv.QUOTE_MINIMAL if style == "where needed" else csv.QUOTE_ALL,
        doublequote=style != "backslash",
        escapechar="\\" if style == "backslash" else None,
    )
    writer.writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        found = cells(one(Path(folder), buffer.getvalue().encode(encoding)))
    assert found == [row for row in table if any(cell.strip(" \t\r\n") for cell in row)]
