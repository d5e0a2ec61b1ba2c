"""Any text file as UTF-8 without BOM and NUL, and what its encoding was."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.parsing import codepages
from support_kpi.parsing.recoding import DOUBLED_RETURN, chunks, rewrite

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SHIFTED = (b"\x1b$B", b"\x1b$@")
SAMPLE = 256 << 10
NAMED_LINES = 5
NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Text:
    """A UTF-8 file to read from `start` on; a copy where the original is something else."""

    path: Path
    start: int
    encoding: str
    notes: tuple[str, ...] = ()


def text(path: Path, copy: Path, chosen: str | None = None) -> Text:
    """`path` itself where it is clean UTF-8, else `copy`, written as such; `chosen` is the user's
    word on the encoding."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    bom, marked = _by_bom(sample)
    encoding = _named(chosen, marked) if chosen else marked or _unmarked(sample)
    minor, notes = None, []
    if encoding == "utf-8":
        if _decodes(path, encoding):
            if _is_clean(path, sample):
                return Text(path, len(bom), encoding)
        elif not chosen:
            encoding, minor, notes = _legacy(path)
    start = len(bom) if marked in (encoding, None) else 0
    nuls, spoiled = rewrite(path, copy, start, encoding, minor)
    if spoiled and encoding != "utf-8":
        notes.append(
            f"{_count(spoiled, 'character')} not readable as {codepages.told(encoding)}, shown as �"
        )
    if nuls:
        notes.append(f"{_count(nuls, 'NUL character')} removed")
    return Text(copy, 0, encoding, tuple(notes))


def _by_bom(sample: bytes) -> tuple[bytes, str | None]:
    return next(((bom, name) for bom, name in BOMS if sample.startswith(bom)), (b"", None))


def _named(chosen: str, marked: str | None) -> str:
    name = codepages.known(chosen)
    if name is None:
        raise UsageError(
            f'"{chosen}" is not a text encoding; name one such as utf-8, cp1250 or gb18030.'
        )
    if name in ("utf-16", "utf-32"):
        return marked if marked and marked.startswith(name) else f"{name}-le"
    return {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}.get(name, name)


def _unmarked(sample: bytes) -> str:
    if any(shift in sample for shift in SHIFTED) and not NOT_ASCII.search(sample):
        return "iso2022_jp_ext"
    return _wide_without_bom(sample) or "utf-8"


def _wide_without_bom(sample: bytes) -> str | None:
    """UTF-16 shows as NULs in every second byte: those of separators, digits and line ends."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    for nuls, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if nuls > 0.03 * pairs and others < 0.2 * nuls:
            decoded = sample[: pairs * 2].decode(name, errors="replace")
            if decoded.count("\ufffd") <= 1 and re.search(r"[\r\n]", decoded):
                return name
    return None


def _is_clean(path: Path, sample: bytes) -> bool:
    """Whether nothing is to be taken out: no NUL, no BOM that starts a line, no doubled return."""
    if DOUBLED_RETURN.match(sample.decode("latin-1")) or sample.startswith(codecs.BOM_UTF8 * 2):
        return False
    stray = b"\n" + codecs.BOM_UTF8
    return not any(b"\0" in chunk or stray in chunk for chunk, _ in chunks(path))


def _legacy(path: Path) -> tuple[str, str | None, list[str]]:
    """The encoding of a file that is not UTF-8; or UTF-8, and the encoding of its other lines."""
    good, bad, bad_lines, sample = 0, 0, list[int](), bytearray()
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
    found = codepages.guess(bytes(sample))
    if good * 3 >= bad and good:
        sample_only = found.encoding if found.is_sure else codepages.WESTERN
        return "utf-8", sample_only, [_mixture(bad_lines, sample_only)]
    return found.encoding, None, [] if found.is_sure else [_doubt(found.encoding)]


def _mixture(lines: Sequence[int], encoding: str) -> str:
    named = ", ".join(map(str, lines[:NAMED_LINES])) + ", ..." * (len(lines) > NAMED_LINES)
    name = codepages.told(encoding).split(",")[0]
    return f"bytes of lines {named} are {name} in an otherwise UTF-8 file"


def _doubt(encoding: str) -> str:
    return (
        f"letters beyond ASCII are read as {codepages.told(encoding)}, which they hardly tell; "
        f"if they look wrong, --encoding says otherwise"
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk, final in chunks(path):
            decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
