"""Gzip and zip: unpacked under limits of size, ratio and count."""

import gzip
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits

CHUNK = 1 << 20
MIMETYPE = 100
SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
NO_TABLES = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".md", ".docx", ".sql", ".html", ".htm")
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def is_workbook(path: Path) -> bool:
    """Whether a zip is a spreadsheet file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    kind = file.read(MIMETYPE)
    except DAMAGED:
        return False
    return b"opendocument.spreadsheet" in kind or any(name.startswith("xl/") for name in names)


def ungzip(path: Path, target: Path, label: str) -> None:
    packed = path.stat().st_size
    try:
        with gzip.open(path) as source, target.open("wb") as file:
            _copy(source, file, packed, label)
    except DAMAGED as error:
        raise UnreadableFile(
            f"{label} is a damaged gzip file. Download or export it again."
        ) from error


def members(path: Path, target: Path, label: str) -> Iterator[str]:
    """Unpack one member after another into `target`, naming each."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, label)
            for entry in entries:
                if _may_hold_a_table(entry) and not _is_of_the_system(entry.filename):
                    with archive.open(entry) as source, target.open("wb") as file:
                        _copy(source, file, entry.compress_size, f"{label}, {entry.filename}")
                    yield entry.filename
    except DAMAGED as error:
        raise UnreadableFile(
            f"{label} is a damaged zip file. Download or export it again."
        ) from error


def left_out(path: Path) -> list[str]:
    """Members that hold no table: of another kind, without any byte, or links to elsewhere."""
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    return [
        entry.filename
        for entry in entries
        if not _is_of_the_system(entry.filename) and not _may_hold_a_table(entry)
    ]


def _may_hold_a_table(entry: zipfile.ZipInfo) -> bool:
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return entry.file_size > 0 and not is_link and not entry.filename.lower().endswith(NO_TABLES)


def _is_of_the_system(name: str) -> bool:
    return any(part in name for part in SYSTEM) or name.rsplit("/", 1)[-1].startswith("._")


def _check(entries: list[zipfile.ZipInfo], label: str) -> None:
    if len(entries) > limits.ARCHIVE_ENTRIES:
        raise UnreadableFile(
            f"{label} holds {len(entries):,} files; at most {limits.ARCHIVE_ENTRIES:,} are read."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(f"{label} is protected by a password. Unpack it and load the files.")
    if len({entry.header_offset for entry in entries}) < len(entries):
        raise UnreadableFile(
            f"{label} is a zip file whose members overlap; it is damaged or hostile."
        )
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise UnreadableFile(_too_large(label))


def _copy(source: IO[bytes] | gzip.GzipFile, file: IO[bytes], packed: int, label: str) -> None:
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > limits.UNPACKED_BYTES:
            raise UnreadableFile(_too_large(label))
        if size > limits.RATIO_FREE_BYTES and size > packed * limits.UNPACKED_RATIO:
            raise UnreadableFile(
                f"{label} unpacks to more than {limits.UNPACKED_RATIO} times its size, "
                "which no export does. Unpack it and load the files."
            )
        file.write(chunk)


def _too_large(label: str) -> str:
    return (
        f"{label} unpacks to more than {limits.UNPACKED_BYTES >> 30} GB; split the export by date."
    )
