"""Staging a file: one table a sheet, in a child whose failure is one sentence."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from support_kpi import ingest
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.ingest.reading import settled

KEY = b"a key of this test"
UTC = Options(zone="UTC")
TICKETS = """\
ticket_id,created_at,status,team
1,2026-01-01 09:00:00,open,North
,2026-01-02 09:00:00,open,North
3,2026-01-03 09:00:00,solved,
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(TICKETS, encoding="utf-8")
    return path


def stage(path: Path, tmp_path: Path, options: Options = UTC, **limits: int) -> list[ingest.Staged]:
    return ingest.stage(path, tmp_path / "staged", options, KEY, replace(ingest.DEFAULT, **limits))


def test_a_file_is_staged_with_its_counts_and_first_rows(export, tmp_path):
    (staged,) = stage(export, tmp_path)
    assert staged.error is None
    assert (staged.name, staged.container, staged.table) == ("tickets.csv", "csv", "ticket")
    assert staged.sha256 == hashlib.sha256(export.read_bytes()).hexdigest()
    assert staged.size == export.stat().st_size
    assert (staged.rows_read, staged.rows_kept, staged.rows_rejected) == (3, 2, 1)
    assert [row["ticket_id"] for row in staged.head] == ["1", "3"]
    assert staged.head[0]["created_at"] == "2026-01-01 09:00:00"
    assert ("status", "status", "status words") in staged.columns


def test_only_the_canonical_files_are_left_behind(export, tmp_path):
    (staged,) = stage(export, tmp_path)
    left = {path for path in (tmp_path / "staged").rglob("*") if path.is_file()}
    assert left == {*staged.tables.values(), staged.rejects}


def test_a_staged_table_survives_json(export, tmp_path):
    (staged,) = stage(export, tmp_path)
    assert ingest.Staged.from_json(json.loads(json.dumps(staged.as_json()))) == staged


def test_the_shown_name_is_the_users(export, tmp_path):
    (staged,) = stage(export, tmp_path, replace(UTC, name="mine.csv"))
    assert staged.name == "mine.csv"


def test_a_table_that_nobody_knows_is_refused_with_its_headings(tmp_path):
    path = tmp_path / "weather.csv"
    path.write_text("Wind,Rain\n1,2\n2,3\n", encoding="utf-8")
    (staged,) = stage(path, tmp_path)
    assert '"Wind"' in (staged.error or "")
    assert (staged.tables, staged.rejects, staged.rows_read) == ({}, None, 0)
    assert staged.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_bytes_that_are_no_table_are_refused(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (staged,) = stage(path, tmp_path)
    assert "picture" in (staged.error or "")


def test_a_missing_file_is_refused(tmp_path):
    (staged,) = stage(tmp_path / "nowhere.csv", tmp_path)
    assert staged.error == "nowhere.csv: there is no such file."


def test_reading_that_takes_too_long_is_stopped(export, tmp_path):
    (staged,) = stage(export, tmp_path, wall_seconds=0)
    assert staged.error == "tickets.csv: reading it took longer than 0 seconds and was stopped."


def test_reading_that_needs_too_much_memory_is_one_sentence(export, tmp_path):
    (staged,) = stage(export, tmp_path, memory_bytes=300 << 20)
    assert (staged.error or "").startswith("tickets.csv: reading it ")
    assert (staged.error or "").count(".") == 2


def test_an_option_that_makes_no_sense_is_the_users_error(export, tmp_path):
    with pytest.raises(UsageError, match="Nowhere"):
        stage(export, tmp_path, Options(zone="Nowhere"))


def test_an_unknown_table_beside_a_known_one_is_a_remark():
    known = ingest.Staged("book.xlsx", "", 0, sheet="Tickets", warnings=("one",))
    unknown = ingest.Staged("book.xlsx", "", 0, sheet="Notes", error="No reader knows Notes.")
    assert settled([(known, True), (unknown, False)]) == [
        replace(known, warnings=("one", "No reader knows Notes."))
    ]
    assert settled([(unknown, False)]) == [unknown]
