"""From an upload to a changed number and back, without a browser."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.pages import metric, named, opened

HEADINGS = "ticket_id,created_at,solved_at,channel,team,status"
MARCH = [
    "T-1,2026-03-02 09:00:00,2026-03-02 10:00:00,email,Billing,solved",
    "T-2,2026-03-03 09:00:00,2026-03-04 09:00:00,phone,Billing,solved",
    "T-3,2026-03-31 09:00:00,,email,Orders,open",
]
APRIL = ["T-4,2026-04-30 09:00:00,,email,Orders,open"]
BROKEN = ["T-5,whenever,,email,Orders,open"]
Upload = tuple[str, bytes, str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with the three tickets of March."""
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    file = tmp_path / "march.csv"
    file.write_bytes(export(*MARCH)[1])
    store = Store.open(tmp_path / "store")
    store.load(file, Options())
    return store


def export(*rows: str, name: str = "march.csv", headings: str = HEADINGS) -> Upload:
    return name, "\n".join([headings, *rows, ""]).encode(), "text/csv"


def uploaded(*files: Upload) -> AppTest:
    app = opened("upload_exports")
    return app.file_uploader[0].set_value(list(files)).run()


def click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def created(app: AppTest) -> str:
    """The number of tickets, as another page shows it to the same visitor."""
    app.switch_page(str(named("overview"))).run()
    app.date_input(key="from").set_value("2026-01-01")
    app.date_input(key="to").set_value("2026-12-31").run()
    number = metric(app, "Tickets created")
    app.switch_page(str(named("upload_exports"))).run()
    return number


def texts(app: AppTest) -> str:
    return "\n".join(
        element.value.replace("\\", "").replace("\u2060", "")
        for element in (*app.markdown, *app.caption, *app.error, *app.success, *app.info)
    )


def test_an_upload_changes_nothing_until_it_is_published(store: Store) -> None:
    app = uploaded(export(*APRIL, name="april.csv"))
    assert "1 rows read, 1 kept, 0 rejected" in texts(app)
    assert "Publishing adds 1 records and updates 0" in texts(app)
    assert len(store.loads()) == 1
    table = app.table[0].value.set_index("KPI")
    assert list(table.loc["Tickets created"]) == ["3", "4", "\\+1"]


def test_publish_undo_and_redo_change_the_number_at_once(store: Store) -> None:
    app = uploaded(export(*APRIL, name="april.csv"))
    assert created(app) == "3"
    click(app.file_uploader[0].set_value([export(*APRIL, name="april.csv")]).run(), "Publish 1")
    assert "april.csv is load 2: 1 new, 0 updated, 0 unchanged" in texts(app)
    assert created(app) == "4"
    assert app.selectbox(key="chosen load").value == 2
    click(app, "Undo")
    assert created(app) == "3"
    click(app, "Redo")
    assert created(app) == "4"
    assert [load.is_active for load in store.loads()] == [True, True]


def test_a_first_load_has_no_numbers_before_and_the_dates_follow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "empty"))
    app = uploaded(export(*MARCH))
    assert not app.date_input
    table = app.table[0].value.set_index("KPI")
    assert list(table.loc["Tickets created"]) == ["—", "3", "—"]
    click(app, "Publish")
    assert app.date_input(key="from").value == date(2026, 3, 1)
    assert app.date_input(key="to").value == date(2026, 3, 31)
    click(app.file_uploader[0].set_value([export(*APRIL, name="april.csv")]).run(), "Publish")
    assert app.date_input(key="to").value == date(2026, 4, 30)
    app.date_input(key="from").set_value("2026-04-01").run()
    click(app, "Undo")
    assert app.date_input(key="from").value == date(2026, 4, 1)


def test_another_visitor_sees_a_publication_without_a_restart(store: Store) -> None:
    visitor = opened("tickets", {"from": "2026-01-01", "to": "2026-12-31"})
    assert len(visitor.dataframe[0].value) == 3
    click(uploaded(export(*APRIL, name="april.csv")), "Publish")
    assert len(visitor.run().dataframe[0].value) == 4


def test_several_files_are_published_in_one_step(store: Store) -> None:
    app = uploaded(export(*APRIL, name="april.csv"), export(*MARCH, name="again.csv"))
    assert "The same file is loaded already" in texts(app)
    click(app, "Publish 2 tables")
    assert "april.csv is load 2" in texts(app)
    assert "march.csv is loaded already; nothing changed" in texts(app)
    assert len(store.loads()) == 2


def test_rejected_rows_are_shown_before_publishing_and_kept_to_download(store: Store) -> None:
    app = uploaded(export(*MARCH, *APRIL, *BROKEN, name="april.csv"))
    assert "5 rows read, 4 kept, 1 rejected" in texts(app)
    rejected = next(frame.value for frame in app.dataframe if "reason" in frame.value)
    assert list(rejected["row"]) == [6]
    assert "whenever" in rejected["value"].iloc[0]
    click(app, "Publish")
    assert {"Rejects as CSV", "Rejects as Excel"} <= {b.label for b in app.download_button}


def test_a_date_order_that_is_chosen_is_read_anew(store: Store) -> None:
    file = export("T-6,03/04/2026 09:00,,email,Orders,open", name="ambiguous.csv")
    app = uploaded(file)
    order = next(box for box in app.selectbox if box.label == "Date order")
    read = []
    for choice in ("mdy", "dmy"):
        order.set_value(choice)
        click(app, "Read again")
        read.append(app.dataframe[0].value["created_at"].iloc[0][:10])
        order = next(box for box in app.selectbox if box.label == "Date order")
    assert read == ["2026-03-04", "2026-04-03"]


def test_an_unknown_table_is_refused_until_its_mapping_is_confirmed(store: Store) -> None:
    rows = ["A-1,2026-05-01 09:00,red", "A-2,2026-05-02 09:00,blue"]
    app = uploaded(export(*rows, name="notes.csv", headings="Number,When,Shade"))
    assert "is of no known format" in texts(app)
    assert "starting from" not in texts(app)
    assert not [button for button in app.button if button.label.startswith("Publish")]
    assert '"table"' in app.text_area[0].value
    app.text_area[0].set_value("{")
    assert "The mapping is no JSON" in texts(click(app, "Read again"))
    app.text_area[0].set_value(
        '{"table": "ticket", "columns": {"ticket_id": "Number", "created_at": "When"}}'
    )
    click(app, "Read again")
    assert "2 rows read, 2 kept, 0 rejected" in texts(app)
    click(app, "Publish")
    assert created(app) == "5"


def test_discarded_and_removed_files_leave_nothing_behind(store: Store) -> None:
    app = uploaded(export(*APRIL, name="april.csv"), export(*APRIL, *MARCH, name="other.csv"))
    assert len(app.session_state["waiting"]) == 2
    app.file_uploader[0].set_value([export(*APRIL, name="april.csv")]).run()
    assert len(app.session_state["waiting"]) == 1
    click(app, "Discard")
    assert "waiting" not in app.session_state or not app.session_state["waiting"]
    assert not list((store.folder / "staging").glob("*/*"))
    assert len(store.loads()) == 1


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(store: Store) -> None:
    app = uploaded(("broken.xlsx", b"PK\x03\x04 not a workbook", "application/zip"))
    assert not app.exception
    (refusal,) = app.error
    assert "broken" in refusal.value
    assert len(store.loads()) == 1


@pytest.mark.usefixtures("store")
def test_a_load_says_beside_its_file_how_many_rows_were_read_kept_and_rejected() -> None:
    listed = opened("upload_exports").dataframe[-1].value
    assert list(listed.columns[2:6]) == ["file", "rows read", "kept", "rejected"]
