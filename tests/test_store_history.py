"""Former states of a ticket stay to be seen."""

import json
from pathlib import Path

import pytest

from support_kpi.commands import main
from support_kpi.store import Store
from tests import staged
from tests.pages import opened

OPEN = {"ticket_id": "T-1", "status": "open", "updated_at": "2026-01-02 08:00:00", "team": "Orders"}
SOLVED = {"ticket_id": "T-1", "status": "solved", "updated_at": "2026-01-03 08:00:00"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ticket in three exports, the newest state in the second."""
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    store = Store.open(tmp_path / "store")
    batch = [
        staged.tickets(tmp_path, OPEN, name="monday.csv"),
        staged.tickets(tmp_path, SOLVED, {"ticket_id": "T-2"}, name="tuesday.csv"),
        staged.tickets(tmp_path, OPEN | {"team": "Billing"}, name="monday again.csv"),
    ]
    store.publish_all(batch)
    return store


def test_every_state_of_a_ticket_is_kept_the_one_that_counts_first(store: Store) -> None:
    rows = store.history("T-1")
    assert rows[["load_id", "file", "status", "is_current"]].values.tolist() == [
        [2, "tuesday.csv", "solved", True],
        [3, "monday again.csv", "open", False],
        [1, "monday.csv", "open", False],
    ]
    assert rows["team"].tolist()[1:] == ["Billing", "Orders"]
    assert len(store.history("T-2", "zendesk")) == 1
    assert store.history("T-2", "freshdesk").empty
    assert store.history("T-9").empty


def test_undone_loads_have_no_say_and_times_are_local(store: Store) -> None:
    store.undo(2)
    store.set_setting("reporting_zone", "Asia/Tokyo")
    rows = store.history("T-1")
    assert rows["load_id"].tolist() == [3, 1]
    assert rows["is_current"].tolist() == [True, False]
    assert str(rows["updated_at"].iloc[0]) == "2026-01-02 17:00:00"


def test_the_command_line_tells_the_history_of_a_ticket(store: Store, capsys) -> None:
    where = ["--store", str(store.folder)]
    assert main(["history", "T-1", "--json", *where]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["load_id"], row["status"]) for row in rows] == [
        (2, "solved"), (3, "open"), (1, "open")
    ]  # fmt: skip
    assert main(["history", "T-9", *where]) == 0
    assert "No load holds a ticket T-9." in capsys.readouterr().out


def test_the_list_of_tickets_shows_the_states_of_one(store: Store) -> None:
    app = opened("tickets", {"from": "2026-01-01", "to": "2026-01-31"})
    chosen = app.selectbox(key="states of")
    assert chosen.value is None
    chosen.set_value(("zendesk", "T-1")).run()
    assert not app.exception
    states = next(frame.value for frame in app.dataframe if "is_current" in frame.value)
    assert states["status"].tolist() == ["solved", "open", "open"]
