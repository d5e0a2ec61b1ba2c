"""Remembered mappings: the next file of the same headings, changes, and reading again."""

import sqlite3
from pathlib import Path

import pytest

from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import LoadResult, Store
from tests import staged

MARCH = """\
No,Begin,Shade,Weight
1,2026-03-02 09:00,red,5
2,2026-03-03 09:00,blue,6
"""
APRIL = "Weight,Shade,Begin,No\n7,red,2026-04-02 09:00,3\n"
MAPPING = {
    "table": "ticket",
    "source": "notes",
    "columns": {"ticket_id": "No", "created_at": "Begin", "category": "Shade"},
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def load(store: Store, content: str, name: str = "march.csv", **options: object) -> LoadResult:
    path = store.folder.parent / name
    path.write_text(content)
    (result,) = store.load(path, Options(**options), by="ana")  # type: ignore[arg-type]
    return result


def rows(store: Store) -> list[tuple[str, str, str | None]]:
    with store.connect()[1] as connection:
        return connection.execute(
            "select ticket_id, source, category from ticket order by ticket_id"
        ).fetchall()


def changed(**columns: str) -> dict[str, object]:
    return {**MAPPING, "columns": {"ticket_id": "No", "created_at": "Begin", **columns}}


def test_the_next_file_of_the_same_headings_in_any_order_needs_no_mapping(store: Store) -> None:
    assert load(store, MARCH).status == "refused"
    first = load(store, MARCH, mapping=MAPPING)
    assert "its mapping is remembered" in first.warnings[-1]
    second = load(store, APRIL, "april.csv")
    assert second.status == "loaded"
    assert second.warnings[0].startswith("read with the mapping that is remembered")
    assert "(mapping 1, made for march.csv)" in second.warnings[0]
    assert rows(store) == [
        ("1", "notes", "red"),
        ("2", "notes", "blue"),
        ("3", "notes", "red"),
    ]
    (known,) = store.mappings.active()
    assert (known.file, known.who, known.loads, known.former) == ("march.csv", "ana", (1, 2), ())


def test_a_reader_that_is_named_stands_above_what_is_remembered(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING)
    assert load(store, APRIL, "april.csv", reader="generic_table").status == "refused"


def test_a_mapping_for_once_is_not_remembered(store: Store) -> None:
    assert load(store, MARCH, mapping=MAPPING, is_once=True).status == "loaded"
    assert store.mappings.every() == []
    assert load(store, APRIL, "april.csv").status == "refused"


def test_a_forgotten_mapping_is_not_used_until_it_is_taken_up_again(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING)
    assert not store.mappings.forget(1).is_active
    assert load(store, APRIL, "april.csv").status == "refused"
    assert store.mappings.take_up(1).is_active
    assert load(store, APRIL, "april.csv").status == "loaded"


def test_the_same_mapping_again_is_the_same_and_another_one_replaces_it(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING)
    load(store, APRIL, "april.csv", mapping=MAPPING)
    assert [one.mapping_id for one in store.mappings.every()] == [1]
    load(store, MARCH + "4,2026-03-09 10:00,green,1\n", "more.csv", mapping=changed(team="Shade"))
    assert [(one.mapping_id, one.is_active) for one in store.mappings.every()] == [
        (2, True),
        (1, False),
    ]
    (known,) = store.mappings.active()
    assert (known.loads, known.former) == ((3,), (1, 2))


def test_former_loads_are_read_again_in_one_go_and_come_back(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING)
    load(store, APRIL, "april.csv")
    load(store, MARCH.replace("red", "pink"), "may.csv", mapping=changed(category="Weight"))
    before = rows(store)
    done = store.mappings.read_again(2, by="ana")
    assert done.replaced == (1, 2)
    assert [result.load_id for result in done.results] == [4, 5]
    assert ("3", "notes", "7") in rows(store)
    assert store.mappings.one(2).former == ()
    assert [load.is_active for load in store.loads()] == [False, False, True, True, True]
    store.mappings.exchange(out=[4, 5], back=done.replaced)
    assert rows(store) == before


def test_the_file_of_a_mapping_can_be_looked_at_again(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING)
    found = store.mappings.original(1)
    assert found is not None
    assert found[0].read_text() == MARCH


def test_a_zone_that_was_said_is_remembered_with_the_mapping(store: Store) -> None:
    load(store, MARCH, mapping=MAPPING, zone="Asia/Tokyo")
    assert load(store, APRIL, "april.csv").zone == "Asia/Tokyo"


def test_a_mapping_that_fits_one_sheet_leaves_the_others_alone(store: Store) -> None:
    path = store.folder.parent / "two.json"
    path.write_text(
        '{"notes": [{"No": "1", "Begin": "2026-03-02 09:00", "Shade": "red"}],'
        ' "prices": [{"Item": "a", "Price": "1"}, {"Item": "b", "Price": "2"}]}'
    )
    results = store.load(path, Options(mapping=MAPPING))
    assert [result.status for result in results] == ["loaded"]


def test_a_store_of_an_earlier_version_learns_to_remember(store: Store) -> None:
    with sqlite3.connect(store.folder / "ledger.sqlite") as connection:
        for table in ("load_shape", "mapping", "value_rule"):
            connection.execute(f"drop table {table}")
        connection.execute("pragma user_version = 1")
    again = Store.open(store.folder)
    assert load(again, MARCH, mapping=MAPPING).status == "loaded"
    assert len(again.mappings.active()) == 1


def test_a_mapping_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(UsageError, match="no mapping 9; the latest are: none"):
        store.mappings.forget(9)
