"""Gzip and zip under limits."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits
from tests.exports import cells, one, read

TABLE = b"a,b\n1,2\n"


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_what_an_operating_system_adds_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    members = {
        "april.csv": TABLE,
        "__MACOSX/._april.csv": b"\0\5\26\7",
        ".DS_Store": b"\0\0\0\1Bud1",
    }
    sheet = one(tmp_path, zipped(members))
    assert (sheet.name, sheet.notes) == ("april.csv", ())


def test_an_archive_may_hold_archives_to_a_depth(tmp_path: Path) -> None:
    twice = zipped({"inner.zip": zipped({"april.csv": TABLE})})
    assert one(tmp_path, twice).name == "inner.zip/april.csv"
    with pytest.raises(UnreadableFile, match="archive in an archive"):
        read(tmp_path, zipped({"a.zip": zipped({"b.zip": zipped({"c.gz": gzip.compress(TABLE)})})}))


def test_a_file_of_nothing_but_zeros_is_refused_before_it_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RATIO_FREE_BYTES", 1 << 20)
    with pytest.raises(UnreadableFile, match="more than 200 times its size"):
        read(tmp_path, gzip.compress(b"0" * (3 << 20)))
    assert list((tmp_path / "sheets").iterdir()) == []


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    members = {f"{n}.csv": TABLE for n in range(limits.ARCHIVE_ENTRIES + 1)}
    with pytest.raises(UnreadableFile, match="holds 1,001 files"):
        read(tmp_path, zipped(members, zipfile.ZIP_STORED))


def test_a_protected_zip_says_so(tmp_path: Path) -> None:
    content = bytearray(zipped({"april.csv": TABLE}))
    for marker, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(marker) + place] |= 1
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read(tmp_path, bytes(content))


def test_a_damaged_member_refuses_the_whole_zip(tmp_path: Path) -> None:
    content = bytearray(zipped({"april.csv": TABLE * 50}, zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    with pytest.raises(UnreadableFile, match="damaged zip file"):
        read(tmp_path, bytes(content))


def test_a_member_is_named_in_its_refusal(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^export\.csv, blank\.csv is empty"):
        read(tmp_path, zipped({"april.csv": TABLE, "blank.csv": b"\n\n"}))


def test_gzip_members_one_after_another_are_one_file(tmp_path: Path) -> None:
    content = gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n")
    assert cells(one(tmp_path, content)) == [["a", "b"], ["1", "2"], ["3", "4"]]
