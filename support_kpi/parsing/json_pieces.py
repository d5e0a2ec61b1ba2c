"""Pieces of a JSON file that end where a value ends, and the text of their values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from support_kpi.parsing import limits
from support_kpi.parsing.encoding import Text

BLANKS = " \t\r\n"
LONE_RETURN = re.compile(rb"\r(?!\n)")
BETWEEN = BLANKS + ","
QUOTE, BACKSLASH = b'"'[0], b"\\"[0]
OPENING, CLOSING = b"[{", b"]}"

Places = NDArray[np.int64]


class Odd(Exception):
    """A text that is laid out otherwise."""


@dataclass(frozen=True)
class Piece:
    """The texts of some values and where in the file each of them begins."""

    values: pa.Array
    places: Places
    size: int


def of_lines(text: Text) -> Iterator[Piece]:
    """A value a line; whatever else stands on a line stands there too."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        offset, rest = text.start, b""
        while more := file.read(limits.PIECE_BYTES):
            cut = more.rfind(b"\n") + 1
            if not cut:
                rest += more
                continue
            yield _lines(rest + more[:cut], offset)
            offset += len(rest) + cut
            rest = more[cut:]
        if rest:
            yield _lines(rest, offset)


def _lines(raw: bytes, offset: int) -> Piece:
    if LONE_RETURN.search(raw):
        raise Odd
    ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == b"\n"[0]) + 1
    borders = np.concatenate(([0], ends, [] if raw.endswith(b"\n") else [len(raw)])).astype(int)
    return Piece(_cut(raw, borders), offset + borders[:-1], len(raw))


def of_array(text: Text) -> Iterator[Piece]:
    """The objects in the one list that is the file."""
    with text.path.open("rb") as file:
        file.seek(text.start)
        rest = file.read(limits.PIECE_BYTES)
        offset = text.start + rest.index(b"[") + 1
        rest = rest[rest.index(b"[") + 1 :]
        while True:
            firsts, ends = _objects(rest)
            if len(firsts):
                piece = _between(rest, firsts, ends, offset)
                yield piece
                offset, rest = offset + piece.size, rest[piece.size :]
            if len(rest) > limits.GROUP_BYTES:
                raise Odd
            more = file.read(max(limits.PIECE_BYTES, len(rest)))
            if not more:
                break
            rest += more
        if rest.strip(BETWEEN.encode()) != b"]":
            raise Odd


def _between(raw: bytes, firsts: Places, ends: Places, offset: int) -> Piece:
    cut = _cut(raw, np.column_stack((firsts, ends)).ravel(), first=0)
    places = np.arange(len(firsts)) * 2
    if any(gap.strip(BETWEEN) for gap in pc.unique(cut.take(pa.array(places))).to_pylist()):
        raise Odd
    return Piece(cut.take(pa.array(places + 1)), offset + firsts, int(ends[-1]))


def _objects(raw: bytes) -> tuple[Places, Places]:
    """Where the outermost brackets of a text open, and where they are closed, one past it."""
    data = np.frombuffer(raw, np.uint8)
    quotes = np.flatnonzero(data == QUOTE)
    if b"\\" in raw:
        quotes = quotes[~_is_escaped(data, quotes)]
    opens, closes = (
        _outside(np.flatnonzero((data == one) | (data == other)), quotes)
        for one, other in (OPENING, CLOSING)
    )
    places = np.concatenate((opens, closes))
    steps = np.concatenate((np.ones(len(opens), np.int64), np.full(len(closes), -1)))
    order = np.argsort(places)
    places, steps = places[order], steps[order]
    depth = np.cumsum(steps)
    # Below the list itself nothing belongs to it.
    if len(below := np.flatnonzero(depth < 0)):
        places, steps, depth = places[: below[0]], steps[: below[0]], depth[: below[0]]
    ends = places[(depth == 0) & (steps < 0)] + 1
    return places[(depth == 1) & (steps > 0)][: len(ends)], ends


def _outside(places: Places, quotes: Places) -> Places:
    return places[np.searchsorted(quotes, places) % 2 == 0]


def _is_escaped(data: NDArray[np.uint8], quotes: Places) -> NDArray[np.bool_]:
    """Whether an odd number of backslashes stands before a quote."""
    slashes = np.flatnonzero(data == BACKSLASH)
    runs = slashes[np.diff(slashes, prepend=-2) != 1]
    found = (quotes > 0) & (data[np.maximum(quotes - 1, 0)] == BACKSLASH)
    behind = quotes[found]
    found[found] = (behind - runs[np.searchsorted(runs, behind) - 1]) % 2 == 1
    return found


def _cut(raw: bytes, borders: Places, first: int | None = None) -> pa.Array:
    """The texts between the borders; `first` is a further one before them."""
    if first is not None:
        borders = np.concatenate(([first], borders))
    offsets = pa.py_buffer(borders.astype(np.int32))
    return pa.StringArray.from_buffers(len(borders) - 1, offsets, pa.py_buffer(raw))
