"""Tables read as columns are, cell for cell, what they are when read row by row."""

import csv
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.parsing import limits, records, table
from support_kpi.parsing.batch import Batch, Block
from support_kpi.parsing.dialect import Dialect
from support_kpi.parsing.sheet import Sheet

COMMA = Dialect()
Source = Callable[[], Iterator[Batch | Block]]


def by_row(path: Path, dialect: Dialect) -> Source:
    return partial(records.batches, path, 0, dialect.rows)


def by_column(path: Path, dialect: Dialect, counts: list[int]) -> Source:
    return partial(records.strict_batches, path, 0, dialect, counts)


def saved(source: Source, target: Path) -> tuple[Sheet | None, list[object]] | str:
    """The sheet and its cells, or that the text cannot be read strictly."""
    try:
        sheet = table.save(target, source, label="it")
    except csv.Error:
        return "broken"
    cells = pq.read_table(target).to_pylist() if sheet else []
    return sheet and replace(sheet, path=Path()), cells


def kinds(path: Path, dialect: Dialect = COMMA) -> list[str]:
    return [type(one).__name__ for one in by_column(path, dialect, [])()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads of two records and pieces of a few bytes, so that a small file has many."""
    monkeypatch.setattr(records, "HEAD_ROWS", 2)
    monkeypatch.setattr(limits, "PIECE_BYTES", 12)


def written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return path


CELLS = st.one_of(
    st.sampled_from(["", "a", "é", "NA", "null", " x ", "0", '""', '"b"', '"c\nd"', '"e,f"']),
    st.sampled_from(['"say ""hi"""', '"\r\n"', " ", "\t", "\u00a0", "\ufeff", "'", "\\", "\x0b"]),
    st.sampled_from(['5" pipe', '"open', '" x "y', "\\,", "total", "x" * 20]),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n", "\n\n", ",\n", "\n,,\n", "\n \n"])


@settings(max_examples=100, deadline=None)
@given(
    heading=st.sampled_from(["a,b,c", "a,b,", "a", "t\na,b,c", '"a\nb",b,c', "a,b"]),
    rows=st.lists(st.tuples(st.lists(CELLS, min_size=1, max_size=4), ENDS), max_size=12),
    same=st.booleans(),
    last=st.sampled_from(["", "\n", "1,2,3", '"']),
    dialect=st.sampled_from([COMMA, Dialect(quote="'"), Dialect("\t"), Dialect(spaced=True)]),
    piece=st.sampled_from([1, 16, 60, 1_000]),
)
def test_both_roads_give_the_same_sheet(
    heading: str,
    rows: list[tuple[list[str], str]],
    same: bool,
    last: str,
    dialect: Dialect,
    piece: int,
) -> None:
    wide = [((cells * 3)[:3] if same else cells, end) for cells, end in rows]
    text = f"{heading}\n" + "".join(",".join(cells) + end for cells, end in wide) + last
    text = text.replace(",", dialect.separator)
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "HEAD_ROWS", 2)
        patch.setattr(limits, "PIECE_BYTES", piece)
        folder, counts = Path(name), list[int]()
        path = written(folder, text)
        row_by_row = saved(by_row(path, dialect), folder / "row.parquet")
        assert saved(by_column(path, dialect, counts), folder / "column.parquet") == row_by_row
        if row_by_row != "broken":
            kept = sum(map(len, by_row(path, dialect)()))
            assert sum(counts) == kept


@pytest.mark.usefixtures("small")
def test_a_table_that_can_be_read_in_one_way_only_is_read_as_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n" + '3,"x,\ny ""z"""\r\n' * 20)
    assert kinds(path) == ["Batch", *["Block"] * (len(kinds(path)) - 1)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("doubtful", ["1,2,3", "1", '1,5" pipe', "1,x\ufeff\n\ufeffy,z"])
def test_only_the_doubtful_part_is_read_row_by_row(tmp_path: Path, doubtful: str) -> None:
    path = written(
        tmp_path, "a,b\n1,2\n" + "3,44444444\n" * 9 + f"{doubtful}\n" + "5,66666666\n" * 9
    )
    found = kinds(path)
    assert found.count("Batch") in (2, 3)
    assert found[-1] == "Block"


@pytest.mark.usefixtures("small")
def test_a_quote_that_is_closed_late_is_left_to_the_careful_road(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n" + "3,4\n" * 9 + '5,"6\n' + "7,8\n" * 9)
    assert saved(by_column(path, COMMA, []), tmp_path / "t.parquet") == "broken"


@pytest.mark.usefixtures("small")
def test_empty_cells_are_texts_and_blank_records_leave_gaps_in_the_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n1,2\n\n,\n3,\n"",""\n\r\n,4\n \n')
    found = saved(by_column(path, COMMA, []), tmp_path / "t.parquet")
    assert found[1][2:] == [
        {"source_row": 5, "c0": "3", "c1": ""},
        {"source_row": 8, "c0": "", "c1": "4"},
    ]
