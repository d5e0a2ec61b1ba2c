"""Any text file as UTF-8 without BOM and NUL, and what its encoding was."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import chardet

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("utf-8", "cp1252", "gb18030", "big5", "cp932", "utf-16")
ASIAN = ("gb18030", "big5", "cp932")
CHUNK = 4 << 20
SAMPLE = 256 << 10
NAMED_LINES = 5
DOUBLED_RETURN = re.compile(r"[^\r\n]*\r\r\n")
NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Text:
    """A UTF-8 file to read from `start` on; a copy where the original is something else."""

    path: Path
    start: int
    encoding: str
    notes: tuple[str, ...] = ()


def text(path: Path, copy: Path) -> Text:
    """`path` itself where it is clean UTF-8, else `copy`, written as such."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    bom, encoding = _by_bom(sample)
    encoding = encoding or _wide_without_bom(sample) or "utf-8"
    bad_lines: tuple[int, ...] = ()
    if encoding == "utf-8":
        valid = _decodes(path, encoding)
        if valid and not _holds_nul(path) and not DOUBLED_RETURN.match(sample.decode("latin-1")):
            return Text(path, len(bom), encoding)
        if not valid:
            encoding, bad_lines = _legacy(path)
    nuls = _rewrite(path, copy, len(bom), encoding, mixed=bool(bad_lines))
    notes: list[str] = []
    if bad_lines:
        named = ", ".join(map(str, bad_lines[:NAMED_LINES]))
        more = ", ..." if len(bad_lines) > NAMED_LINES else ""
        notes.append(f"bytes of lines {named}{more} are Windows-1252 in an otherwise UTF-8 file")
    if nuls:
        notes.append(f"{nuls} NUL {'character' if nuls == 1 else 'characters'} removed")
    return Text(copy, 0, encoding, tuple(notes))


def _by_bom(sample: bytes) -> tuple[bytes, str | None]:
    return next(((bom, name) for bom, name in BOMS if sample.startswith(bom)), (b"", None))


def _wide_without_bom(sample: bytes) -> str | None:
    """UTF-16 shows as a NUL in every second byte."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if odd > 0.3 * pairs and even < 0.2 * odd:
        return "utf-16-le"
    if even > 0.3 * pairs and odd < 0.2 * even:
        return "utf-16-be"
    return None


def _holds_nul(path: Path) -> bool:
    return any(b"\0" in chunk for chunk, _ in _chunks(path))


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk, False
    yield b"", True


def _legacy(path: Path) -> tuple[str, tuple[int, ...]]:
    """The encoding of a file that is not UTF-8, or UTF-8 and the first lines that are not."""
    good, bad, bad_lines, sample = 0, 0, [], bytearray()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not NOT_ASCII.search(line):
                continue
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
                if len(bad_lines) <= NAMED_LINES:
                    bad_lines.append(number)
                if len(sample) < SAMPLE:
                    sample += line[:SAMPLE]
    if good * 3 < bad or not good:
        found = chardet.detect(bytes(sample), include_encodings=CANDIDATES, compat_names=False)
        if found["encoding"] in ASIAN and _decodes(path, found["encoding"]):
            return found["encoding"], ()
    return ("utf-8", tuple(bad_lines)) if good else ("cp1252", ())


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk, final in _chunks(path):
            decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _rewrite(path: Path, copy: Path, start: int, encoding: str, *, mixed: bool) -> int:
    """Write the UTF-8 copy; returns how many NUL characters were left out."""
    pieces = _mixed(path, start) if mixed else _decoded(path, start, encoding)
    nuls, held, doubled = 0, "", None
    with copy.open("w", encoding="utf-8", newline="") as file:
        for piece in pieces:
            nuls += piece.count("\0")
            piece = held + piece.replace("\0", "")
            held = ""
            if doubled is None:
                doubled = bool(DOUBLED_RETURN.match(piece))
            if doubled:
                whole = piece.rstrip("\r")
                piece, held = whole.replace("\r\r\n", "\r\n"), piece[len(whole) :]
            file.write(piece)
        file.write(held)
    return nuls


def _decoded(path: Path, start: int, encoding: str) -> Iterator[str]:
    if encoding == "cp1252":
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield _windows(chunk)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _mixed(path: Path, start: int) -> Iterator[str]:
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            try:
                yield line.decode()
            except UnicodeDecodeError:
                yield "".join(_repaired(line))


def _repaired(line: bytes) -> Iterator[str]:
    """UTF-8 where the bytes are, Windows-1252 where they are not."""
    place = 0
    while place < len(line):
        try:
            yield line[place:].decode()
            return
        except UnicodeDecodeError as error:
            yield line[place : place + error.start].decode()
            yield _windows(line[place + error.start : place + error.end])
            place += error.end


def _windows(raw: bytes) -> str:
    """Windows-1252; its five undefined bytes become the control characters of the same number."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)
