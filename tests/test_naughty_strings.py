"""The big list of naughty strings, where it is at hand, in every text of a list of tickets, of a
workbook and of a survey: in the store, on a page and in a download each is the text that it was."""

import csv
import io
import json
from collections.abc import Collection, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.escape import unescape

from support_kpi import exports, outputs
from support_kpi.conversion.literals import BLANK_CHARACTERS
from support_kpi.drafts import Options
from support_kpi.store import Store
from tests.pages import opened
from tests.variants import as_csv, as_workbook

LIST = Path(__file__).parents[2] / "shared/exports/messy/big-list-of-naughty-strings/blns.json"
STRINGS: list[str] = json.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else []
FIELDS = ("subject", "team", "agent", "category", "organization", "ticket_type", "channel_detail")
NOTHING = {"", "null", "(null)", "nan", "-", "--"}
NOBODY = {"nil", "none"}  # No name of a team or a person, yet an answer.
# The writer of workbooks escapes this one, as no XML may hold it, and nobody knows that escape.
NOT_IN_XML = "\ufffe"
OPINION = "What do you think of us?"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

pytestmark = pytest.mark.skipif(not STRINGS, reason=f"no list of naughty strings in {LIST}")


def meant(string: str, nothing: Collection[str] = NOTHING) -> str | None:
    """What is kept of a cell: blanks around it are none of it, and some words mean nothing."""
    text = string.strip(BLANK_CHARACTERS)
    return None if text.casefold() in nothing else text


def tickets(letter: str) -> list[list[str]]:
    headings = ["ticket_id", "created_at", "status", *FIELDS[:-1], "channel"]
    rows = [
        [f"{letter}{number:03}", "2026-01-05 09:00", "open", *[string] * len(FIELDS)]
        for number, string in enumerate(STRINGS)
    ]
    return [headings, *rows]


def answers() -> list[list[str]]:
    rows = [[f"2026/01/05 09:{n // 60:02}:{n % 60:02}", text] for n, text in enumerate(STRINGS)]
    return [["Timestamp", OPINION], *rows]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("naughty")
    (folder / "tickets.csv").write_bytes(as_csv(tickets("c")))
    (folder / "tickets.xlsx").write_bytes(as_workbook(tickets("w")))
    (folder / "survey.csv").write_bytes(as_csv(answers()))
    store = Store.open(folder / "store")
    results = store.load_many(sorted(folder.glob("*.*")), Options())
    assert [(one.error, one.rows_kept) for one in results] == [(None, len(STRINGS))] * 3
    return store


def rows(store: Store, table: str) -> pd.DataFrame:
    _, connection = store.connect()
    with connection:
        return exports.rows(connection, table, None)


def cells(frame: pd.DataFrame, column: str) -> Iterator[str | None]:
    """A column with None for no value."""
    return (None if pd.isna(value) else str(value) for value in frame[column])


@pytest.mark.parametrize(
    ("letter", "left_out"), [("c", ""), ("w", NOT_IN_XML)], ids=["csv", "xlsx"]
)
def test_every_text_of_a_ticket_is_kept(store: Store, letter: str, left_out: str) -> None:
    found = rows(store, "ticket")
    found = found[found["ticket_id"].str.startswith(letter)].sort_values("ticket_id")
    for field in FIELDS:
        kept = list(cells(found, field))
        wrong = [
            (string, text)
            for string, text in zip(STRINGS, kept, strict=True)
            if text != meant(string, NOTHING | NOBODY) and string != left_out
        ]
        assert wrong == []


def test_every_answer_of_a_survey_is_kept(store: Store) -> None:
    found = rows(store, "answer")
    assert set(found["question"]) == {OPINION}
    assert sorted(found["option"]) == sorted(text for s in STRINGS if (text := meant(s)))


def test_a_download_as_csv_holds_every_text_and_runs_none(store: Store) -> None:
    kept = rows(store, "ticket")
    content = outputs.to_bytes(kept, "csv", title="ticket", note="all rows").decode("utf-8-sig")
    written = list(csv.DictReader(io.StringIO(content, newline="")))
    for field in FIELDS:
        assert_safe(list(cells(kept, field)), [row[field] or None for row in written])


def test_a_download_as_workbook_holds_every_text_and_runs_none(store: Store) -> None:
    kept = rows(store, "ticket")
    content = outputs.to_bytes(kept, "xlsx", title="ticket", note="all rows")
    headings, *written = openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows()
    for field in FIELDS:
        place = [cell.value for cell in headings].index(field)
        values = [row[place] for row in written]
        assert {cell.data_type for cell in values} <= {"s", "n"}
        texts = [None if cell.value is None else unescape(str(cell.value)) for cell in values]
        assert_safe([text and unescape(text) for text in cells(kept, field)], texts)


def assert_safe(kept: list[str | None], written: list[str | None]) -> None:
    """Each text as it was kept, or behind an apostrophe where a spreadsheet would run it."""
    assert len(kept) == len(written)
    for text, cell in zip(kept, written, strict=True):
        assert cell in (text, f"'{text}")
        if cell is not None and cell.lstrip(" ").startswith(RUNS):
            assert cell[0] in "+-" and cell[1].isdigit()


def test_a_page_shows_every_name_of_a_team(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_KPI_STORE", str(store.folder))
    kept = rows(store, "ticket").set_index("ticket_id")["team"]
    for start in ("c00", "c03", "c20", "c49"):
        app = opened("tickets", {"from": "2026-01-01", "to": "2026-01-31", "ticket": start})
        assert not app.exception
        shown = app.dataframe[0].value.set_index("ticket_id")["team"]
        assert dict(shown) == dict(kept[kept.index.str.startswith(start)].fillna("not given"))
