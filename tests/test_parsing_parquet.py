"""Parquet files as text."""

import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.exports import cells, one, rows

AT = datetime(2025, 3, 4, 5, 6, 7)


def written(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array(["00123"]), "00123"),
        (pa.array([42]), "42"),
        (pa.array([1.5]), "1.5"),
        (pa.array([True]), "true"),
        (pa.array([Decimal("12.50")]), "12.50"),
        (pa.array([AT]), "2025-03-04 05:06:07"),
        (pa.array([AT.replace(microsecond=250_000)]), "2025-03-04 05:06:07.250000"),
        (pa.array([AT.replace(tzinfo=UTC)]), "2025-03-04 05:06:07Z"),
        (pa.array([date(2025, 3, 4)]), "2025-03-04"),
        (pa.array([time(8, 9, 10)]), "08:09:10"),
        (pa.array([timedelta(hours=26)]), "26:00:00"),
        (pa.array([["a", "b"]]), '["a", "b"]'),
        (pa.array([b"bytes"]), "bytes"),
        (pa.array(["web"]).dictionary_encode(), "web"),
    ],
)
def test_a_column_of_any_type_becomes_text(tmp_path: Path, values: pa.Array, text: str) -> None:
    assert cells(one(tmp_path, written(pa.table({"c": values})))) == [["c"], [text]]


def test_structs_become_dotted_paths_and_nulls_stay(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "via": [{"channel": "web"}, None]})
    sheet = one(tmp_path, written(table))
    assert cells(sheet) == [["id", "via.channel"], ["1", "web"], ["2", None]]
    assert rows(sheet) == [0, 1, 2]
    assert sheet.container == "parquet"


def test_a_file_of_no_rows_has_its_headings(tmp_path: Path) -> None:
    sheet = one(tmp_path, written(pa.table({"id": pa.array([], pa.int64())})))
    assert (sheet.records, cells(sheet)) == (1, [["id"]])
