"""The UTF-8 copy of a text file in any encoding, without NULs and stray byte order marks."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from support_kpi.parsing import codepages

CHUNK = 4 << 20
DOUBLED_RETURN = re.compile(r"[^\r\n]*\r\r\n")
MARK = "\ufeff"
STRAY_MARK = re.compile(r'(^|[\r\n])\ufeff+(?="|\w)')


def rewrite(
    path: Path, copy: Path, start: int, encoding: str, minor: str | None
) -> tuple[int, int]:
    """Write the copy; how many NUL characters were left out, how many bytes could not be read.

    `minor` is the encoding of what is no UTF-8 in a file that otherwise is.
    """
    pieces = _mixed(path, start, minor) if minor else decoded(path, start, encoding)
    nuls, spoiled, held, doubled = 0, 0, "", None
    with copy.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        for piece in pieces:
            nuls += piece.count("\0")
            spoiled += piece.count("\ufffd")
            piece = held + piece.replace("\0", "")
            if MARK in piece:
                piece = STRAY_MARK.sub(r"\1", piece)
            if doubled is None:
                doubled = bool(DOUBLED_RETURN.match(piece))
            whole = piece.rstrip("\r\n" + MARK)
            held = piece[len(whole) :]
            file.write(whole.replace("\r\r\n", "\r\n") if doubled else whole)
        file.write(held.replace("\r\r\n", "\r\n") if doubled else held)
    return nuls, spoiled


def chunks(path: Path, start: int = 0) -> Iterator[tuple[bytes, bool]]:
    """The bytes, and whether they are the last."""
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(CHUNK):
            yield chunk, False
    yield b"", True


def decoded(path: Path, start: int, encoding: str) -> Iterator[str]:
    if encoding == codepages.WESTERN:
        yield from (windows(chunk) for chunk, _ in chunks(path, start))
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk, final in chunks(path, start):
        yield decoder.decode(chunk, final)


def _mixed(path: Path, start: int, minor: str) -> Iterator[str]:
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            try:
                yield line.decode()
            except UnicodeDecodeError:
                yield "".join(_repaired(line, minor))


def _repaired(line: bytes, minor: str) -> Iterator[str]:
    """UTF-8 where the bytes are, the other encoding where they are not."""
    if minor in codepages.WIDE:
        yield line.decode(minor, errors="replace")
        return
    place = 0
    while place < len(line):
        try:
            yield line[place:].decode()
            return
        except UnicodeDecodeError as error:
            yield line[place : place + error.start].decode()
            raw = line[place + error.start : place + error.end]
            yield windows(raw) if minor == codepages.WESTERN else raw.decode(minor, "replace")
            place += error.end


def windows(raw: bytes) -> str:
    """Windows-1252; its five undefined bytes become the control characters of the same number."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)
