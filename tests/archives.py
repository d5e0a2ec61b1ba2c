"""Zip files written by hand, honest and not."""

import io
import struct
import zipfile
from collections.abc import Mapping

MEMBER, LISTED = b"PK\x03\x04", b"PK\x01\x02"


def packed(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def lying(archive: bytes, *, size: int | None = None, flags: int = 0) -> bytes:
    """The archive with another unpacked size or other flags in the headers of its first member."""
    changed = bytearray(archive)
    for marker, flags_at, size_at in ((MEMBER, 6, 22), (LISTED, 8, 24)):
        start = archive.index(marker)
        changed[start + flags_at] |= flags
        if size is not None:
            struct.pack_into("<I", changed, start + size_at, size)
    return bytes(changed)


def overlapping(members: Mapping[str, bytes]) -> bytes:
    """An archive whose directory leads from every name to the first member."""
    changed = bytearray(packed(members))
    place = changed.find(LISTED)
    while place >= 0:
        struct.pack_into("<I", changed, place + 42, 0)
        place = changed.find(LISTED, place + 1)
    return bytes(changed)
