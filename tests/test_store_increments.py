"""A snapshot made from the one before equals one that is built whole, cell by cell."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.schema import SQL_TYPES, TABLES
from support_kpi.store import Store, building, increments, snapshots
from support_kpi.store.records import Segment
from support_kpi.store.settings import DEFAULTS
from support_kpi.store.snapshots import Snapshot
from tests import staged

Row = dict[str, Any]
RULES = json.dumps([{"source": "a", "field": "channel", "value": "chat", "meaning": "live_chat"}])


def maybe(values: Sequence[object]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


moments = [f"2026-01-0{day} {hour}:00:00" for day in (1, 2, 3) for hour in ("08", "20")]
tickets = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["a", "a", "b"]),
        "ticket_id": st.sampled_from(["1", "2", "3", "4"]),
        "created_at": st.sampled_from(moments),
        "updated_at": maybe(moments),
        "solved_at": maybe(moments),
        "status": maybe(["open", "solved"]),
        "channel": maybe(["email", "phone"]),
        "channel_detail": maybe(["Chat", "mail"]),
        "team": maybe(["One", "Two"]),
        "requester_id": maybe(["ann", "ben"]),
        "first_reply_seconds": maybe([0, 700, 9000]),
        "agent_replies": maybe([0, 1, 3]),
        "is_spam": maybe([True]),
        "is_answered": maybe([True]),
    }
)
responses = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["a", "b", "survey"]),
        "response_id": st.sampled_from(["r1", "r2", "r3"]),
        "metric": st.just("csat"),
        "ticket_id": maybe(["1", "#2", "3.0"]),
        "requester_id": maybe(["ann", "ben"]),
        "responded_at": maybe(moments),
        "is_answered": maybe([True, False]),
        "is_satisfied": maybe([True, False]),
        "score": maybe([1, 4, 5]),
    }
)
plans = {
    "staff_month": {"team": "One", "month": "2026-01-01", "headcount": 3, "leavers": 1},
    "budget_line": {
        "scenario": "actual",
        "period_start": "2026-01-01",
        "period_end": "2026-02-01",
        "category": "tools",
        "amount": 90,
    },
    "team": {"team": "One", "maturity_tier": "Riser"},
}
exports = st.one_of(
    st.fixed_dictionaries({"ticket": st.lists(tickets, min_size=1, max_size=4)}),
    st.fixed_dictionaries(
        {
            "ticket": st.lists(tickets, min_size=1, max_size=3),
            "response": st.lists(responses, min_size=1, max_size=3),
        }
    ),
    st.fixed_dictionaries({"response": st.lists(responses, min_size=1, max_size=3)}),
    st.sampled_from([{name: [{"source": "plan"} | row]} for name, row in plans.items()]),
)
histories = st.lists(st.one_of(exports, exports, st.integers(1, 3)), min_size=2, max_size=4)


@dataclass
class Tables:
    """Loads as files, with a snapshot of each state from the one before."""

    folder: Path
    rules: str
    loads: dict[int, list[Segment]] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)
    snapshot: Snapshot | None = None
    grown: int = 0

    def load(self, tables: dict[str, list[Row]]) -> None:
        number = len(self.loads) + 1
        self.loads[number] = [self.segment(number, name, rows) for name, rows in tables.items()]
        self.active.add(number)

    def segment(self, number: int, table: str, rows: list[Row]) -> Segment:
        file = f"segments/{table}/{number}.parquet"
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shape = {"source": "varchar", "source_row": "bigint"} | {
            column.name: SQL_TYPES[column.type] for column in TABLES[table].columns
        }
        given = [row | {"source_row": position} for position, row in enumerate(rows, start=2)]
        columns = ", ".join(
            f"cast(row ->> '{name}' as {'varchar' if kind.endswith('[]') else kind}) as \"{name}\""
            if not kind.endswith("[]")
            else f'null::{kind} as "{name}"'
            for name, kind in shape.items()
        )
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select {columns} from (select unnest(from_json($rows::json,"
                f" '[\"json\"]')) as row)) to '{path}' (format parquet)".replace(
                    "$rows", "'" + json.dumps(given).replace("'", "''") + "'"
                )
            )
        return Segment(number, table, file, len(rows), 0, "")

    def build(self, *, is_whole: bool = False) -> Snapshot:
        number = 100 if is_whole else (self.snapshot.number if self.snapshot else 0) + 1
        target = self.folder / snapshots.file_name(number)
        held = [s for load in sorted(self.active) for s in self.loads[load]]
        known = {**DEFAULTS, "value_rules": self.rules, "entries": "[]"}
        present = None if is_whole else self.snapshot
        base = building.build(target, self.folder, held, [], known, number, present)
        self.grown += base is not None
        return Snapshot(number, target)

    def step(self) -> None:
        self.snapshot = self.build()


def content(snapshot: Snapshot) -> dict[str, list[tuple[Any, ...]]]:
    with snapshots.connect(snapshot.path) as connection:
        names = snapshots.row_counts(connection)
        return {
            name: sorted(connection.execute(f'select * from "{name}"').fetchall(), key=repr)
            for name in names
            if name not in ("snapshot", "built_from")
        }


def always(patch: pytest.MonkeyPatch) -> None:
    """Make increments of small stores too."""
    patch.setattr(increments, "LEAST_ROWS", 0)
    patch.setattr(increments, "MOST_SHARE", 1000)


@given(histories, st.sampled_from(["[]", RULES]))
@settings(max_examples=4, deadline=None)
def test_any_history_in_increments_equals_a_whole_build(history, rules):
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        always(patch)
        tables = Tables(Path(name), rules)
        tables.load({"ticket": [{"source": "a", "ticket_id": "1", "created_at": moments[0]}]})
        tables.step()
        for act in history:
            if isinstance(act, dict):
                tables.load(act)
            elif act in tables.loads:
                tables.active ^= {act}
            tables.step()
        assert content(tables.snapshot) == content(tables.build(is_whole=True))


@pytest.fixture
def grows(monkeypatch):
    always(monkeypatch)


FIRST = {
    "ticket_id": "1",
    "first_reply_seconds": 60,
    "requester_id": "ann",
    "solved_at": moments[3],
}


def published(folder: Path) -> Store:
    """A store of one ticket, which the first snapshot with rows holds whole."""
    store = Store.open(folder / "store")
    store.publish(staged.tickets(folder, FIRST))
    store.rebuild()
    return store


def read(store: Store, sql: str) -> list[tuple[Any, ...]]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def files(store: Store) -> list[str]:
    return sorted(path.name for path in (store.folder / "snapshots").iterdir())


def test_a_load_into_a_large_store_writes_only_what_changed(tmp_path, grows):
    store = published(tmp_path)
    whole = store.snapshot()
    for number in ("2", "3", "4"):
        store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": number, "channel": "phone"}))
    assert read(store, "select base from snapshot") == [(whole.number,)]
    assert read(store, "select ticket_id from since.ticket order by all") == [
        ("2",),
        ("3",),
        ("4",),
    ]
    assert read(store, "select count(*), count(distinct channel) from ticket") == [(4, 2)]
    assert read(store, "select sum(tickets_created) from ticket_day") == [(4,)]
    assert files(store) == [f"{whole.number + plus}.duckdb" for plus in (0, 2, 3)]


def test_an_undone_update_shows_the_older_state_without_a_whole_build(tmp_path, grows):
    store = published(tmp_path)
    whole = store.snapshot()
    result = store.publish(staged.tickets(tmp_path, FIRST | {"team": "Two"}))
    assert read(store, "select distinct team from ticket_day") == [("Two",)]
    store.undo(result.load_id)
    assert read(store, "select distinct team from ticket_day") == [("not given",)]
    store.redo(result.load_id)
    assert read(store, "select distinct team from ticket_day") == [("Two",)]
    assert read(store, "select base from snapshot") == [(whole.number,)]


def test_what_makes_old_rows_mean_other_things_is_built_whole(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, {"ticket_id": "2"}, source="b"))
    escalated = FIRST | {"ticket_id": "3", "channel_last": "phone"}
    store.publish(staged.tickets(tmp_path, escalated))
    assert read(store, "select base from snapshot") == [(None,)]


def test_a_new_setting_is_built_whole(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    store.set_setting("reporting_zone", "Europe/Berlin")
    assert read(store, "select base, reporting_zone from snapshot") == [(None, "Europe/Berlin")]


def test_a_small_store_is_built_whole(tmp_path):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    assert read(store, "select base from snapshot") == [(None,)]


def test_erasing_leaves_no_snapshot_that_others_read(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2", "requester_id": "ben"}))
    assert len(files(store)) == 2
    store.erase("ann")
    assert files(store) == [f"{store.snapshot().number}.duckdb"]
    assert read(store, "select ticket_id from ticket") == [("2",)]


def test_a_snapshot_whose_whole_one_is_missing_is_built_anew(tmp_path, grows):
    store = published(tmp_path)
    whole = store.snapshot()
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    whole.path.unlink()
    assert read(store, "select count(*) from ticket") == [(2,)]
    assert read(store, "select base from snapshot") == [(None,)]
    assert store.snapshot().path.exists()


def test_a_rehearsal_in_a_large_store_holds_the_staged_rows(tmp_path, grows):
    store = published(tmp_path)
    rehearsed = store.rehearse(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    with snapshots.connect(rehearsed) as connection:
        assert connection.execute("select count(*) from ticket_fact").fetchall() == [(2,)]
        assert connection.execute("select base from snapshot").fetchall()[0][0] is not None


def test_what_only_changes_is_swept_when_the_whole_one_is_replaced(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    store.rebuild()
    store.rebuild()
    number = store.snapshot().number
    assert files(store) == [f"{number - 1}.duckdb", f"{number}.duckdb"]


def test_many_threads_may_open_a_snapshot_at_once(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: read(store, "select count(*) from ticket"), range(40)))
    assert found == [[(2,)]] * 40


def test_the_doctor_tells_the_size_of_the_cubes_and_its_bound(tmp_path, grows):
    store = published(tmp_path)
    store.publish(staged.tickets(tmp_path, FIRST | {"ticket_id": "2"}))
    found = {finding.subject: finding.detail for finding in store.doctor()}
    rows, _, bound = found["cubes"].partition(" rows, ")
    # Two days and an hour in every dimension and added up in seven ways, a ticket's time open, two
    # days of the team, an escalation that was possible, two durations by day, and these by week and
    # by month, each added up in seven ways.
    assert rows == str(2 * 8 + 1 * 8 + 1 + 2 + 1 + 2 + 2 * 2 * 7)
    assert "at most " in bound and "2 days, 1 combinations" in bound


def test_what_people_enter_leaves_the_whole_snapshot_alone(tmp_path, grows):
    store = published(tmp_path)
    whole = store.snapshot()
    march = {"kpi": "csat_rate", "month": "2026-03-01", "channel": "email", "value": 0.9}
    store.entries.enter("target", {"a": march})
    assert read(store, "select kpi, target from target") == [("csat_rate", 0.9)]
    assert read(store, "select base from snapshot") == [(whole.number,)]
