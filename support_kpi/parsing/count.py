"""Records of a delimited file counted by another road than the one that reads them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from support_kpi.parsing.dialect import Dialect
from support_kpi.parsing.pieces import BLANKS, NEITHER, Piece, octets, pieces

LOOKED_AT = 4


def records(path: Path, dialect: Dialect, start: int = 0) -> int:
    """How many records of a UTF-8 file hold anything: line ends outside quotes, less blank ones."""
    return sum(filled(piece, dialect) for piece in pieces(path, dialect, start))


def filled(piece: Piece, dialect: Dialect) -> int:
    """How many records of a piece hold anything."""
    content = _content(dialect)
    firsts, data = piece.firsts, octets(piece.raw)
    is_filled = np.zeros(len(firsts), dtype=bool)
    for offset in range(LOOKED_AT):
        # The first bytes settle it for nearly every record.
        is_filled |= content[data[np.minimum(firsts + offset, piece.ends)]]
    is_doubtful = ~is_filled
    if is_doubtful.sum() * LOOKED_AT > len(firsts):
        is_doubtful = ~np.logical_or.reduceat(content[data], firsts)
    blank_slices: dict[bytes, bool] = {}
    blank = 0
    for place in np.flatnonzero(is_doubtful):
        part = piece.raw[firsts[place] : piece.ends[place] + 1]
        if part not in blank_slices:
            blank_slices[part] = not content[octets(part)].any() and _is_blank(
                part.decode("latin-1"), dialect
            )
        blank += blank_slices[part]
    return len(firsts) - blank


def _is_blank(record: str, dialect: Dialect) -> bool:
    """Whether a record of separators, quotes and blanks has a separator or quote as text."""
    inside, place, cell_start = False, 0, True
    while place < len(record):
        character = record[place]
        if character == dialect.quote:
            if inside and record[place + 1 : place + 2] == dialect.quote:
                return False
            if not inside and not cell_start:
                return False
            inside, cell_start = not inside, False
        elif character == dialect.separator:
            if inside and character not in " \t":
                return False
            cell_start = not inside
        elif not (dialect.spaced and character == " "):
            cell_start = False
        place += 1
    return True


def _content(dialect: Dialect) -> NDArray[np.bool_]:
    table = np.ones(256, dtype=bool)
    table[[*BLANKS, *NEITHER, ord(dialect.separator), ord(dialect.quote)]] = False
    return table
