"""Scenarios by name: saved with their history, as files, on the command line and on the board."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from support_kpi.commands import main
from support_kpi.errors import UsageError
from support_kpi.planning import saved
from support_kpi.planning.scenarios import Assumptions, Move, Scenario, to_data
from support_kpi.store import Store
from tests import pages
from tests.sample_store import copied

CHAT = Scenario(volume_change=0.1, moves=(Move("phone", "live_chat", 0.2),))
LEAN = Scenario(headcount=10, assumptions=Assumptions(shrinkage=0.35))


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store")


@pytest.fixture(scope="module")
def sample(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sample_store, tmp_path_factory.mktemp("scenarios") / "store")


@pytest.fixture
def board(sample: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(sample))
    app = pages.opened("what_if")
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_a_scenario_is_saved_renamed_and_deleted_and_its_history_stays(empty: Store) -> None:
    saved.save(empty, "  More   chat ", CHAT, by="ana")
    saved.save(empty, "More chat", LEAN)
    assert saved.scenario(empty, "More chat") == LEAN
    assert [one.scenario for one in saved.history(empty, "More chat")] == [LEAN, CHAT]
    saved.rename(empty, "More chat", "Lean")
    assert list(saved.scenarios(empty)) == ["Lean"]
    saved.delete(empty, "Lean")
    assert saved.scenarios(empty) == {}
    assert [one.scenario for one in saved.history(empty, "Lean")] == [None, LEAN]
    assert saved.history(empty, "More chat")[-1].who == "ana"


def test_a_name_that_is_taken_empty_or_unknown_is_refused(empty: Store) -> None:
    saved.save(empty, "A", CHAT)
    saved.save(empty, "B", LEAN)
    with pytest.raises(UsageError, match='"B" already'):
        saved.rename(empty, "A", "B")
    with pytest.raises(UsageError, match="saved are: A, B"):
        saved.delete(empty, "C")
    with pytest.raises(UsageError, match="another name"):
        saved.save(empty, "Baseline", CHAT)
    for name in ("  ", "x" * 81):
        with pytest.raises(UsageError, match="1 to 80"):
            saved.save(empty, name, CHAT)


def test_what_is_exported_is_imported_again(empty: Store) -> None:
    saved.save(empty, "Größer", CHAT)
    saved.save(empty, "Lean", LEAN)
    content = saved.as_json(saved.scenarios(empty).values())
    assert saved.read_json(content) == {"Größer": CHAT, "Lean": LEAN}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}", b'{"scenarios": 1}', b'{"scenarios": [{"name": "a"}]}',
     b'{"scenarios": [{"name": "a", "scenario": {"volume_change": 1e99}}]}'],
)  # fmt: skip
def test_a_file_of_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(UsageError):
        saved.read_json(content)


def whole(answer: dict[str, Any]) -> dict[str, float]:
    rows = answer["results"]
    return {row["measure"]: row["scenario"] or 0 for row in rows if row["channel"] == "all"}


def test_the_command_gives_the_same_by_flags_by_name_and_by_file(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answered(*words: str) -> dict[str, Any]:
        assert main(["what-if", *words, "--store", str(sample), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    flags = ("--volume", "10%", "--move", "Phone:live chat:0.2", "--save", "Chat")
    first = answered(*flags)
    assert first["scenario"] == to_data(CHAT)
    named = answered("--scenario", "Chat")
    file = tmp_path / "chat.json"
    file.write_text(json.dumps(first))
    for other in (named, answered("--file", str(file))):
        assert other["scenario"] == first["scenario"]
        assert other["assumptions"] == first["assumptions"]
        assert whole(other) == pytest.approx(whole(first))


def test_the_command_without_levers_is_the_kpis(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    period = ["--from", "2026-01-01", "--to", "2026-06-30", "--store", str(sample), "--json"]
    assert main(["kpis", *period]) == 0
    counted = {row["kpi"]: row for row in json.loads(capsys.readouterr().out)}
    assert main(["what-if", *period]) == 0
    rows = json.loads(capsys.readouterr().out)["results"]
    whole = {row["measure"]: row for row in rows if row["channel"] == "all"}
    assert whole["contacts"]["scenario"] == counted["tickets_created"]["value"]
    assert whole["csat"]["scenario"] == pytest.approx(counted["csat_rate"]["value"])
    assert whole["cost"]["scenario"] == pytest.approx(
        counted["cost_per_ticket"]["value"] * counted["cost_per_ticket"]["n"]
    )
    assert all(row["change"] in (0, None) for row in rows)


def test_saved_scenarios_are_listed_compared_and_moved_by_commands(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = copied(sample, tmp_path / "store")
    there = ["--store", str(own)]
    assert main(["what-if", "--headcount", "10", "--save", "Lean", *there, "--json"]) == 0
    assert main(["scenarios", "rename", "Lean", "Leaner", *there]) == 0
    assert main(["scenarios", "export", str(tmp_path / "all.json"), *there]) == 0
    assert main(["scenarios", "delete", "Leaner", *there]) == 0
    assert main(["scenarios", "import", str(tmp_path / "all.json"), *there]) == 0
    capsys.readouterr()
    assert main(["scenarios", "compare", "Leaner", *there, "--json"]) == 0
    before, after = json.loads(capsys.readouterr().out)
    assert (before["scenario"], after["scenario"]) == ("baseline", "Leaner")
    assert after["headcount"] == 10
    assert after["cost"] < before["cost"]
    assert main(["scenarios", "history", "Leaner", *there, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert main(["scenarios", "compare", "Nobody", *there]) == 2
    assert "There is no scenario" in capsys.readouterr().err


def test_the_page_shows_a_lever_beside_the_baseline(board: AppTest) -> None:
    before = pages.metric(board, "Contacts")
    board.number_input(key="what_if volume_change").set_value(100.0).run()
    assert not board.exception
    contacts = next(card for card in board.metric if card.label == "Contacts")
    assert int(contacts.value.replace(",", "")) == 2 * int(before.replace(",", ""))
    assert contacts.delta == "+100.0 %"
    told = " ".join(caption.value for caption in board.caption)
    assert "not a forecast" in told and "would cause" in told


def test_the_page_saves_opens_renames_and_deletes(board: AppTest, sample: Path) -> None:
    board.number_input(key="what_if self_service_rate").set_value(5.0).run()
    board.text_input(key="what_if name").set_value("weekday").run()
    press(board, "Save scenario")
    board.text_input(key="what_if name").set_value("Portal").run()
    press(board, "Save scenario")
    assert "is saved" in board.success[0].value
    assert board.multiselect(key="what_if compared").value[-2:] == ["weekday", "Portal"]
    board.selectbox(key="what_if drawn").set_value("csat").run()
    assert not board.exception
    press(board, "Reset")
    assert board.number_input(key="what_if self_service_rate").value == 0
    board.selectbox(key="what_if chosen").set_value("Portal").run()
    press(board, "Open")
    assert board.number_input(key="what_if self_service_rate").value == 5
    board.text_input(key="what_if rename Portal").set_value("Help pages").run()
    press(board, "Rename it")
    assert "Help pages" in board.selectbox(key="what_if chosen").options
    board.selectbox(key="what_if chosen").set_value("Help pages").run()
    press(board, "Delete it")
    assert "Help pages" not in saved.scenarios(Store.open(sample))


def test_the_levers_are_still_set_after_another_page(board: AppTest) -> None:
    board.number_input(key="what_if volume_change").set_value(12.5).run()
    board.switch_page(str(pages.named("definitions"))).run()
    board.switch_page(str(pages.named("what_if"))).run()
    assert board.number_input(key="what_if volume_change").value == 12.5


def test_a_headcount_cannot_be_set_where_staff_is_unknown(board: AppTest) -> None:
    board.number_input(key="what_if headcount").set_value(5.0).run()
    board.multiselect(key="channel").set_value(["email"]).run()
    assert not board.exception
    assert "staff months" in board.error[0].value
    press(board, "Reset")
    assert not board.error


def test_the_budget_page_forecasts_by_channel(board: AppTest) -> None:
    del board  # sets the store
    app = pages.opened("budget_allocation")
    app.selectbox(key="forecast_by").set_value("channel").run()
    assert not app.exception
    tables = [table.value for table in pages.unfolded(app).dataframe]
    forecast = next(table for table in tables if "months_closed" in table)
    parts = forecast[forecast["segment"] != "all"]
    whole = forecast[forecast["segment"] == "all"]
    assert {"Phone", "All channels"} <= set(parts["segment"])
    assert parts["forecast_amount"].sum() == pytest.approx(whole["forecast_amount"].iloc[0])
    assert (whole["plan_months"] == 12).all()
    assert (whole["reading"] == "no clear difference from plan").all()
