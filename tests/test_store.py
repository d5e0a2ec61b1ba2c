"""Loads, overlaps, undo and redo, by hand."""

from pathlib import Path

import duckdb
import pytest

from support_kpi.errors import StoreError, UnknownLoad, UsageError
from support_kpi.store import Store, engines
from tests import staged


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def rows(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def statuses(store: Store) -> dict[str, str]:
    return dict(rows(store, "select ticket_id, status from ticket order by ticket_id"))


def test_an_empty_store_has_a_snapshot_and_a_key_that_only_its_owner_reads(store):
    assert store.snapshot().number == 1
    assert rows(store, "select count(*) from ticket") == [(0,)]
    assert (store.folder / "pseudonym.key").stat().st_mode & 0o777 == 0o600
    assert store.loads() == []


def test_a_loaded_export_is_in_the_next_snapshot_with_its_provenance(store, tmp_path):
    result = store.publish(
        staged.tickets(tmp_path, {"ticket_id": "1"}, {"ticket_id": "2"}), by="ana"
    )
    assert (result.status, result.load_id, result.table) == ("loaded", 1, "ticket")
    assert (result.rows_read, result.rows_kept, result.rows_rejected) == (2, 2, 0)
    assert (result.records, result.records_new) == (2, 2)
    assert (result.records_updated, result.records_unchanged) == (0, 0)
    assert store.snapshot().number == 2
    found = rows(store, "select source, load_id, source_row from ticket order by ticket_id")
    assert found == [("zendesk", 1, 2), ("zendesk", 1, 3)]
    (load,) = store.loads()
    assert (load.who, load.file, load.is_active, load.tables) == (
        "ana",
        "tickets.csv",
        True,
        ("ticket",),
    )


def test_the_ledger_is_a_table_of_the_snapshot(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}, name="synthetic_a.csv"))
    assert rows(store, "select load_id, file, rows_kept, is_active, is_synthetic from load") == [
        (1, "synthetic_a.csv", 1, True, True)
    ]


def test_the_same_file_again_changes_nothing(store, tmp_path):
    export = staged.tickets(tmp_path, {"ticket_id": "1"})
    store.publish(export)
    number = store.snapshot().number
    again = store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    assert (again.status, again.load_id) == ("unchanged", 1)
    assert (again.records, again.records_new, again.records_unchanged) == (1, 0, 1)
    assert store.snapshot().number == number
    assert len(store.loads()) == 1


def test_the_same_file_after_an_undo_is_brought_back(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    store.undo(1)
    assert statuses(store) == {}
    again = store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    assert (again.status, again.load_id) == ("loaded", 1)
    assert len(store.loads()) == 1
    assert rows(store, "select count(*) from ticket") == [(1,)]


def test_a_newer_overlapping_export_updates_what_changed(store, tmp_path):
    store.publish(
        staged.tickets(
            tmp_path,
            {"ticket_id": "1", "status": "open", "updated_at": "2026-01-02 00:00:00"},
            {"ticket_id": "2", "status": "open", "updated_at": "2026-01-02 00:00:00"},
        )
    )
    result = store.publish(
        staged.tickets(
            tmp_path,
            {"ticket_id": "2", "status": "solved", "updated_at": "2026-01-03 00:00:00"},
            {"ticket_id": "1", "status": "open", "updated_at": "2026-01-02 00:00:00"},
            {"ticket_id": "3", "status": "new", "updated_at": "2026-01-03 00:00:00"},
        )
    )
    assert (result.records_new, result.records_updated, result.records_unchanged) == (1, 1, 1)
    assert statuses(store) == {"1": "open", "2": "solved", "3": "new"}


def test_an_older_export_loaded_later_does_not_overwrite(store, tmp_path):
    store.publish(
        staged.tickets(
            tmp_path, {"ticket_id": "1", "status": "solved", "updated_at": "2026-01-05 00:00:00"}
        )
    )
    result = store.publish(
        staged.tickets(
            tmp_path, {"ticket_id": "1", "status": "open", "updated_at": "2026-01-02 00:00:00"}
        )
    )
    assert result.records_unchanged == 1
    assert statuses(store) == {"1": "solved"}


def test_without_an_update_time_the_later_load_and_row_wins(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "open"}))
    store.publish(
        staged.tickets(
            tmp_path,
            {"ticket_id": "1", "status": "pending"},
            {"ticket_id": "1", "status": "solved"},
        )
    )
    assert statuses(store) == {"1": "solved"}


def test_equal_ids_of_two_sources_are_two_tickets(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "source": "intercom"}))
    assert rows(store, "select count(*) from ticket") == [(2,)]


def test_empty_parts_of_a_key_are_equal(store, tmp_path):
    line = {
        "scenario": "plan",
        "period_start": "2026-01-01",
        "period_end": "2026-02-01",
        "category": "Salaries",
    }
    store.publish(staged.staged(tmp_path, {"budget_line": [line | {"amount": 10}]}))
    result = store.publish(staged.staged(tmp_path, {"budget_line": [line | {"amount": 20}]}))
    assert (result.records_new, result.records_updated) == (0, 1)
    assert rows(store, "select amount from budget_line") == [(20.0,)]


def test_undo_brings_the_older_state_back_and_redo_the_newer(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "open"}))
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "solved"}))
    assert not store.undo(2).is_active
    assert statuses(store) == {"1": "open"}
    assert store.redo(2).is_active
    assert statuses(store) == {"1": "solved"}


def test_undoing_twice_publishes_once(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}))
    store.undo(1)
    number = store.snapshot().number
    store.undo(1)
    assert store.snapshot().number == number


def test_a_load_that_is_not_there_is_named(store):
    for act in (store.undo, store.redo, store.rejects):
        with pytest.raises(UnknownLoad, match="no load 7"):
            act(7)


def test_a_file_of_several_tables_is_one_load(store, tmp_path):
    result = store.publish(
        staged.staged(
            tmp_path,
            {
                "ticket": [{"ticket_id": "1", "created_at": "2026-01-01 00:00:00"}],
                "response": [{"response_id": "r1", "metric": "csat", "ticket_id": "1"}],
            },
        )
    )
    assert (result.table, result.records) == ("ticket", 1)
    assert store.loads()[0].tables == ("response", "ticket")
    assert rows(store, "select metric, load_id from response") == [("csat", 1)]
    store.undo(1)
    assert rows(store, "select count(*) from response") == [(0,)]


def test_the_same_sheet_read_in_another_encoding_replaces_the_first_reading(store, tmp_path):
    export = staged.tickets(tmp_path, {"ticket_id": "1", "subject": "Gr��e"}, encoding="cp1252")
    store.publish(export)
    same = {"sha256": export.sha256, "encoding": "cp850"}
    result = store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "subject": "Größe"}, **same))
    assert (result.status, result.encoding) == ("loaded", "cp850")
    assert any("Replaces load 1" in warning for warning in result.warnings)
    assert rows(store, "select subject from ticket") == [("Größe",)]
    again = staged.tickets(tmp_path, {"ticket_id": "1", "subject": "Größe"}, **same)
    assert store.publish(again).status == "unchanged"


def test_the_same_sheet_read_with_another_zone_replaces_the_first_reading(store, tmp_path):
    """Else rows that a wrong zone had put later would win for ever."""
    export = staged.tickets(tmp_path, {"ticket_id": "1", "updated_at": "2026-01-02 12:00:00"})
    store.publish(export)
    other = staged.tickets(
        tmp_path,
        {"ticket_id": "1", "updated_at": "2026-01-02 11:00:00"},
        sha256=export.sha256,
        zone="Europe/Berlin",
    )
    result = store.publish(other)
    assert (result.status, result.records_updated) == ("loaded", 1)
    assert any("Replaces load 1" in warning for warning in result.warnings)
    assert [load.is_active for load in store.loads()] == [False, True]
    assert rows(store, "select hour(updated_at) from ticket") == [(11,)]
    store.redo(1)
    assert [load.is_active for load in store.loads()] == [True, False]
    assert rows(store, "select hour(updated_at) from ticket") == [(12,)]


def test_rejects_are_kept_with_their_load(store, tmp_path):
    reject = {
        "source_row": 9,
        "column_name": "created_at",
        "value": "31/02/2026",
        "reason": "no date",
        "is_row_rejected": True,
    }
    result = store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}, rejects=[reject]))
    assert (result.rows_read, result.rows_kept, result.rows_rejected) == (2, 1, 1)
    path = store.rejects(1)
    assert duckdb.read_parquet(str(path)).fetchall() == [
        (9, "created_at", "31/02/2026", "no date", True)
    ]
    found = rows(
        store, "select load_id, source_row, column_name, reason, is_row_rejected from reject"
    )
    assert found == [(1, 9, "created_at", "no date", True)]


def test_rows_that_do_not_add_up_are_not_stored(store, tmp_path):
    export = staged.tickets(tmp_path, {"ticket_id": "1"}, rows_read=2)
    with pytest.raises(StoreError, match="does not add up"):
        store.publish(export)
    assert store.loads() == []
    assert store.snapshot().number == 1


def test_a_refused_table_leaves_no_trace(store, tmp_path):
    export = staged.tickets(tmp_path, {"ticket_id": "1"}, error="tickets.csv: no reader knows it.")
    result = store.publish(export)
    assert (result.status, result.load_id) == ("refused", None)
    assert result.error == "tickets.csv: no reader knows it."
    assert store.snapshot().number == 1


def test_a_segment_from_before_a_column_was_added_is_blank_there(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "team": "Desk"}))
    (segment,) = (store.folder / "segments" / "ticket").glob("*.parquet")
    older = tmp_path / "older.parquet"
    duckdb.execute(f"copy (select * exclude team_detail from '{segment}') to '{older}'")
    older.replace(segment)
    store.rebuild()
    assert rows(store, "select team, team_detail from ticket") == [("Desk", None)]


def test_several_exports_are_one_snapshot_and_count_as_if_one_after_the_other(store, tmp_path):
    results = store.publish_all(
        [
            staged.tickets(tmp_path, {"ticket_id": "1"}, {"ticket_id": "2"}, name="a.csv"),
            staged.tickets(tmp_path, {"ticket_id": "9"}, name="b.csv", error="refused"),
            staged.tickets(
                tmp_path, {"ticket_id": "2", "status": "solved"}, {"ticket_id": "3"}, name="c.csv"
            ),
        ]
    )
    assert [result.status for result in results] == ["loaded", "refused", "loaded"]
    assert (results[2].records_new, results[2].records_updated) == (1, 1)
    assert store.snapshot().number == 2
    assert rows(store, "select count(*) from ticket") == [(3,)]


def test_the_reporting_zone_reaches_the_model(tmp_path):
    store = Store.open(tmp_path / "store")
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "created_at": "2026-01-01 23:30:00"}))
    store.set_setting("reporting_zone", "Asia/Tokyo")
    assert rows(store, "select reporting_zone from snapshot") == [("Asia/Tokyo",)]
    assert rows(store, "select day(created_date) from ticket_fact") == [(2,)]


@pytest.mark.parametrize(
    ("name", "value"), [("colour", "red"), ("reporting_zone", "Mars/Base"), ("pseudonyms", 1)]
)
def test_a_setting_that_makes_no_sense_is_refused(store, name, value):
    with pytest.raises(UsageError):
        store.set_setting(name, value)


def test_a_rehearsal_shows_the_numbers_after_and_changes_nothing(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "open"}))
    export = staged.tickets(tmp_path, {"ticket_id": "1", "status": "solved"}, {"ticket_id": "2"})
    path = store.rehearse(export)
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("select ticket_id, status from ticket order by all").fetchall()
    assert found == [("1", "solved"), ("2", None)]
    assert statuses(store) == {"1": "open"}
    store.discard(path)
    assert not path.exists()
    assert store.publish(export).records_updated == 1


def test_assessing_answers_what_publishing_would(store, tmp_path):
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1", "status": "open"}))
    export = staged.tickets(tmp_path, {"ticket_id": "1", "status": "solved"}, {"ticket_id": "2"})
    assessed = store.assess(export)
    assert len(store.loads()) == 1
    published = store.publish(export)
    assert assessed.load_id is None
    assert [assessed.records_new, assessed.records_updated] == [1, 1]
    assert [published.records_new, published.records_updated] == [1, 1]


def test_work_on_many_rows_may_hold_more() -> None:
    assert engines.memory_for(10_000_000) == engines.MEMORY_AT_WORK
    assert engines.memory_for(80_000_000) == engines.MEMORY
