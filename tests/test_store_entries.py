"""What people enter: kept with its history, undone, read by SQL, and cheap to publish."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import Store

MARCH = {"kpi": "csat_rate", "channel": "email", "month": "2026-03-01", "value": 0.9}
LAUNCH = {"first_day": "2026-03-05", "last_day": "2026-03-06", "text": "Launch of José's shop"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Store.open(tmp_path_factory.mktemp("empty") / "store").folder


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Store:
    shutil.copytree(empty, tmp_path / "store")
    return Store(tmp_path / "store")


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    _, connection = store.connect()
    with connection:
        return connection.execute(sql).fetchall()


def test_an_entry_is_listed_and_read_by_sql(store: Store) -> None:
    assert store.entries.enter("target", {"a": MARCH}, by="Ann") == 1
    (entry,) = store.entries.list("target")
    assert (entry.key, entry.value, entry.who, entry.until) == ("a", MARCH, "Ann", None)
    found = rows(store, "select kpi, channel, month::varchar, target, target_low from target")
    assert found == [("csat_rate", "email", "2026-03-01", 0.9, None)]


def test_a_new_value_takes_the_place_of_the_former_which_stays_in_the_history(
    store: Store,
) -> None:
    store.entries.enter("target", {"a": MARCH})
    store.entries.enter("target", {"a": MARCH | {"value": 0.8}}, by="Bo")
    assert [one.value for one in store.entries.list("target")] == [MARCH | {"value": 0.8}]
    newest, former = store.entries.history("target", "a")
    assert (newest.until, former.until) == (None, newest.made_at)
    assert rows(store, "select target from target") == [(0.8,)]


def test_what_the_sample_entered_counts_and_is_listed_as_long_as_one_of_its_loads_counts(
    store: Store, tmp_path: Path
) -> None:
    budget = tmp_path / "synthetic_budget.csv"
    budget.write_text("Month,Category,Amount,Currency,Scenario\n2026-03,Salaries,9,USD,actual\n")
    load = store.load(budget, Options())[0].load_id
    assert load is not None
    store.entries.enter("target", {"a": MARCH}, by="sample")
    store.entries.enter("target", {"b": MARCH | {"channel": "phone"}}, by="Ann")
    counted = "select target_id from target order by target_id"
    assert rows(store, counted) == [("a",), ("b",)]
    store.undo(load)
    assert [one.key for one in store.entries.list("target")] == ["b"]
    assert rows(store, counted) == [("b",)]
    # What is typed in place of it is somebody's own, also where it says the same.
    store.entries.enter("target", {"a": MARCH}, by="Bo")
    assert [one.who for one in store.entries.list("target")] == ["Bo", "Ann"]
    store.redo(load)
    assert rows(store, counted) == [("a",), ("b",)]


def test_what_is_so_already_is_no_change_and_no_new_snapshot(store: Store) -> None:
    store.entries.enter("annotation", {"a": LAUNCH})
    number = store.snapshot().number
    assert store.entries.enter("annotation", {"a": LAUNCH}) is None
    assert store.snapshot().number == number


def test_a_removed_entry_is_gone_from_sql_and_kept_in_the_history(store: Store) -> None:
    store.entries.enter("annotation", {"a": LAUNCH})
    store.entries.remove("annotation", ["a"], by="Bo")
    assert store.entries.list("annotation") == []
    assert rows(store, "select * from annotation") == []
    assert [(one.value, one.who) for one in store.entries.history("annotation")] == [
        (None, "Bo"),
        (LAUNCH, ""),
    ]
    with pytest.raises(UsageError, match='no annotation "a" to remove'):
        store.entries.remove("annotation", ["a"])


def test_undo_enters_again_what_counted_before(store: Store) -> None:
    store.entries.enter("target", {"a": MARCH})
    second = store.entries.enter("target", {"a": None, "b": MARCH | {"value": 0.5}})
    assert second == 2
    assert store.entries.undo(second) == 3
    assert [(one.key, one.value) for one in store.entries.list("target")] == [("a", MARCH)]
    assert store.entries.undo(3) == 4
    assert [one.key for one in store.entries.list("target")] == ["b"]


def test_a_change_under_a_later_one_is_not_undone(store: Store) -> None:
    store.entries.enter("target", {"a": MARCH})
    store.entries.enter("target", {"a": MARCH | {"value": 0.8}})
    with pytest.raises(UsageError, match='"a" was changed again since'):
        store.entries.undo(1)
    with pytest.raises(UsageError, match="no change 9"):
        store.entries.undo(9)


def test_kinds_and_keys_are_held_apart(store: Store) -> None:
    store.entries.enter("scenario", {"a": {"share": 0.1}})
    store.entries.enter("target", {"a": MARCH})
    assert [one.value for one in store.entries.list("scenario")] == [{"share": 0.1}]
    assert rows(store, "select kind, key from entry order by kind") == [
        ("scenario", "a"),
        ("target", "a"),
    ]
    with pytest.raises(UsageError, match='"goal" is no kind'):
        store.entries.list("goal")
    with pytest.raises(UsageError, match="needs a key"):
        store.entries.enter("target", {" ": MARCH})


def test_an_entry_amends_the_snapshot_and_keeps_all_the_rest(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tickets.csv").write_text(
        "ticket_id,created_at,channel\n1,2026-03-02 09:00,email\n2,2026-03-03 09:00,phone\n"
    )
    store.load(tmp_path / "tickets.csv", Options())
    before = store.snapshot()
    monkeypatch.setattr("support_kpi.store.segments.versions", None)  # a build would need it
    store.entries.enter("annotation", {"a": LAUNCH})
    after = store.snapshot()
    assert after.number == before.number + 1
    assert rows(store, "select number from snapshot") == [(after.number,)]
    assert rows(store, "select count(*) from ticket") == [(2,)]
    assert rows(store, "select text from annotation") == [(LAUNCH["text"],)]


def test_a_rebuilt_snapshot_and_a_restored_store_hold_the_same_entries(
    store: Store, tmp_path: Path
) -> None:
    store.entries.enter("target", {"a": MARCH})
    store.rebuild()
    assert rows(store, "select target from target") == [(0.9,)]
    store.backup(tmp_path / "backup")
    restored = Store.restore(tmp_path / "backup", tmp_path / "restored")
    assert rows(restored, "select target from target") == [(0.9,)]
    assert [one.key for one in restored.entries.list("target")] == ["a"]


def test_a_lost_snapshot_is_built_anew_with_the_entry(store: Store) -> None:
    store.snapshot().path.unlink()
    store.entries.enter("target", {"a": MARCH})
    assert rows(store, "select target from target") == [(0.9,)]


def test_erasing_an_address_blots_it_out_of_entries(store: Store) -> None:
    text = "Outage told by jo@example.org"
    store.entries.enter("annotation", {"a": LAUNCH | {"text": text}}, by="jo@example.org")
    erased = store.erase("jo@example.org")
    assert erased.remains == ()
    (entry,) = store.entries.list("annotation")
    assert entry.value and entry.value["text"] == "Outage told by [erased]"
    assert entry.who == "[erased]"
    assert rows(store, "select text from annotation") == [("Outage told by [erased]",)]


def test_a_store_of_an_earlier_version_learns_to_keep_entries(store: Store) -> None:
    with sqlite3.connect(store.folder / "ledger.sqlite") as connection:
        connection.execute("drop table entry")
        connection.execute("pragma user_version = 2")
    again = Store.open(store.folder)
    assert again.entries.enter("target", {"a": MARCH}) == 1


def test_a_value_that_sql_cannot_read_is_blank_and_stops_nothing(store: Store) -> None:
    store.entries.enter("target", {"a": MARCH | {"month": "soon", "value": "high"}})
    assert rows(store, "select kpi, month, target from target") == [("csat_rate", None, None)]


def test_the_doctor_counts_entries(store: Store) -> None:
    store.entries.enter("target", {"a": MARCH})
    found = {one.subject: (one.state, one.detail) for one in store.doctor()}
    assert found["rows of target"] == ("good", "1")
