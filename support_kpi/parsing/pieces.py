"""Pieces of a delimited file that end where a record ends, and where their records end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from support_kpi.parsing import limits
from support_kpi.parsing.dialect import Dialect

LINE_FEED, RETURN, SPACE = b"\n"[0], b"\r"[0], b" "[0]
BLANKS = b" \t\r\n"
NEITHER = b"\xff\xff"  # an escaped line end: blank, yet no border of a cell

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Piece:
    """Whole records and the place of the last byte of each.

    It is plain where every quotation mark encloses a cell or is doubled inside one that is
    enclosed, so that nobody can read its cells in two ways.
    """

    raw: bytes
    ends: Places
    is_plain: bool

    @property
    def firsts(self) -> Places:
        """Where each record begins."""
        return np.concatenate(([0], self.ends[:-1] + 1))

    def split(self, records: int) -> tuple["Piece", "Piece | None"]:
        """The first so many records, and the others if there are any."""
        if records >= len(self.ends):
            return self, None
        cut = int(self.ends[records - 1]) + 1
        first = Piece(self.raw[:cut], self.ends[:records], self.is_plain)
        return first, Piece(self.raw[cut:], self.ends[records:] - cut, self.is_plain)

    def joined(self, more: "Piece") -> "Piece":
        ends = np.concatenate((self.ends, more.ends + len(self.raw)))
        return Piece(self.raw + more.raw, ends, self.is_plain and more.is_plain)


def pieces(path: Path, dialect: Dialect, start: int = 0) -> Iterator[Piece]:
    """The file from `start` on; a piece is as large as its records ask for."""
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while True:
            more = file.read(max(limits.PIECE_BYTES, len(rest)))
            chunk = _without_escapes(rest + more, dialect) if dialect.backslash else rest + more
            ends, is_plain = _record_ends(chunk, dialect, final=not more)
            if not more:
                if rest and (not len(ends) or ends[-1] < len(chunk) - 1):
                    ends = np.append(ends, len(chunk) - 1)
                if len(ends):
                    yield Piece(chunk, ends, is_plain)
                return
            if len(ends):
                cut = int(ends[-1]) + 1
                yield Piece(chunk[:cut], ends, is_plain)
                rest = (rest + more)[cut:]
            else:
                rest += more


def _record_ends(chunk: bytes, dialect: Dialect, *, final: bool) -> tuple[Places, bool]:
    """Line ends outside quotes, and whether those tell all of the chunk's quotes apart."""
    data = octets(chunk)
    ends = _line_ends(chunk, data, final=final)
    quotes = np.flatnonzero(data == ord(dialect.quote))
    if not len(quotes):
        return ends, True
    is_plain = not dialect.spaced and _all_enclose(data, quotes, dialect)
    if not is_plain:
        quotes = np.array(_enclosing(data, quotes.tolist(), dialect), dtype=np.int64)
    is_closed = not final or len(quotes) % 2 == 0
    return ends[np.searchsorted(quotes, ends) % 2 == 0], is_plain and is_closed


def _line_ends(chunk: bytes, data: NDArray[np.uint8], *, final: bool) -> Places:
    feeds = np.flatnonzero(data == LINE_FEED)
    if b"\r" not in chunk:
        return feeds
    returns = np.flatnonzero(data == RETURN)
    following = data[np.minimum(returns + 1, len(data) - 1)]
    lone = returns[(following != LINE_FEED) & ((returns < len(data) - 1) | final)]
    return np.sort(np.concatenate((feeds, lone))) if len(lone) else feeds


def _all_enclose(data: NDArray[np.uint8], quotes: Places, dialect: Dialect) -> bool:
    """Whether taking every second quote as an opening one explains each of them."""
    is_border = np.zeros(256, dtype=bool)
    is_border[[ord(dialect.separator), LINE_FEED, RETURN, ord(dialect.quote)]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = is_border[data[np.maximum(opening - 1, 0)]] | (opening == 0)
    after = is_border[data[np.minimum(closing + 1, len(data) - 1)]]
    return bool(before.all() and after.all())


def _enclosing(data: NDArray[np.uint8], quotes: list[int], dialect: Dialect) -> list[int]:
    """The quotes that open or close a cell; one inside an unquoted cell is a plain character."""
    borders = (ord(dialect.separator), LINE_FEED, RETURN)
    found: list[int] = []
    index = 0
    while index < len(quotes):
        before = quotes[index] - 1
        while dialect.spaced and before >= 0 and data[before] == SPACE:
            before -= 1
        index += 1
        if before >= 0 and data[before] not in borders:
            continue
        found.append(quotes[index - 1])
        while index < len(quotes):
            doubled = index + 1 < len(quotes) and quotes[index + 1] == quotes[index] + 1
            index += 2 if doubled else 1
            if not doubled:
                found.append(quotes[index - 1])
                break
    return found


def _without_escapes(chunk: bytes, dialect: Dialect) -> bytes:
    escapable = re.escape(dialect.quote + dialect.separator).encode()
    escaped = re.compile(rb"\\([\\\r\n" + escapable + rb"])")
    return escaped.sub(lambda found: NEITHER if found[1] in BLANKS else b"xx", chunk)


def octets(chunk: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(chunk, dtype=np.uint8)
