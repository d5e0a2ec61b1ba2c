"""Any export file as sheets of text; the content decides what it is, never the extension."""

import os
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from support_kpi.errors import EmptyFile, UnreadableFile
from support_kpi.parsing import (
    archives,
    encoding,
    json_records,
    limits,
    markup,
    parquet,
    records,
    spreadsheet_xml,
    workbook,
)
from support_kpi.parsing.sheet import Sheet

HEAD = 64 << 10
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"SQLite format 3\0", "a SQLite database"),
)
HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|table|style)\b",
    flags=re.IGNORECASE | re.DOTALL,
)
CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")


@dataclass(frozen=True)
class _Source:
    """How a file is spoken of, which member of which archive it is, and in what encoding the user
    says that it is written."""

    label: str
    chosen: str | None
    member: str = ""
    depth: int = 0

    def inside(self, label: str, member: str) -> "_Source":
        if self.depth >= limits.ARCHIVE_DEPTH + 1:
            raise UnreadableFile(
                f"{self.label} is an archive in an archive in an archive. Unpack it first."
            )
        return replace(self, label=label, member=member, depth=self.depth + 1)


def sheets(path: Path, folder: Path, *, name: str = "", chosen: str | None = None) -> list[Sheet]:
    """Every table of the file, each written as Parquet into `folder`; `chosen` is the encoding of
    text, where the user names one."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".parsing-", dir=folder) as scratch:
        found = _sheets(path, Path(scratch), _Source(name or path.name, chosen))
        return [_moved(sheet, folder) for sheet in found]


def _moved(sheet: Sheet, folder: Path) -> Sheet:
    handle, target = tempfile.mkstemp(prefix="sheet-", suffix=".parquet", dir=folder)
    os.close(handle)
    return replace(sheet, path=sheet.path.replace(target))


def _sheets(path: Path, folder: Path, source: _Source) -> list[Sheet]:
    label, member = source.label, source.member
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFile(f"{label} is empty.")
    if head.startswith(b"PK\x03\x04"):
        if archives.is_workbook(path):
            return workbook.sheets(path, folder, label=label, name=member)
        return _zipped(path, folder, source)
    if head.startswith(b"\x1f\x8b"):
        return _gzipped(path, folder, source)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return workbook.sheets(path, folder, label=label, name=member)
    if head.startswith((b"PAR1", b"PARE")):
        return [parquet.sheet(path, folder / "0.parquet", label=label, name=member)]
    for magic, kind in MAGIC:
        if head.startswith(magic):
            raise UnreadableFile(f"{label} is {kind}, not a table. Export it as CSV, XLSX or JSON.")
    return _written(path, folder, source)


def _written(path: Path, folder: Path, source: _Source) -> list[Sheet]:
    label, member = source.label, source.member
    text = encoding.text(path, folder / "text", source.chosen)
    with text.path.open("rb") as file:
        file.seek(text.start)
        head = file.read(HEAD).decode(errors="ignore")
    if not head.strip():
        raise EmptyFile(f"{label} is empty.")
    if len(CONTROL.findall(head)) > 0.02 * len(head):
        raise UnreadableFile(f"{label} is not text and no known kind of table. Export it as CSV.")
    if head.lstrip()[0] in "{[":
        found = json_records.sheets(text, folder, label=label, name=member)
        if found is not None:
            return found
    if HTML.match(head):
        return [markup.sheet(text, folder / "0.parquet", label=label, name=member)]
    if spreadsheet_xml.recognises(head):
        return spreadsheet_xml.sheets(text, folder, label=label, name=member)
    if head.lstrip().startswith("<?xml"):
        raise UnreadableFile(f"{label} is XML. Export it as CSV, XLSX or JSON.")
    sheet = records.sheet(text, folder / "0.parquet", label=label, name=member)
    if sheet is None:
        raise EmptyFile(f"{label} is empty.")
    return [sheet]


def _gzipped(path: Path, folder: Path, source: _Source) -> list[Sheet]:
    within = source.inside(source.label, source.member)
    inner = folder / "unpacked"
    archives.ungzip(path, inner, source.label)
    below = folder / "gz"
    below.mkdir()
    return _sheets(inner, below, within)


def _zipped(path: Path, folder: Path, source: _Source) -> list[Sheet]:
    label, member = source.label, source.member
    found: list[Sheet] = []
    inner = folder / "unpacked"
    for position, name in enumerate(archives.members(path, inner, label)):
        below = folder / f"zip{position}"
        below.mkdir()
        within = source.inside(f"{label}, {name}", f"{member}/{name}" if member else name)
        found += _sheets(inner, below, within)
    if not found:
        raise UnreadableFile(f"{label} is a zip file without any table.")
    left_out = archives.left_out(path)
    note = f"no tables, and so not read: {', '.join(left_out)}"
    return [replace(sheet, notes=(*sheet.notes, note)) if left_out else sheet for sheet in found]
