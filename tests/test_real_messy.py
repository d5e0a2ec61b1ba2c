"""Files that break readers, where they are at hand: each is read whole or refused in words."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from support_kpi.conversion.literals import BLANK_CHARACTERS
from support_kpi.drafts import Options
from support_kpi.errors import UnreadableFile
from support_kpi.ingest import DEFAULT, Staged
from support_kpi.ingest.reading import read
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet
from tests.exports import cells

FOLDER = Path(__file__).parents[2] / "shared" / "exports" / "messy"
FILES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
MOST_SECONDS = 10  # Of work: how long that takes depends on what else goes on.

pytestmark = pytest.mark.skipif(not FILES, reason=f"no messy files in {FOLDER}")


def staged(path: Path, folder: Path, mapping: dict[str, object] | None = None) -> list[Staged]:
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    return read(path, folder, work, Options(mapping=mapping), bytes(32), DEFAULT)


def refusals(found: Sequence[Staged]) -> list[str]:
    return [one.error for one in found if one.error is not None]


def filled_rows(sheet: Sheet) -> int:
    """Rows below the headings that hold anything but blanks."""
    return sum(
        any((cell or "").strip(BLANK_CHARACTERS) for cell in row) for row in cells(sheet)[1:]
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_messy_file_is_read_or_refused_in_words(tmp_path: Path, path: Path) -> None:
    started = time.process_time()
    found = staged(path, tmp_path)
    assert time.process_time() - started < MOST_SECONDS
    assert found
    assert all(one.rows_read == one.rows_kept + one.rows_rejected for one in found)
    for sentence in refusals(found):
        assert sentence.startswith((path.name, "The table", "No reader knows"))
        assert "\n" not in sentence


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_row_of_a_messy_file_is_kept_or_rejected(tmp_path: Path, path: Path) -> None:
    """With its first named column taken as ids of tickets, whatever it is."""
    try:
        sheets = files.sheets(path, tmp_path / "sheets")
    except UnreadableFile:
        return
    headings = [next((one for one in sheet.headings if one.strip()), "") for sheet in sheets]
    mapping: dict[str, object] = {
        "table": "ticket",
        "columns": {"ticket_id": headings[0]},
        "constant": {"created_at": "2026-01-01"},
    }
    found = {one.sheet: one for one in staged(path, tmp_path, mapping)}
    remarks = [remark for one in found.values() for remark in one.warnings]
    for sheet, heading in zip(sheets, headings, strict=True):
        one = found.get(sheet.name)
        if heading != headings[0]:
            continue
        if filled_rows(sheet) == 0:
            [said] = [one.error] if one else [r for r in remarks if r.startswith("The table has")]
            assert said and "no row below them" in said
        else:
            assert one is not None
            assert one.error is None
            assert one.rows_read == one.rows_kept + one.rows_rejected == filled_rows(sheet)


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsb"])
@pytest.mark.parametrize("name", ["any_sheets", "base"])
def test_a_workbook_reads_the_same_in_every_format(name: str, kind: str, tmp_path: Path) -> None:
    folder = FOLDER / "python-calamine-sheets"
    first, other = (
        files.sheets(folder / f"{name}.{one}", tmp_path / one)[0] for one in ("xlsx", kind)
    )
    assert (other.width, other.records) == (first.width, first.records)
    alike = slice(None, 9)  # An open document names the hours of a long time its own way.
    assert [row[alike] for row in other.head] == [row[alike] for row in first.head]


@pytest.mark.parametrize("kind", ["ods", "xlsb", "xls", "xlsx"])
def test_a_workbook_behind_a_password_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="password"):
        files.sheets(FOLDER / "python-calamine-sheets" / f"password.{kind}", tmp_path)
