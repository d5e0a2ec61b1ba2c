"""An unknown table, its columns and the meaning of its values, said by hand without a browser."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.pages import opened
from tests.test_pages_uploads import click, export, texts, uploaded

HEADINGS = "Number,When,Shade,Aus,Antwortzeit"
ROWS = [
    f"A-{n},0{n}/04/2026 09:00,{'red' if n % 2 else 'blue'},{'Kiosk' if n % 3 else 'E-Mail'},{n}"
    for n in range(1, 10)
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    return Store.open(tmp_path / "store")


def choose(app: AppTest, label: str, value: str) -> AppTest:
    return next(box for box in app.selectbox if box.label == label).set_value(value).run()


def glimpsed(app: AppTest) -> pd.DataFrame | None:
    tables = [frame for frame in app.dataframe if "as this mapping reads them" in frame.proto.alt]
    return tables[0].value if tables else None


def warnings(app: AppTest) -> str:
    return "\n".join(one.value.replace("\\", "") for one in app.warning)


def count(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.execute(sql).fetchall()


def test_columns_are_said_looked_at_read_published_and_remembered(store: Store) -> None:
    app = uploaded(export(*ROWS, name="notes.csv", headings=HEADINGS))
    assert "Say which column is: Created at. Without it no row can be kept." in texts(app)
    assert "Perhaps **Created at**: its values look like dates" in texts(app)
    assert glimpsed(app) is None
    choose(app, "When is", "created_at")
    assert "“01/04/2026 09:00” may be" in warnings(app)
    choose(app, "Order of day and month in When", "dmy")
    choose(app, "Aus is", "channel")
    assert "“Kiosk” (6 rows): no known channel" in warnings(app)
    assert "“1” may be seconds, minutes, hours or days" in warnings(app)
    choose(app, "Unit of Antwortzeit", "minutes")
    choose(app, "Shade is", "team")
    rows = glimpsed(app)
    assert rows is not None
    assert list(rows["channel"][:3]) == ["other", "other", "email"]
    assert rows["created_at"][1].startswith("2026-04-02")
    choose(app, "“Kiosk” means", "in_person")
    assert "no known channel" not in warnings(app)
    click(app, "Read with this mapping")
    assert "9 rows read, 9 kept, 0 rejected" in texts(app)
    click(app, "Publish 1")
    assert count(store, "select channel, team, count(*) from ticket group by all order by all") == [
        ("email", "blue", 1),
        ("email", "red", 2),
        ("in_person", "blue", 3),
        ("in_person", "red", 3),
    ]
    assert count(store, "select max(first_reply_seconds), max(day(created_at)) from ticket") == [
        (540, 9)
    ]
    assert not list((store.folder / "staging").glob("*/*"))
    moved = "Aus,Shade,When,Number,Antwortzeit"
    again = uploaded(export("Kiosk,red,10/04/2026 09:00,B-1,7", name="may.csv", headings=moved))
    assert "1 rows read, 1 kept" in texts(again)
    assert "remembered for these headings since" in warnings(again)
    click(again, "Publish 1")
    assert count(store, "select channel from ticket where ticket_id = 'B-1'") == [("in_person",)]


def test_a_column_chosen_twice_is_asked_about_and_nothing_is_read(store: Store) -> None:
    app = uploaded(export(*ROWS, name="notes.csv", headings=HEADINGS))
    choose(app, "When is", "created_at")
    choose(app, "Shade is", "created_at")
    assert "Created at is chosen for “When” and for “Shade”: choose it once." in texts(app)
    assert glimpsed(app) is None
    (confirm,) = [button for button in app.button if button.label == "Read with this mapping"]
    assert confirm.disabled


def test_scores_under_headings_of_ones_own_are_answers(store: Store) -> None:
    rows = [f"{n},2026-04-{n + 10} 09:00,{n}" for n in range(10)]
    app = uploaded(export(*rows, name="kiosk.csv", headings="Bon,Moment,Punkte"))
    choose(app, "Each row is", "response")
    choose(app, "Moment is", "responded_at")
    choose(app, "Punkte is", "score")
    choose(app, "The scores are", "nps")
    click(app, "Read with this mapping")
    click(app, "Publish 1")
    assert count(store, "select metric, count(*), sum(score) from response group by all") == [
        ("nps", 10, 45)
    ]


def test_a_table_that_was_read_by_its_headings_can_be_read_otherwise(store: Store) -> None:
    rows = [f"T-{n},2026-04-0{n} 09:00,Kiosk,Ada,open" for n in range(1, 8)]
    app = uploaded(export(*rows, name="t.csv", headings="ticket_id,created_at,channel,Chef,status"))
    assert "7 rows read, 7 kept" in texts(app)
    assert glimpsed(app) is None
    next(one for one in app.toggle if one.label == "Say which column is which").set_value(True)
    choose(app.run(), "Chef is", "agent")
    click(app, "Read with this mapping")
    click(app, "Publish 1")
    assert count(store, "select distinct agent, status from ticket") == [("Ada", "open")]


def test_values_are_listed_and_given_a_meaning_without_loading_again(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(
        "ticket_id,created_at,channel,team,status\n"
        "T-1,2026-04-01 09:00,Kiosk,N-1,open\nT-2,2026-04-02 09:00,Kiosk,N-1,Laufzettel\n"
        "T-3,2026-04-03 09:00,email,N-2,open\n"
    )
    assert store.load(tmp_path / "t.csv", Options())[0].status == "loaded"
    app = opened("mappings")
    assert "1 of channel (2 records), 1 of status (1 records)" in texts(app)
    assert list(app.dataframe[0].value["value"]) == ["Kiosk"]
    assert list(app.dataframe[0].value["counts_as"]) == ["Other"]
    next(one for one in app.selectbox if one.label == "Kiosk of generic").set_value("in_person")
    click(app, "Save meanings")
    assert "Saved: channel “Kiosk” of generic means In person." in texts(app)
    channels = "select channel, count(*) from ticket group by 1 order by 1"
    assert count(store, channels) == [("email", 1), ("in_person", 2)]
    assert "1 of status (1 records)" in texts(app) and "1 of channel" not in texts(app)
    click(app, "Undo")
    assert "Change 1 is undone." in texts(app)
    assert count(store, channels) == [("email", 1), ("other", 2)]
    app.selectbox(key="meaning of").set_value("team").run()
    next(one for one in app.text_input if one.label == r"N\-1 of generic").set_value("North")
    click(app, "Save meanings")
    assert count(store, "select distinct team from ticket order by 1") == [("N-2",), ("North",)]


def test_a_remembered_mapping_is_put_aside_and_taken_up_again(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("\n".join([HEADINGS, *ROWS, ""]))
    columns = {"ticket_id": "Number", "created_at": {"heading": "When", "date_order": "dmy"}}
    mapping: dict[str, object] = {"table": "ticket", "source": "notes", "columns": columns}
    store.load(tmp_path / "notes.csv", Options(mapping=mapping))
    app = opened("mappings")
    assert list(app.dataframe[-1].value["made for"]) == ["notes.csv"]
    click(app, "Use no more")
    assert "Mapping 1 is used for no further file." in texts(app)
    assert store.mappings.active() == []
    click(app, "Use again")
    assert [one.mapping_id for one in store.mappings.active()] == [1]


def test_a_question_about_a_file_names_the_field_that_answers_it(store: Store) -> None:
    rows = [f"T-{n},0{n}/04/2026 09:00,Ada,open,email" for n in range(1, 8)]
    headings = "ticket_id,created_at,agent,status,channel"
    app = uploaded(export(*rows, name="t.csv", headings=headings))
    assert "no value of the file tells which; choose the date order below" in texts(app)
    assert "--" not in texts(app)
    choose(app, "Date order", "dmy")
    click(app, "Read again")
    assert "7 rows read, 7 kept" in texts(app)
    assert "another zone can be chosen below" in warnings(app)


def test_a_file_without_headings_is_mapped_by_the_numbers_of_its_columns(store: Store) -> None:
    rows = [f"A-{n},2026-04-0{n} 09:00,{'solved' if n % 2 else 'open'}" for n in range(1, 8)]
    app = uploaded(export(*rows[1:], name="bare.csv", headings=rows[0]))
    boxes = [box.label for box in app.selectbox]
    assert [label for label in boxes if label.startswith("Column ")] == [
        "Column 1 is",
        "Column 2 is",
        "Column 3 is",
    ]
    for column, meaning in (("1", "ticket_id"), ("2", "created_at"), ("3", "status")):
        choose(app, f"Column {column} is", meaning)
    seen = glimpsed(app)
    assert seen is not None
    assert list(seen["ticket_id"][:2]) == ["A-1", "A-2"]
    click(app, "Read with this mapping")
    assert "7 rows read, 7 kept, 0 rejected" in texts(app)
    click(app, "Publish 1")
    found = count(store, "select status, count(*) from ticket group by all order by all")
    assert found == [("open", 3), ("solved", 4)]
