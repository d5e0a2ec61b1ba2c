"""Records of a delimited file counted by another road than the one that reads them."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from support_kpi.parsing.dialect import Dialect

CHUNK = 16 << 20
LINE_FEED, RETURN, SPACE = b"\n"[0], b"\r"[0], b" "[0]
BLANKS = b" \t\r\n"
NEITHER = b"\xff\xff"  # an escaped line end: blank, yet no border of a cell

Places = NDArray[np.int64]


def records(path: Path, dialect: Dialect, start: int = 0) -> int:
    """How many records of a UTF-8 file hold anything: line ends outside quotes, less blank ones."""
    blank_slices: dict[bytes, bool] = {}
    total = 0
    for chunk, ends in _whole_records(path, dialect, start):
        firsts = np.concatenate(([0], ends[:-1] + 1))
        filled = np.logical_or.reduceat(_content(dialect)[_bytes(chunk)], firsts)
        total += int(filled.sum())
        for place in np.flatnonzero(~filled):
            part = chunk[firsts[place] : ends[place] + 1]
            if part not in blank_slices:
                blank_slices[part] = _is_blank(part.decode("latin-1"), dialect)
            total += not blank_slices[part]
    return total


def _whole_records(path: Path, dialect: Dialect, start: int) -> Iterator[tuple[bytes, Places]]:
    """Pieces of the file that end with a record, and where each of their records ends."""
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while True:
            more = file.read(max(CHUNK, len(rest)))
            chunk = _without_escapes(rest + more, dialect) if dialect.backslash else rest + more
            ends = _record_ends(chunk, dialect, final=not more)
            if not more:
                if rest and (not len(ends) or ends[-1] < len(chunk) - 1):
                    ends = np.append(ends, len(chunk) - 1)
                if len(ends):
                    yield chunk, ends
                return
            if len(ends):
                cut = int(ends[-1]) + 1
                yield chunk[:cut], ends
                rest = (rest + more)[cut:]
            else:
                rest += more


def _record_ends(chunk: bytes, dialect: Dialect, *, final: bool) -> Places:
    data = _bytes(chunk)
    returns = np.flatnonzero(data == RETURN)
    if len(returns):
        following = data[np.minimum(returns + 1, len(data) - 1)]
        lone = (following != LINE_FEED) & ((returns < len(data) - 1) | final)
        returns = returns[lone]
    ends = np.sort(np.concatenate((np.flatnonzero(data == LINE_FEED), returns)))
    quotes = np.flatnonzero(data == ord(dialect.quote))
    if not len(quotes):
        return ends
    if dialect.spaced or not _all_enclose(data, quotes, dialect):
        quotes = np.array(_enclosing(data, quotes.tolist(), dialect), dtype=np.int64)
    return ends[np.searchsorted(quotes, ends) % 2 == 0]


def _all_enclose(data: NDArray[np.uint8], quotes: Places, dialect: Dialect) -> bool:
    """Whether taking every second quote as an opening one explains each of them."""
    borders = np.array([ord(dialect.separator), LINE_FEED, RETURN, ord(dialect.quote)], np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    before = np.isin(data[np.maximum(opening - 1, 0)], borders) | (opening == 0)
    after = np.isin(data[np.minimum(closing + 1, len(data) - 1)], borders)
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


def _without_escapes(chunk: bytes, dialect: Dialect) -> bytes:
    escapable = re.escape(dialect.quote + dialect.separator).encode()
    escaped = re.compile(rb"\\([\\\r\n" + escapable + rb"])")
    return escaped.sub(lambda found: NEITHER if found[1] in BLANKS else b"xx", chunk)


def _content(dialect: Dialect) -> NDArray[np.bool_]:
    table = np.ones(256, dtype=bool)
    table[[*BLANKS, *NEITHER, ord(dialect.separator), ord(dialect.quote)]] = False
    return table


def _bytes(chunk: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(chunk, dtype=np.uint8)
