"""Records of a delimited file as columns at once, where nobody could read them in another way."""

import codecs

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from support_kpi.parsing import limits
from support_kpi.parsing.batch import Block
from support_kpi.parsing.dialect import Dialect
from support_kpi.parsing.pieces import BLANKS, RETURN, Piece, octets


def block(piece: Piece, dialect: Dialect, width: int, number: int) -> Block | None:
    """The records of a piece that hold anything, the first of them numbered so.

    None where that is left to the careful road: for quotation marks inside cells, rows that are
    not so wide, or a cell that may be too long.
    """
    if not piece.is_plain or len(piece.raw) > limits.CELL_CHARACTERS:
        return None
    if piece.raw.startswith(codecs.BOM_UTF8):
        return None
    try:
        read = _read(piece.raw, dialect, width)
    except pa.ArrowInvalid:
        return None
    numbers = number + np.flatnonzero(~_is_empty(piece))
    if read.num_rows != len(numbers):
        return None
    blank = _blank(read)
    if blank is None:
        return Block(numbers, read)
    return Block(numbers[~blank], read.filter(pa.array(~blank)))


def _read(raw: bytes, dialect: Dialect, width: int) -> pa.RecordBatch:
    names = [f"c{position}" for position in range(width)]
    # Each column is given room for a whole block: of a wide table only for a part of the piece.
    block_size = min(len(raw) + 1, max(limits.BLOCK_BYTES, limits.ROOM_BYTES // width))
    table = csv.read_csv(
        pa.BufferReader(raw),
        read_options=csv.ReadOptions(column_names=names, block_size=block_size),
        parse_options=csv.ParseOptions(
            delimiter=dialect.separator,
            quote_char=dialect.quote,
            double_quote=True,
            escape_char=False,
            newlines_in_values=True,
            ignore_empty_lines=True,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )
    found = table.combine_chunks().to_batches()
    return found[0] if found else pa.RecordBatch.from_pylist([], table.schema)


def _is_empty(piece: Piece) -> NDArray[np.bool_]:
    """Whether a record is a line end and nothing else."""
    firsts, data = piece.firsts, octets(piece.raw)
    is_line_end = (data[firsts] == RETURN) | (data[firsts] == ord("\n"))
    return is_line_end & (piece.ends - firsts <= (data[firsts] == RETURN))


def _blank(read: pa.RecordBatch) -> NDArray[np.bool_] | None:
    """Which records have nothing but blanks in all their cells; None where none is so."""
    found = np.ones(read.num_rows, dtype=bool)
    for column in read.columns:
        bare = pc.ascii_trim(column, characters=BLANKS.decode())
        found &= pc.equal(pc.binary_length(bare), 0).to_numpy(zero_copy_only=False)
        if not found.any():
            return None
    return found
