"""Parquet files, every column cast to text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits, table
from support_kpi.parsing.sheet import Sheet
from support_kpi.parsing.workbook import cell

NO_FRACTION = re.compile(r"\.0+$")


def sheet(path: Path, target: Path, *, label: str, name: str) -> Sheet:
    """The table of a Parquet file; structs become dotted paths."""
    try:
        with pq.ParquetFile(path) as file:
            _preflight(file, label)
            saved = table.save(
                target,
                lambda: _batches(file),
                label=label,
                name=name,
                container="parquet",
                headed=True,
            )
    except pa.ArrowMemoryError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{label} is a damaged or encrypted Parquet file.") from error
    if saved is None:
        raise UnreadableFile(f"{label} is a Parquet file without columns.")
    return saved


def _preflight(file: pq.ParquetFile, label: str) -> None:
    footer = file.metadata
    size = sum(footer.row_group(group).total_byte_size for group in range(footer.num_row_groups))
    if footer.num_columns > limits.COLUMNS or size > limits.UNPACKED_BYTES:
        raise UnreadableFile(
            f"{label} holds {footer.num_columns:,} columns and {size >> 20:,} MB unpacked; at most "
            f"{limits.COLUMNS:,} columns and {limits.UNPACKED_BYTES >> 20:,} MB are read."
        )


def _batches(file: pq.ParquetFile) -> Iterator[table.Batch]:
    size = limits.batch_rows(file.metadata.num_columns)
    number = 0
    for batch in file.iter_batches(batch_size=size):
        columns = _flat(pa.Table.from_batches([batch]))
        if number == 0:
            yield table.Batch([0], [columns.column_names])
        rows = list(zip(*(_texts(column) for column in columns.columns), strict=True))
        yield table.Batch(range(number + 1, number + len(rows) + 1), rows)
        number += len(rows)
    if number == 0 and file.schema_arrow.names:
        yield table.Batch([0], [_flat(file.schema_arrow.empty_table()).column_names])


def _flat(columns: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in columns.schema):
        columns = columns.flatten()
    return columns


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz:
        naive = column.cast(pa.timestamp(kind.unit))
        return [text and f"{text}Z" for text in _texts(naive)]
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        texts = pc.cast(column, pa.string()).to_pylist()
        return [text and NO_FRACTION.sub("", text) for text in texts]
    if pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_binary(kind):
        return [_other(value) for value in column.to_pylist()]
    return pc.cast(column, pa.string()).to_pylist()


def _other(value: object) -> str | None:
    match value:
        case None:
            return None
        case list() | dict() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
        case bytes():
            return value.decode(errors="replace")
        case _:
            return cell(value)  # type: ignore[arg-type]
