"""Mapping files: what each key does, by the rows that come of it."""

import csv
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options
from support_kpi.errors import MappingError, UndecidedColumn
from support_kpi.parsing.files import sheets
from support_kpi.readers import generic_table

Row = tuple[object, ...]
TIMES = (
    ("No", "Opened", "Done", "Desk", "From", "How urgent"),
    ("1", "03/04/2026 10:00", "05/04/2026 10:00", "N-1", "Kiosk", "Rot"),
    ("2", "04/04/2026 10:00", "06/04/2026 10:00", "N-2", "Brieftaube", "Grün"),
)


def converted(
    folder: Path,
    rows: tuple[tuple[str, ...], ...],
    mapping: Mapping[str, object],
    date_order: str | None = None,
) -> Converted:
    path = folder / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    (sheet,) = sheets(path, folder / "sheets")
    options = Options(mapping=mapping, date_order=date_order, name="list.csv")  # type: ignore[arg-type]
    with duckdb.connect() as connection:
        reading = generic_table.read(sheet, options)
        return convert(connection, sheet, reading, options, b"k" * 32, folder / "tables")


def read(made: Converted, columns: str, table: str = "ticket") -> list[Row]:
    query = f"select {columns} from read_parquet($path) order by source_row"
    return duckdb.execute(query, {"path": str(made.tables[table])}).fetchall()


def of(**columns: object) -> dict[str, object]:
    return {"table": "ticket", "columns": {"ticket_id": "No", **columns}}


def test_an_order_of_one_column_settles_the_others_too(tmp_path: Path) -> None:
    said = of(created_at={"heading": "Opened", "date_order": "dmy"}, solved_at="Done")
    made = converted(tmp_path, TIMES, said)
    assert read(made, "created_at::date::varchar, solved_at::date::varchar") == [
        ("2026-04-03", "2026-04-05"),
        ("2026-04-04", "2026-04-06"),
    ]
    assert made.date_order == "dmy"


def test_columns_may_be_of_different_orders(tmp_path: Path) -> None:
    said = of(
        created_at={"heading": "Opened", "date_order": "mdy"},
        solved_at={"heading": "Done", "date_order": "dmy"},
    )
    first, _ = read(converted(tmp_path, TIMES, said), "created_at::date::varchar, solved_at::date")
    assert [str(value) for value in first] == ["2026-03-04", "2026-04-05"]


def test_without_an_order_a_column_that_nothing_decides_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UndecidedColumn, match="03/04/2026"):
        converted(tmp_path, TIMES, of(created_at="Opened"))


def test_zone_and_order_of_the_whole_file_stand_above_the_columns(tmp_path: Path) -> None:
    said = {**of(created_at="Opened"), "zone": "Europe/Berlin", "date_order": "mdy"}
    made = converted(tmp_path, TIMES, said)
    assert read(made, "created_at::varchar")[0] == ("2026-03-04 09:00:00",)
    own = {**of(created_at={"heading": "Opened", "zone": "UTC"}), "zone": "Asia/Tokyo"}
    made = converted(tmp_path, TIMES, {**own, "date_order": "mdy"})
    assert read(made, "created_at::varchar")[0] == ("2026-03-04 10:00:00",)


def test_values_say_what_the_words_of_a_file_mean_and_leave_them_readable(tmp_path: Path) -> None:
    said = {
        **of(
            created_at={"heading": "Opened", "date_order": "dmy"},
            channel="From",
            priority="How urgent",
            team="Desk",
        ),
        "values": {
            "channel": {"kiosk": "in_person"},
            "priority": {"Rot": "urgent", "Grün": None},
            "team": {"N-1": "North"},
        },
    }
    made = converted(tmp_path, TIMES, said)
    assert read(made, "channel, channel_detail, priority, priority_detail, team, team_detail") == [
        ("in_person", "Kiosk", "urgent", "Rot", "North", "N-1"),
        ("other", "Brieftaube", None, "Grün", "N-2", "N-2"),
    ]
    assert made.cells_bad == 0


def test_a_column_of_values_wins_over_the_values_of_the_file(tmp_path: Path) -> None:
    said = {
        **of(
            created_at={"heading": "Opened", "date_order": "dmy"},
            channel={"heading": "From", "values": {"Kiosk": "self_service"}},
        ),
        "values": {"channel": {"Kiosk": "in_person", "Brieftaube": "messaging"}},
    }
    assert read(converted(tmp_path, TIMES, said), "channel") == [("self_service",), ("messaging",)]


def test_a_column_may_be_named_by_its_number_or_its_place_among_equals(tmp_path: Path) -> None:
    rows = (
        ("No", "When", "Note", "", "Note"),
        ("1", "2026-04-03 10:00", "a", "Ada", "b"),
        ("2", "2026-04-03 11:00", "c", "Bo", "d"),
    )
    said = of(
        created_at="When",
        subject={"heading": "Note", "nth": 2},
        category={"heading": "Note"},
        agent={"column": 4},
    )
    assert read(converted(tmp_path, rows, said), "subject, category, agent") == [
        ("b", "a", "Ada"),
        ("d", "c", "Bo"),
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"values": {"channel": {"Kiosk": "in_persn"}}}, 'the nearest is "in_person"'),
        ({"values": {"colour": {"red": "urgent"}}}, "it may name channel"),
        ({"values": {"channel": "in_person"}}, "must be an object of objects"),
        ({"date_order": "ydm"}, "must be one of dmy, mdy, ymd"),
        ({"columns": {"ticket_id": {"column": 9}}}, "from column 9, and the table has 6"),
    ],
)
def test_what_a_mapping_cannot_mean_is_refused(
    tmp_path: Path, change: Mapping[str, object], sentence: str
) -> None:
    said = {**of(created_at="Opened", channel="From"), **change}
    with pytest.raises(MappingError) as error:
        converted(tmp_path, TIMES, said)
    assert sentence in str(error.value)
