"""Rejected rows in the dashboard: listed, filtered, mended by an upload, gone from the list."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support_kpi import outputs, rejects
from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.pages import opened
from tests.test_pages_uploads import HEADINGS, MARCH, click, export, texts, uploaded

LATE = "T-8,whenever,,email,Orders,open"
NAMELESS = ",2026-03-05 09:00:00,,chat,Orders,open"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with three tickets of March and two rows that were rejected."""
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "store"))
    file = tmp_path / "march.csv"
    file.write_bytes(export(*MARCH, LATE, NAMELESS)[1])
    store = Store.open(tmp_path / "store")
    store.load(file, Options())
    return store


def page(**query: str) -> AppTest:
    app = opened("rejected_rows", query)
    assert not app.exception
    return app


def findings(app: AppTest) -> list[str]:
    """The headings that are complained of, as the list shows them."""
    listed = [frame.value for frame in app.dataframe if "how_to_mend" in frame.value]
    return [] if not listed else listed[0]["heading"].tolist()


def mend(store: Store) -> bytes:
    rows = rejects.mendable(store.rejects(1), store.loads()[0])
    assert rows is not None
    content = outputs.rows_to_bytes((*rows.headings, *rows.rows), "csv").decode("utf-8-sig")
    return content.replace("whenever", "2026-03-30 09:00").replace("\n,", "\nT-9,").encode()


def test_the_page_opens_at_the_load_with_something_to_mend(store: Store) -> None:
    app = page()
    assert app.selectbox(key="load").value == 1
    assert findings(app) == ["created_at", "ticket_id"]
    (own,) = (frame.value for frame in app.dataframe if "Rejected because" in frame.value)
    assert list(own.columns) == ["Rejected row", "Rejected because", *HEADINGS.split(",")]
    assert own["created_at"].tolist() == ["whenever", "2026-03-05 09:00:00"]
    assert {"Rejects as CSV", "Rejects as Excel"} <= {b.label for b in app.download_button}


def test_a_reason_narrows_the_list_and_the_address_remembers_it(store: Store) -> None:
    app = page()
    app.selectbox(key="reason").set_value("is not a date and time").run()
    assert findings(app) == ["created_at"]
    assert "is not a date and time" in app.query_params["reason"]
    assert findings(page(reason="is not a date and time", load="1")) == ["created_at"]


def test_what_is_mended_and_uploaded_leaves_the_list(store: Store) -> None:
    app = click(uploaded(("mended.csv", mend(store), "text/csv")), "Publish 1")
    assert "mended.csv is load 2: 2 new, 0 updated" in texts(app)
    left = page()
    assert findings(left) == []
    assert "No finding matches" in texts(left)
    done = page(rejects="Mended since")
    assert findings(done) == ["created_at", "ticket_id"]
    shown = next(frame.value for frame in done.dataframe if "mended_by" in frame.value)
    assert shown["mended_by"].tolist() == [2, 2] and set(shown["state"]) == {"mended"}
    store.undo(2)
    assert findings(page()) == ["created_at", "ticket_id"]


def test_an_address_that_names_no_load_shows_all_of_them(store: Store) -> None:
    app = page(load="77", rejects="nonsense", reason="nothing")
    assert app.selectbox(key="load").value is None
    assert findings(app) == ["created_at", "ticket_id"]


def test_a_store_without_rejects_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(tmp_path / "empty"))
    assert "Every row and every cell of what is loaded was read" in texts(page())


def test_the_history_leads_to_the_rejected_rows_of_a_load(store: Store) -> None:
    app = opened("upload_exports")
    (link,) = (one for one in app.get("page_link") if "rejected" in one.proto.label)
    assert "load=1" in link.proto.query_string
