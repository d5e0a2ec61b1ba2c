"""Meanings of values: said at load, said later, undone; and what the KPIs make of them."""

from pathlib import Path

import pandas as pd
import pytest

from support_kpi import kpis, queries
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.filters import Filters
from support_kpi.store import Rule, Store

CASES = """\
Case no,Opened,Done,From,How urgent,Stage,Desk,CSAT
A1,2026-03-02 09:00,2026-03-02 11:00,Kiosk,Rot,Ausgeliefert,N-1,5
A2,2026-03-03 09:00,,Kiosk,Rot,Laufzettel,N-1,
A3,2026-03-04 09:00,2026-03-05 09:00,E-Mail,Grün,Ausgeliefert,N-2,2
A4,2026-03-05 09:00,,Brieftaube,Grün,Laufzettel,N-2,
"""
COLUMNS = {
    "ticket_id": "Case no",
    "created_at": "Opened",
    "solved_at": "Done",
    "channel": "From",
    "priority": "How urgent",
    "status": "Stage",
    "team": "Desk",
    "csat_score": {"heading": "CSAT", "low": 1, "high": 5},
}
MEANT = {
    "channel": {"Kiosk": "in_person", "Brieftaube": "messaging"},
    "priority": {"Rot": "urgent", "Grün": "low"},
    "status": {"Ausgeliefert": "solved", "Laufzettel": "open"},
    "team": {"N-1": "North", "N-2": "North"},
}
MARCH = Filters(pd.Timestamp("2026-03-01").date(), pd.Timestamp("2026-04-01").date())
NOT_COMPARED = ("load_id", "team_detail")


def rules(**meant: dict[str, str]) -> list[Rule]:
    return [
        Rule("city", field, value, meaning)
        for field, words in (meant or MEANT).items()
        for value, meaning in words.items()
    ]


def loaded(folder: Path, values: dict[str, dict[str, str]] | None = None) -> Store:
    folder.mkdir(exist_ok=True)
    (folder / "cases.csv").write_text(CASES, encoding="utf-8")
    mapping: dict[str, object] = {"table": "ticket", "source": "city", "columns": COLUMNS}
    if values:
        mapping["values"] = values
    store = Store.open(folder / "store")
    (result,) = store.load(folder / "cases.csv", Options(mapping=mapping))
    assert result.status == "loaded", result.error
    return store


def frame(store: Store, sql: str) -> pd.DataFrame:
    with store.connect()[1] as connection:
        return connection.execute(sql).df()


def by_channel(store: Store) -> pd.DataFrame:
    with store.connect()[1] as connection:
        return kpis.frame(connection, MARCH, dimension="channel")


def channels(store: Store) -> dict[str, int]:
    counted = "select channel, count(*) from ticket_fact group by channel order by channel"
    return dict(frame(store, counted).itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def said_at_load(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return loaded(tmp_path_factory.mktemp("early"), MEANT)


def test_values_said_at_load_and_said_later_give_equal_tables(
    tmp_path: Path, said_at_load: Store
) -> None:
    later = loaded(tmp_path)
    assert channels(later) == {"email": 1, "other": 3}
    later.meanings.say(rules())
    assert channels(later) == {"email": 1, "in_person": 2, "messaging": 1}
    for table in ("ticket", "response", "ticket_fact", "ticket_day", "response_fact"):
        query = f"select columns(lambda c: c not in {NOT_COMPARED}) from {table} order by all"
        pd.testing.assert_frame_equal(frame(said_at_load, query), frame(later, query))
    pd.testing.assert_frame_equal(by_channel(said_at_load), by_channel(later))


def test_kpis_by_channel_follow_and_an_undo_brings_the_former_ones_back(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    before = by_channel(store)
    change = store.meanings.say(rules(channel={"kiosk": "in_person"}), by="ana")
    after = by_channel(store).set_index(["kpi", "segment"])
    assert after.loc[("tickets_created", "in_person"), "value"] == 2
    assert after.loc[("tickets_solved", "in_person"), "value"] == 1
    assert after.loc[("csat_rate", "in_person"), "n"] == 1
    assert (change.who, change.is_active) == ("ana", True)
    store.meanings.undo(change.change)
    pd.testing.assert_frame_equal(by_channel(store), before)
    store.meanings.redo(change.change)
    assert channels(store)["in_person"] == 2


def test_the_later_saying_wins_and_forgetting_counts_as_read_again(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    store.meanings.say(rules(channel={"Kiosk": "in_person"}))
    second = store.meanings.say(rules(channel={"KIOSK": "self_service"}))
    assert channels(store) == {"email": 1, "other": 1, "self_service": 2}
    store.meanings.undo(second.change)
    assert channels(store) == {"email": 1, "in_person": 2, "other": 1}
    store.meanings.forget([Rule("city", "channel", "Kiosk", None)])
    assert channels(store) == {"email": 1, "other": 3}
    assert store.meanings.rules() == []


def test_what_nothing_knows_is_listed_with_its_count_until_it_is_said(tmp_path: Path) -> None:
    store = loaded(tmp_path)

    def unknown() -> list[tuple[str, str, int]]:
        with store.connect()[1] as connection:
            found = queries.run(connection, queries.load("value_meanings"), {})
        chosen = found[found["is_unknown"]][["field", "value", "records"]]
        return list(chosen.itertuples(index=False, name=None))

    assert unknown() == [
        ("channel", "Kiosk", 3),
        ("channel", "Brieftaube", 1),
        ("priority", "Grün", 2),
        ("priority", "Rot", 2),
        ("status", "Ausgeliefert", 2),
        ("status", "Laufzettel", 2),
    ]
    store.meanings.say(rules())
    assert unknown() == []


def test_a_value_that_was_known_can_mean_something_else(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    store.meanings.say(rules(channel={"E-Mail": "web_form"}))
    assert channels(store) == {"other": 3, "web_form": 1}


def test_a_next_load_of_the_source_is_read_by_what_was_said(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    store.meanings.say(rules())
    (tmp_path / "april.csv").write_text(
        "Case no,Opened,Done,From,How urgent,Stage,Desk,CSAT\n"
        "A5,2026-04-02 09:00,,KIOSK,Rot,Laufzettel,N-1,\n",
        encoding="utf-8",
    )
    (result,) = store.load(tmp_path / "april.csv", Options())
    assert result.status == "loaded"
    assert channels(store) == {"email": 1, "in_person": 3, "messaging": 1}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule("city", "channel", "Kiosk", "in_persn"), '"in_persn" is no channel'),
        (Rule("city", "colour", "red", "x"), '"colour" has no meanings'),
        (Rule("city", "status", "  ", "open"), "blank"),
    ],
)
def test_what_makes_no_sense_is_refused(said_at_load: Store, rule: Rule, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        said_at_load.meanings.say([rule])


def test_what_was_never_said_cannot_be_forgotten_or_undone(said_at_load: Store) -> None:
    with pytest.raises(UsageError, match="Nothing is said"):
        said_at_load.meanings.forget([Rule("city", "channel", "Kiosk", None)])
    with pytest.raises(UsageError, match="no change 7"):
        said_at_load.meanings.undo(7)
