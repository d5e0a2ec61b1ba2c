"""An erased requester is nowhere in the store, and nobody else is touched."""

import gzip
import zipfile
from pathlib import Path

import duckdb
import pytest

from support_kpi.conversion.people import pseudonym
from support_kpi.errors import UsageError
from support_kpi.store import Store
from support_kpi.store.traces import Traces, holds
from tests import staged

ADDRESS = "Jane.Roe@example.org"
OTHER = "john.doe@example.org"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def named(store: Store, person: str) -> str:
    return pseudonym((store.folder / "pseudonym.key").read_bytes(), person)


def rows(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def held(store: Store, text: str) -> list[str]:
    traces = Traces(pseudonym=text.lower(), person=text.lower())
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    return [str(path.relative_to(store.folder)) for path in files if holds(path, traces)]


def test_every_version_of_the_tickets_goes_with_all_that_hangs_on_them(store, tmp_path):
    jane, john = named(store, ADDRESS), named(store, OTHER)
    store.publish(
        staged.staged(
            tmp_path,
            {
                "ticket": [
                    {"ticket_id": "1", "created_at": "2026-01-01 00:00:00", "requester_id": jane},
                    {"ticket_id": "2", "created_at": "2026-01-01 00:00:00", "requester_id": john},
                ],
                "ticket_event": [
                    {"ticket_id": "1", "event_at": "2026-01-01 00:00:00", "position": 1},
                    {"ticket_id": "2", "event_at": "2026-01-01 00:00:00", "position": 1},
                ],
                "response": [
                    {"response_id": "a", "metric": "csat", "ticket_id": "1"},
                    {"response_id": "b", "metric": "nps", "requester_id": jane},
                    {"response_id": "c", "metric": "csat", "ticket_id": "2"},
                ],
            },
        )
    )
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "requester_id": None}))
    erased = store.erase(f" {ADDRESS.upper()} ", by="ana")
    assert (erased.rows, erased.remains) == (5, ())
    assert rows(store, "select ticket_id from ticket") == [("2",)]
    assert rows(store, "select ticket_id from ticket_event") == [("2",)]
    assert rows(store, "select response_id from response") == [("c",)]
    assert held(store, jane) == []
    assert held(store, john) != []


def test_an_address_in_free_text_is_blotted_out_of_other_rows(store, tmp_path):
    text = {"subject": f"Fwd: from {ADDRESS.lower()}, urgent", "tags": ["vip", ADDRESS]}
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"} | text, name=f"{ADDRESS}.csv"))
    erased = store.erase(ADDRESS)
    assert (erased.rows, erased.cells) == (0, 2)
    assert rows(store, "select subject, tags from ticket") == [
        ("Fwd: from [erased], urgent", ["vip"])
    ]
    assert store.loads()[0].file == "[erased].csv"
    assert held(store, ADDRESS) == []


def test_rejected_rows_of_the_requester_go_and_others_stay(store, tmp_path):
    rejects = [
        {"source_row": row, "column_name": "requester_id", "value": value, "reason": "x"}
        for row, value in ((5, f"<{ADDRESS}>"), (6, OTHER))
    ]
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}, rejects=rejects))
    erased = store.erase(ADDRESS)
    assert (erased.rejects, erased.remains) == (1, ())
    assert rows(store, "select source_row from reject") == [(6,)]


def test_an_id_goes_only_where_it_is_the_requester(store, tmp_path):
    theirs = named(store, "42")
    store.publish(
        staged.tickets(
            tmp_path,
            {"ticket_id": "1", "requester_id": theirs},
            {"ticket_id": "42", "subject": "room 42", "requester_id": named(store, "7")},
        )
    )
    erased = store.erase("42")
    assert (erased.rows, erased.cells, erased.remains) == (1, 0, ())
    assert rows(store, "select ticket_id, subject from ticket") == [("42", "room 42")]
    assert held(store, theirs) == []


def test_the_person_is_found_in_stores_without_pseudonyms(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "requester_id": ADDRESS.lower()}))
    assert store.erase(ADDRESS).rows == 1
    assert held(store, ADDRESS) == []


def test_undo_and_redo_do_not_bring_an_erased_person_back(store, tmp_path):
    jane = named(store, ADDRESS)
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "requester_id": jane}))
    store.undo(1)
    assert store.erase(ADDRESS).rows == 1
    store.redo(1)
    assert rows(store, "select count(*) from ticket") == [(0,)]


def test_originals_that_hold_the_person_are_dropped_packed_or_not(store, tmp_path):
    plain = f"id,email\n1,{ADDRESS}\n".encode()
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.csv.gz", gzip.compress(plain))
    contents = {
        "plain": plain,
        "utf16": f"id,email\n1,{ADDRESS}\n".encode("utf-16"),
        "gzip": gzip.compress(plain),
        "zip": (tmp_path / "packed.zip").read_bytes(),
        "parquet": parquet(tmp_path / "export", ADDRESS),
        "json": b'{"email": "jane.roe\\u0040example.org"}',
        "other": f"id,email\n1,{OTHER}\n".encode(),
    }
    for name, content in contents.items():
        export = staged.tickets(tmp_path, {"ticket_id": name}, name=f"{name}.csv")
        scratch = store.folder / "staging" / name
        scratch.mkdir()
        (scratch / export.sha256).write_bytes(content)
        store.publish(export)
    erased = store.erase(ADDRESS)
    assert (erased.originals, erased.remains) == (6, ())
    assert [load.file for load in store.loads() if load.has_original] == ["other.csv"]
    assert len(list((store.folder / "originals").iterdir())) == 1


def parquet(path: Path, address: str) -> bytes:
    duckdb.sql(f"select 1 as id, '{address}' as email").write_parquet(str(path))
    return path.read_bytes()


def test_the_note_and_the_answer_do_not_name_the_person_but_the_backups(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "subject": ADDRESS}))
    store.backup(tmp_path / "backup")
    erased = store.erase(ADDRESS, by="ana")
    assert erased.backups == (str(tmp_path / "backup"),)
    note = store.notes()[-1]
    assert (note.action, note.who) == ("erase", "ana")
    assert "roe" not in note.detail.lower()


def test_only_the_snapshot_after_the_erasure_is_left(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "subject": ADDRESS}))
    store.erase(ADDRESS)
    number = store.snapshot().number
    snapshots = [path.name for path in (store.folder / "snapshots").iterdir()]
    assert snapshots == [f"{number}.duckdb"]


def test_erasing_nobody_is_refused(store):
    with pytest.raises(UsageError):
        store.erase("  ")
