"""Rejected rows on their way: listed, written out, mended, loaded again."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi import outputs, rejects
from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.parsing import files
from support_kpi.parsing.mending import MARKS, unmarked
from support_kpi.store import LoadResult, Store
from tests import staged

HEADINGS = "Ticket ID,Created At,Solved At,Channel,Group,Status"
GOOD = [
    f"T-{n},{day}/03/2026 09:00,{day + 1}/03/2026 10:00,email,Billing,solved"
    for n, day in enumerate((4, 15, 16, 17, 18, 19, 20, 21, 22, 23), start=1)
]
LATE = "T-11,whenever,25/03/2026 10:00,phone,Orders,solved"
NAMELESS = ",05/03/2026 09:00,06/03/2026 10:00,chat,Orders,solved"
READ_AS = "reader=generic_table; zone=Europe/Berlin; dates=dmy"
UNCLEAR = "T-13,07/03/2026 09:00,soon,email,Orders,open"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


def load(store: Store, name: str, *rows: str, zone: str = "Europe/Berlin") -> LoadResult:
    path = store.folder.parent / name
    path.write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
    return loaded(store, path, Options(zone=zone))


def loaded(store: Store, path: Path, options: Options | None = None) -> LoadResult:
    (result,) = store.load(path, options or Options())
    assert result.error is None
    return result


def found(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def states(store: Store) -> list[tuple]:
    """Load, row, and the load that mended it, with whether it was rejected again."""
    return found(store, "select load_id, source_row, mended_by, is_again from reject order by 1, 2")


def written(store: Store, load_id: int, name: str) -> Path:
    path = store.folder.parent / name
    words = ["rejects", str(load_id), "--out", str(path), "--store", str(store.folder), "--json"]
    assert main(words) == 0
    return path


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def mended(path: Path, *changes: tuple[str, str]) -> Path:
    """The file with some cells written anew, the first of each."""
    text = path.read_text(encoding="utf-8-sig")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


def tickets(store: Store) -> dict[str, tuple]:
    rows = found(store, "select ticket_id, load_id, created_at, solved_at, channel from ticket")
    return {row[0]: row[1:] for row in rows}


def test_rejects_are_written_in_the_columns_of_their_export_with_reason_and_advice(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    headings, late, nameless = rows_of(written(store, 1, "mend.csv"))
    assert headings == [*HEADINGS.split(","), *MARKS]
    assert late[:6] == LATE.split(",") and nameless[:6] == NAMELESS.split(",")
    assert late[6:11] == [
        "12", "1", "march.csv", 'Created At: "whenever" is not a date and time',
        "Write a date and time such as 2026-03-31 14:05.",
    ]  # fmt: skip
    assert late[11].startswith(f'{READ_AS}; mapping={{"table": "ticket"')
    assert nameless[9] == "Ticket ID: empty, but every ticket needs one"


def test_mended_rows_loaded_by_themselves_change_only_themselves(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    before = tickets(store)
    path = mended(
        written(store, 1, "mend.csv"), ("whenever", "03/04/2026 08:00"), ("\n,", "\nT-12,")
    )
    result = loaded(store, path)
    assert (result.rows_read, result.records_new, result.records_updated) == (2, 2, 0)
    after = tickets(store)
    assert {name: row for name, row in after.items() if name in before} == before
    # Day first and the zone of Berlin, as the whole file was read: neither is asked for again.
    assert str(after["T-11"][1]) == "2026-04-03 06:00:00"
    assert after.keys() - before.keys() == {"T-11", "T-12"}
    assert states(store) == [(1, 12, 2, False), (1, 13, 2, False)]
    assert rows_of(written(store, 1, "left.csv"))[1:] == []
    store.undo(2)
    assert states(store) == [(1, 12, None, None), (1, 13, None, None)]


def test_rows_to_mend_come_back_from_a_workbook_too(store):
    load(store, "march.csv", *GOOD, NAMELESS)
    path = written(store, 1, "mend.xlsx")
    (sheet,) = files.sheets(path, store.folder.parent / "sheets")
    head = [list(row) for row in sheet.head]
    head[1][0] = "T-12"
    path.write_bytes(outputs.rows_to_bytes(head, "xlsx"))
    assert loaded(store, path).records_new == 1
    assert states(store) == [(1, 12, 2, False)]


def test_a_row_that_is_still_wrong_is_listed_under_the_load_that_tried_it(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    path = mended(written(store, 1, "mend.csv"), ("whenever", "some day"), ("\n,", "\nT-12,"))
    assert loaded(store, path).rows_rejected == 1
    assert states(store) == [(1, 12, 2, True), (1, 13, 2, False), (2, 2, None, None)]
    again = mended(written(store, 2, "again.csv"), ("some day", "03/04/2026 08:00"))
    loaded(store, again)
    assert states(store)[-1] == (2, 2, 3, False)
    assert str(tickets(store)["T-11"][1]) == "2026-04-03 06:00:00"


def test_the_whole_export_mended_and_loaded_again_changes_only_those_rows(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    result = load(
        store, "march, mended.csv", *GOOD, LATE.replace("whenever", "24/03/2026 09:00"),
        "T-12" + NAMELESS,
    )  # fmt: skip
    assert (result.records_new, result.records_updated, result.records_unchanged) == (2, 0, 10)
    assert states(store) == [(1, 12, 2, False), (1, 13, 2, False)]
    store.undo(2)
    assert {mended_by for *_, mended_by, _ in states(store)} == {None}


def test_a_later_export_with_the_record_mends_it_and_one_without_does_not(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    load(store, "april.csv", "T-20,24/04/2026 09:00,,email,Billing,open")
    assert states(store) == [(1, 12, None, None), (1, 13, None, None)]
    load(store, "may.csv", LATE.replace("whenever", "24/03/2026 09:00"))
    assert states(store) == [(1, 12, 3, False), (1, 13, None, None)]


def test_a_bad_cell_is_mended_in_place_and_the_rest_of_its_row_stays(store):
    load(store, "march.csv", *GOOD, UNCLEAR)
    assert found(store, "select column_name, is_row_rejected, record from reject") == [
        ("solved_at", False, "T-13")
    ]
    path = mended(written(store, 1, "mend.csv"), ("soon", "08/03/2026 09:00"))
    result = loaded(store, path)
    assert (result.records_new, result.records_updated) == (0, 1)
    assert str(tickets(store)["T-13"][2]) == "2026-03-08 08:00:00"
    assert states(store) == [(1, 12, 2, False)]


def test_headings_of_three_rows_come_along_and_the_survey_keeps_its_name(store, tmp_path):
    source = Path(__file__).parents[1] / "sample_data" / "exports" / "qualtrics.csv"
    lines = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"))))
    place = lines[0].index("ResponseId")
    kept, lines[4][place] = lines[4][place], ""
    path = tmp_path / "leaders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    result = loaded(store, path)
    assert result.rows_rejected == 1
    mend = written(store, 1, "mend.csv")
    rows = rows_of(mend)
    assert [row[: len(lines[0])] for row in rows] == [*lines[:3], lines[4]]
    rows[3][place] = kept
    with mend.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    back = loaded(store, mend)
    assert (back.reader, back.rows_kept) == ("qualtrics", 1)
    assert found(store, "select distinct survey from respondent") == [("leaders",)]
    assert len(found(store, "select * from respondent")) == result.records + 1
    assert {mended_by for *_, mended_by, _ in states(store)} == {2}


def test_columns_that_a_person_adds_after_the_marks_are_left_out(store):
    load(store, "march.csv", *GOOD, NAMELESS)
    path = written(store, 1, "mend.csv")
    headings, row = rows_of(path)
    path.write_text(
        ",".join([*headings, "done by"])
        + "\n"
        + ",".join(["T-12", *row[1:6], *row[6:9], "", "", READ_AS, "me"]),
        encoding="utf-8",
    )
    assert loaded(store, path).rows_kept == 1
    assert states(store) == [(1, 12, 2, False)]


def test_erasing_a_person_keeps_the_headings_of_the_rejects_that_stay(store):
    load(store, "march.csv", *GOOD, LATE, NAMELESS.replace("Orders", "bo@example.com"))
    assert store.erase("bo@example.com").rejects == 1
    headings, *rows = rows_of(written(store, 1, "mend.csv"))
    assert headings[:6] == HEADINGS.split(",")
    assert [row[0] for row in rows] == ["T-11"]


def test_the_command_lists_what_is_left_and_with_all_what_was_mended(store, capsys):
    load(store, "march.csv", *GOOD, LATE, NAMELESS)
    loaded(store, mended(written(store, 1, "mend.csv"), ("whenever", "24/03/2026 09:00")))
    capsys.readouterr()
    where = ["--store", str(store.folder)]
    assert main(["rejects", "1", *where]) == 0
    assert "Nothing is left to mend." in capsys.readouterr().out
    assert main(["rejects", "1", "--all", *where]) == 0
    assert "whenever" in capsys.readouterr().out
    assert main(["rejects", "2", *where]) == 0
    assert "Fill it in (identifier within the source)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "reason", "is_row_rejected", "advice"),
    [
        ("created_at", '"x" is not a date and time', True, "2026-03-31 14:05."),
        ("solved_at", '"x" is not a date and time', False, "14:05, or leave the cell empty."),
        ("handle_seconds", '"x" is not a length of time', False, "such as 01:30:00"),
        ("reopens", '"x" is not a whole number', False, "a whole number such as 12"),
        ("is_spam", '"x" is neither yes nor no', False, "Write yes or no"),
        ("priority", '"x" is not one of', False, "urgent, high, normal, low, or map the word"),
        (
            "created_at",
            "empty, but every ticket needs one",
            True,
            "a row without it cannot be kept",
        ),
        ("", "a line of totals", True, "Leave this line out"),
    ],
)
def test_the_advice_says_what_to_write(column, reason, is_row_rejected, advice) -> None:
    assert advice in rejects.how_to_mend(column, reason, is_row_rejected=is_row_rejected)


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(2, 5), st.sampled_from(["csv", "xlsx"]))
def test_cells_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, width: int, suffix: str
) -> None:
    """But for the apostrophe before what a spreadsheet would run, which the readers take off."""
    names = [f"Heading {n % 2} {'x' * n}" for n in range(width)]
    rows: Sequence[list[str]] = data.draw(
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4)
    )
    marked = [[*row, str(n), "1", "f.csv", "because", "how", ""] for n, row in enumerate(rows)]
    folder = tmp_path_factory.mktemp("mend")
    path = folder / f"mend.{suffix}"
    path.write_bytes(outputs.rows_to_bytes([[*names, *MARKS], *marked], suffix))
    (sheet,) = files.sheets(path, folder / "sheets")
    bare, recalled = unmarked(sheet)
    assert recalled is not None and bare.width == width
    back = [[cell.strip() for cell in row] for row in bare.head[1:]]
    assert back == [[outputs.defused(cell).strip() for cell in row] for row in rows]
