"""One ticket in several exports: whatever the format, the order of rows or loads, it is one."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from support_kpi.drafts import Options
from support_kpi.store import LoadResult, Store
from tests import staged
from tests.variants import as_csv, as_workbook

HEADINGS = ["ticket_id", "created_at", "updated_at", "channel", "status", "team", "is_deleted"]
MARCH = [
    [
        str(1001 + n),
        f"2026-03-0{n + 1} 09:00:00",
        f"2026-03-1{n} 10:00:00",
        "email",
        "open",
        "A",
        "",
    ]
    for n in range(6)
]
Row = Sequence[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def as_numbers(rows: list[list[str]]) -> bytes:
    """As a program saves it that takes ids for numbers of which some may be missing."""
    frame = pd.read_csv(io.BytesIO(as_csv(rows)))
    return frame.assign(ticket_id=frame["ticket_id"].astype(float)).to_csv(index=False).encode()


def as_lines(rows: list[list[str]]) -> bytes:
    headings, *body = rows
    objects = [dict(zip(headings, row, strict=True)) for row in body]
    return "\n".join(
        json.dumps({**one, "ticket_id": float(one["ticket_id"])}) for one in objects
    ).encode()


FORMATS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "tickets.csv": as_csv,
    "tickets.xlsx": as_workbook,
    "numbers.csv": as_numbers,
    "tickets.ndjson": as_lines,
}


def load(
    store: Store, rows: Sequence[Row], name: str = "tickets.csv", headings: Row = HEADINGS
) -> LoadResult:
    path = store.folder.parent / name
    path.write_bytes(FORMATS[name]([list(headings), *map(list, rows)]))
    (result,) = store.load(path, Options(zone="UTC"))
    assert (result.status, result.error) == ("loaded", None)
    return result


def tickets(store: Store, columns: str = "* exclude (load_id, source_row)") -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.execute(f"select {columns} from ticket order by ticket_id").fetchall()


def changed(row: Row, **values: str) -> list[str]:
    return [values.get(name, cell) for name, cell in zip(HEADINGS, row, strict=True)]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_in_another_format_and_order_are_the_same_tickets(
    store: Store, name: str
) -> None:
    load(store, MARCH)
    before = tickets(store)
    again = load(store, MARCH[::-1], name)
    assert (again.records_new, again.records_updated, again.records_unchanged) == (0, 0, 6)
    assert tickets(store) == before
    assert [ticket_id for (ticket_id,) in tickets(store, "ticket_id")] == [r[0] for r in MARCH]


def test_loads_in_any_order_leave_the_state_that_was_updated_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged.without_model(tmp_path, monkeypatch)
    open_, solved, pending = (
        [changed(row, status=status, updated_at=f"2026-04-{day} 10:00:00") for row in MARCH]
        for status, day in (("open", "01"), ("solved", "03"), ("pending", "02"))
    )
    for order in ([open_, solved, pending], [solved, pending, open_]):
        newest = order.index(solved) + 1
        (tmp_path / str(newest)).mkdir()
        store = Store.open(tmp_path / str(newest) / "store")
        for rows in order:
            load(store, rows)
        assert {status for (status,) in tickets(store, "status")} == {"solved"}
        history = store.history("1001")
        assert list(history["status"]) == ["solved", "pending", "open"]
        assert list(history["is_current"]) == [True, False, False]
        store.undo(newest)
        assert {status for (status,) in tickets(store, "status")} == {"pending"}
        store.redo(newest)
        assert {status for (status,) in tickets(store, "status")} == {"solved"}


def test_of_equal_times_and_of_none_the_later_load_wins(store: Store) -> None:
    load(store, MARCH)
    load(store, [changed(row, status="solved") for row in MARCH])
    assert {status for (status,) in tickets(store, "status")} == {"solved"}
    without = [name for name in HEADINGS if name != "updated_at"]
    other = [[c for c, h in zip(row, HEADINGS, strict=True) if h != "updated_at"] for row in MARCH]
    for row in other:
        row[0] = f"9{row[0]}"
    load(store, other, headings=without)
    load(store, [[*row[:3], "solved", *row[4:]] for row in other], headings=without)
    assert {status for (status,) in tickets(store, "status")} == {"solved"}


WITHOUT = tuple(name for name in HEADINGS if name != "updated_at")


def undated(rows: Sequence[Row], **values: str) -> list[list[str]]:
    """The rows without their times of update."""
    kept = [HEADINGS.index(name) for name in WITHOUT]
    return [[changed(row, **values)[place] for place in kept] for row in rows]


def test_a_later_file_without_times_of_update_counts_as_the_later_state(store: Store) -> None:
    load(store, MARCH[:4])
    result = load(store, undated(MARCH, status="solved"), headings=WITHOUT)
    assert (result.records_new, result.records_updated, result.records_unchanged) == (2, 4, 0)
    assert result.warnings[-1].startswith("4 of its tickets are known from a load that tells when")
    assert {status for (status,) in tickets(store, "status")} == {"solved"}
    store.undo(2)
    assert [status for (status,) in tickets(store, "status")] == ["open"] * 4
    store.redo(2)
    assert {status for (status,) in tickets(store, "status")} == {"solved"}


def test_a_file_without_times_of_update_is_as_new_as_what_it_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So an older export that is loaded after it does not bring back what it replaced, and one that
    was changed later does count."""
    staged.without_model(tmp_path, monkeypatch)
    store = Store.open(tmp_path / "store")
    load(store, [changed(row, updated_at="2026-04-02 10:00:00") for row in MARCH])
    load(store, undated(MARCH, status="pending"), headings=WITHOUT)
    older = [changed(r, status="open", updated_at="2026-04-01 10:00:00") for r in MARCH]
    assert load(store, older).records_updated == 0
    assert {status for (status,) in tickets(store, "status")} == {"pending"}
    newer = [changed(r, status="closed", updated_at="2026-04-03 10:00:00") for r in MARCH]
    assert load(store, newer).records_updated == len(MARCH)
    assert {status for (status,) in tickets(store, "status")} == {"closed"}
    assert list(store.history("1001")["status"])[:2] == ["closed", "pending"]


def test_of_two_files_loaded_together_the_one_without_times_follows_the_other(
    store: Store, tmp_path: Path
) -> None:
    for name, headings, rows in (
        ("a.csv", HEADINGS, MARCH), ("b.csv", WITHOUT, undated(MARCH, status="solved"))
    ):  # fmt: skip
        (tmp_path / name).write_bytes(FORMATS["tickets.csv"]([list(headings), *map(list, rows)]))
    results = store.load_many([tmp_path / "a.csv", tmp_path / "b.csv"], Options(zone="UTC"))
    assert [result.records_updated for result in results] == [0, len(MARCH)]
    assert {status for (status,) in tickets(store, "status")} == {"solved"}


def test_a_ticket_deleted_later_is_kept_flagged_and_comes_back_by_undo(store: Store) -> None:
    load(store, MARCH)
    gone = changed(MARCH[0], is_deleted="true", updated_at="2026-05-01 09:00:00")
    result = load(store, [gone])
    assert (result.records_new, result.records_updated) == (0, 1)
    assert [is_deleted for (is_deleted,) in tickets(store, "is_deleted")][:2] == [True, None]
    store.undo(2)
    assert {is_deleted for (is_deleted,) in tickets(store, "is_deleted")} == {None}


def test_of_one_id_in_a_file_the_newest_stands_wherever_it_is(store: Store) -> None:
    versions = [
        changed(MARCH[0], status=status, updated_at=f"2026-04-0{day} 10:00:00")
        for status, day in (("open", 1), ("solved", 3), ("pending", 2))
    ]
    others = [changed(row, ticket_id=f"{n}{row[0]}") for n in range(2, 5) for row in MARCH]
    for rows in (versions, versions[::-1]):
        result = load(store, [*rows, *others])
        assert (result.rows_kept, result.records) == (21, 19)
        assert "rows that repeat a ticket of this file: 2" in " ".join(result.warnings)
        assert tickets(store, "ticket_id, status")[0] == ("1001", "solved")


def test_ids_that_only_look_alike_stay_apart(store: Store) -> None:
    ids = ["1001", "01001", "1001.5", "1001.00", "T-1001", "t-1001"]
    load(store, [changed(row, ticket_id=one) for one, row in zip(ids, MARCH, strict=True)])
    assert [one for (one,) in tickets(store, "ticket_id")] == sorted(ids)


def test_csv_writers_agree() -> None:
    """The formats above say the same ids in different ways."""
    [first, *_] = list(csv.DictReader(io.StringIO(as_numbers([HEADINGS, *MARCH]).decode())))
    assert first["ticket_id"] == "1001.0"
    assert b'"ticket_id": 1001.0' in as_lines([HEADINGS, *MARCH])
