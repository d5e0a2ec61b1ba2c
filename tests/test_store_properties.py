"""Any sequence of loads, undos and redos gives what a plain reckoning gives."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.store import Store, snapshots
from tests import staged

Version = tuple[str, int | None, str]
State = tuple[int | None, str]

versions = st.tuples(
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from(["new", "open", "solved"]),
)
exports = st.lists(versions, min_size=1, max_size=4)
flips = st.tuples(st.booleans(), st.integers(1, 4))
histories = st.lists(st.one_of(exports, exports, flips), min_size=2, max_size=6)


@dataclass
class Reckoning:
    """The rules in a few lines of Python: the newest active version of each ticket counts, and one
    without a day follows the version that counts when it comes."""

    given: list[list[Version]] = field(default_factory=list)
    loads: list[list[Version]] = field(default_factory=list)
    active: list[bool] = field(default_factory=list)

    def load(self, rows: list[Version]) -> None:
        if rows in self.given:
            self.active[self.given.index(rows)] = True
            return
        days = {ticket_id: day for ticket_id, (day, _) in self.current().items()}
        self.given.append(rows)
        self.loads.append(
            [(one, days.get(one) if day is None else day, status) for one, day, status in rows]
        )
        self.active.append(True)

    def current(self) -> dict[str, State]:
        ranked = [
            ((-1 if day is None else day, number, position), ticket_id, (day, status))
            for number, rows in enumerate(self.loads)
            for position, (ticket_id, day, status) in enumerate(rows)
            if self.active[number]
        ]
        return {ticket_id: state for _, ticket_id, state in sorted(ranked)}


def current(store: Store) -> dict[str, State]:
    _, connection = store.connect()
    with connection:
        rows = connection.cursor().execute("select ticket_id, day(updated_at), status from ticket")
        return {ticket_id: (day, status) for ticket_id, day, status in rows.fetchall()}


def export(folder: Path, rows: list[Version]) -> staged.Staged:
    return staged.tickets(
        folder,
        *(
            {
                "ticket_id": ticket_id,
                "updated_at": None if day is None else f"2026-01-0{day} 00:00:00",
                "status": status,
            }
            for ticket_id, day, status in rows
        ),
    )


@given(histories)
@settings(max_examples=5, deadline=None)
def test_any_history_equals_the_reckoning_and_a_rebuild(history):
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setattr(snapshots, "MODEL", folder / "no model")
        store, reckoning = Store.open(folder / "store"), Reckoning()
        for act in history:
            before = reckoning.current()
            if isinstance(act, list):
                is_new = act not in reckoning.given
                result = store.publish(export(folder, act))
                reckoning.load(act)
                after = reckoning.current()
                if is_new:
                    known = {ticket_id for ticket_id, _, _ in act} & before.keys()
                    changed = [one for one in known if before[one] != after[one]]
                    assert result.records_new == len(after.keys() - before.keys())
                    assert result.records_updated == len(changed)
            elif act[1] <= len(reckoning.loads):
                is_active, load_id = act
                (store.redo if is_active else store.undo)(load_id)
                reckoning.active[load_id - 1] = is_active
            assert current(store) == reckoning.current()
        store.rebuild()
        assert current(store) == reckoning.current()
