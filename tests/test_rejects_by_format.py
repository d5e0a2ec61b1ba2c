"""The whole export mended and loaded again, whatever its format: only the mended rows change."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support_kpi.drafts import Options
from support_kpi.store import LoadResult, Store
from tests import staged
from tests.variants import as_csv, as_workbook

HEADINGS = ["ticket_id", "created_at", "solved_at", "channel", "team", "status"]
GOOD = [
    [f"T-{n:02}", f"2026-03-{n:02} 09:00:00", "", "email", "Billing", "open"] for n in range(1, 13)
]
LATE = ["T-21", "whenever", "", "phone", "Orders", "open"]
NAMELESS = ["", "2026-03-20 09:00:00", "", "chat", "Orders", "open"]
UNCLEAR = ["T-23", "2026-03-21 09:00:00", "soon", "email", "Orders", "solved"]
MENDED = [
    ["T-21", "2026-03-19 09:00:00", *LATE[2:]],
    ["T-22", *NAMELESS[1:]],
    [*UNCLEAR[:2], "2026-03-22 09:00:00", *UNCLEAR[3:]],
]


def as_lines(rows: list[list[str]]) -> bytes:
    headings, *body = rows
    return b"\n".join(json.dumps(dict(zip(headings, row, strict=True))).encode() for row in body)


FORMATS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "march.csv": as_csv,
    "march.xlsx": as_workbook,
    "march.ndjson": as_lines,
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def load(store: Store, name: str, content: bytes) -> LoadResult:
    path = store.folder.parent / name
    path.write_bytes(content)
    (result,) = store.load(path, Options(zone="UTC"))
    assert result.error is None
    assert result.rows_read == result.rows_kept + result.rows_rejected
    return result


def found(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("name", FORMATS)
def test_of_a_mended_export_only_the_mended_rows_change(store: Store, name: str) -> None:
    written = FORMATS[name]
    first = load(store, name, written([HEADINGS, *GOOD, LATE, NAMELESS, UNCLEAR]))
    assert (first.rows_read, first.rows_kept, first.rows_rejected) == (15, 13, 2)
    before = found(store, "select * exclude (load_id) from ticket where ticket_id < 'T-20'")
    again = load(store, name, written([HEADINGS, *GOOD, *MENDED]))
    counted = (again.records_new, again.records_updated, again.records_unchanged)
    assert counted == (2, 1, 12)
    assert found(store, "select * exclude (load_id) from ticket where ticket_id < 'T-20'") == before
    assert found(store, "select distinct load_id, mended_by from reject") == [(1, 2)]
    store.undo(2)
    assert found(store, "select distinct load_id, mended_by from reject") == [(1, None)]
    assert found(store, "select count(*) from ticket") == [(13,)]


def test_a_damaged_line_that_is_mended_is_a_ticket_more(store: Store) -> None:
    lines = as_lines([HEADINGS, *GOOD]).split(b"\n")
    damaged = [*lines[:5], lines[5][:-9], *lines[6:]]
    first = load(store, "march.ndjson", b"\n".join(damaged))
    assert (first.rows_read, first.rows_kept, first.rows_rejected) == (12, 11, 1)
    again = load(store, "march.ndjson", b"\n".join(lines))
    assert (again.records_new, again.records_updated, again.records_unchanged) == (1, 0, 11)
    assert found(store, "select distinct load_id, mended_by from reject") == [(1, 2)]
