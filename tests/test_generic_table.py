"""Tables of no known vendor: mappings, certain headings, proposals and refusals."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options
from support_kpi.errors import MappingError, UnknownFormat
from support_kpi.parsing.files import sheets
from support_kpi.parsing.sheet import Sheet
from support_kpi.readers import generic_table

MAPPINGS = Path(__file__).parent / "mappings"
TICKETS = Path(__file__).parents[1].parent / "shared" / "exports" / "tickets"
Row = tuple[object, ...]


def sheet_of(folder: Path, *rows: tuple[str, ...]) -> Sheet:
    path = folder / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return sheets(path, folder / "sheets")[0]


def loaded(folder: Path, sheet: Sheet, mapping: Mapping[str, object] | None = None) -> Converted:
    options = Options(mapping=mapping, name="list.csv")
    _, reader = readers.claim(sheet, options)
    with duckdb.connect() as connection:
        reading = reader.read(sheet, options)
        return convert(connection, sheet, reading, options, b"k" * 32, folder / "tables")


def rows(converted: Converted, table: str, columns: str) -> list[Row]:
    query = f"select {columns} from read_parquet($path) order by source_row"
    return duckdb.execute(query, {"path": str(converted.tables[table])}).fetchall()


def real(folder: Path, path: str, mapping: str | None = None) -> Converted:
    export = TICKETS / path
    if not export.exists():
        pytest.skip(f"{export} is not beside the project")
    (sheet,) = sheets(export, folder / "sheets")
    said = json.loads((MAPPINGS / mapping).read_text("utf-8")) if mapping else None
    return loaded(folder, sheet, said)


CASES = (
    ("Case no", "Open date", "Open time", "Source", "wait", "Stars"),
    ("A1", "13/01/2026", "08:30", "Constituent Call", "15", "3 - Good"),
    ("A2", "14/01/2026", "23:30", "Desk", "", "0 - Unknown"),
)
MAPPING: Mapping[str, object] = {
    "table": "ticket",
    "source": "city_desk",
    "columns": {
        "ticket_id": "Case no",
        "created_at": {"heading": "Open date", "time": "Open time", "zone": "Europe/Paris"},
        "channel": {"heading": "Source", "values": {"Desk": "in_person"}},
        "first_reply_seconds": {"heading": "wait", "unit": "minutes"},
        "csat_score": {"heading": "Stars", "none": ["0 - Unknown"], "low": 1, "high": 3},
    },
    "constant": {"team": "City desk"},
}


def test_a_mapping_names_every_column(tmp_path: Path) -> None:
    converted = loaded(tmp_path, sheet_of(tmp_path, *CASES), MAPPING)
    assert converted.source == "city_desk"
    columns = "ticket_id, created_at::varchar, channel, first_reply_seconds, team"
    assert rows(converted, "ticket", columns) == [
        ("A1", "2026-01-13 07:30:00", "phone", 900.0, "City desk"),
        ("A2", "2026-01-14 22:30:00", "in_person", None, "City desk"),
    ]
    assert rows(converted, "response", "ticket_id, score, is_satisfied") == [("A1", 3.0, True)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"columns": {"ticket_id": "Case nr"}}, 'the nearest is "Case no"'),
        ({"columns": {"tickt_id": "Case no"}}, 'the nearest is "ticket_id"'),
        ({"table": "tickets"}, "must be one of ticket"),
        ({"colums": {}}, 'the nearest is "columns"'),
        ({"columns": {"created_at": {"heading": "Open date", "tiem": "x"}}}, '"time"'),
        ({"columns": {"first_reply_seconds": {"heading": "wait", "unit": "weeks"}}}, "minutes"),
        ({"columns": {"ticket_id": 3}}, 'an object with the key "heading"'),
        ({"heading_rows": "two"}, "a number from 1 to 5"),
        ({"columns": ["ticket_id"]}, "must be objects"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_to_do(
    tmp_path: Path, change: Mapping[str, object], sentence: str
) -> None:
    with pytest.raises(MappingError) as error:
        loaded(tmp_path, sheet_of(tmp_path, *CASES), {**MAPPING, **change})
    assert sentence in str(error.value)


def test_fuzzy_headings_are_proposed_and_not_loaded(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("Tickets ID", "Createdd at", "Status", "Shelf"),
        ("1", "2026-01-02 10:00", "Open", "B"),
        ("2", "2026-01-03 10:00", "Closed", "C"),
    )
    with pytest.raises(UnknownFormat) as error:
        readers.claim(sheet, Options())
    assert '"Createdd at"' in str(error.value)
    mapping = generic_table.propose(sheet)
    assert mapping["columns"] == {
        "ticket_id": "Tickets ID",
        "created_at": "Createdd at",
        "status": "Status",
    }
    assert mapping["guesses"] == ["ticket_id", "created_at"]
    assert loaded(tmp_path, sheet, mapping).rows_kept == 2


def test_a_column_of_one_id_again_and_again_names_no_tickets(tmp_path: Path) -> None:
    events = [("7", f"2026-01-{day:02d} 10:00", "note") for day in range(1, 12)]
    sheet = sheet_of(tmp_path, ("Ticket ID", "Created at", "Event"), *events)
    assert not generic_table.recognises(sheet)


def test_a_list_of_people_with_an_id_is_no_list_of_tickets(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("id", "created_at", "name"),
        ("1", "2026-01-02", "Kim"),
        ("2", "2026-01-03", "Bo"),
    )
    assert not generic_table.recognises(sheet)


def test_comments_of_tickets_are_no_tickets(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("id", "ticket_id", "created_at", "body"),
        ("1", "7", "2026-01-02", "Hello"),
        ("2", "8", "2026-01-03", "Thanks"),
    )
    assert not generic_table.recognises(sheet)


def test_a_ticket_id_and_a_time_alone_are_no_list_of_tickets(tmp_path: Path) -> None:
    log = (("ticket_id", "created_at"), ("1", "2026-01-05 09:00"), ("2", "2026-01-06 09:00"))
    with pytest.raises(UnknownFormat):
        readers.claim(sheet_of(tmp_path, *log), Options())


def test_a_table_of_totals_is_refused_saying_so(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("Index", "Incoming Calls", "Answer Rate", "Talk Duration (AVG)"),
        ("1", "217", "94.01%", "0:02:14"),
    )
    with pytest.raises(UnknownFormat, match="totals or averages"):
        readers.claim(sheet, Options())


def test_durations_without_a_unit_are_not_guessed(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("Ticket ID", "Created at", "Resolution time"),
        ("1", "2026-01-02 10:00", "12"),
        ("2", "2026-01-03 10:00", "30"),
    )
    converted = loaded(tmp_path, sheet)
    assert rows(converted, "ticket", "resolution_seconds") == [(None,), (None,)]
    assert any("without a unit" in warning for warning in converted.warnings)


def test_headings_that_match_nothing_are_listed(tmp_path: Path) -> None:
    headings = ("Ticket ID", "Created at", "Status", "Shelf")
    sheet = sheet_of(tmp_path, headings, ("1", "2026-01-02 10:00", "Open", "B"))
    assert "Columns that are not used: Shelf." in loaded(tmp_path, sheet).warnings


def test_real_calls_load_by_their_headings(tmp_path: Path) -> None:
    converted = real(tmp_path, "pwc-callcentre-csv/call_center.csv")
    counts = "count(*) filter (is_answered), count(*) filter (not is_answered)"
    query = f"select {counts} from read_parquet($path)"
    answered = duckdb.execute(query, {"path": str(converted.tables["ticket"])}).fetchall()[0]
    assert answered == (4054, 946)
    query = "select round(avg(score), 4) from read_parquet($path)"
    mean = duckdb.execute(query, {"path": str(converted.tables["response"])}).fetchall()[0]
    assert mean == (3.4036,)


def test_real_waits_agree_with_the_count_made_elsewhere(tmp_path: Path) -> None:
    converted = real(tmp_path, "simulated-callcentre-51k/simulated_call_centre.csv")
    query = """
        select
            count(*) as calls,
            round(avg(speed_of_answer_seconds), 3) as wait,
            round(avg(handle_seconds), 3) as service,
            round(avg((speed_of_answer_seconds <= 20)::integer), 4) as within_20
        from read_parquet($path)
        where created_at >= '2021-01-01' and created_at < '2022-01-01'
    """
    found = duckdb.execute(query, {"path": str(converted.tables["ticket"])}).fetchall()[0]
    assert found == (51708, 17.035, 299.103, 0.8922)


@pytest.mark.parametrize(
    "container", ["boston311-100.csv", "boston311-100.jsonl", "boston311-100.csv.zip"]
)
def test_real_cases_give_the_same_median_in_every_container(tmp_path: Path, container: str) -> None:
    converted = real(tmp_path, f"boston311-many-formats/{container}")
    query = """
        select
            count(*) as cases,
            count(solved_at) as solved,
            round(median(epoch(solved_at) - epoch(created_at)) / 3600, 2) as hours
        from read_parquet($path)
    """
    found = duckdb.execute(query, {"path": str(converted.tables["ticket"])}).fetchall()[0]
    assert found == (100, 85, 16.16)


def test_real_tickets_close_after_the_median_counted_elsewhere(tmp_path: Path) -> None:
    converted = real(tmp_path, "hubspot-tickets-dummy/hubspot_tickets.csv")
    query = """
        select
            count(*) as tickets,
            count(solved_at) as solved,
            median(epoch(solved_at) - epoch(created_at)) / 3600 as hours
        from read_parquet($path)
    """
    found = duckdb.execute(query, {"path": str(converted.tables["ticket"])}).fetchall()[0]
    assert found == (300, 74, 5496.0)


def test_a_mapping_tells_the_unrated_from_the_dissatisfied(tmp_path: Path) -> None:
    converted = real(tmp_path, "rwfd-helpdesk-mdy/Help Desk.csv", "rwfd_helpdesk.json")
    query = """
        select status_detail, status, count(*) as tickets
        from read_parquet($path)
        group by status_detail, status
        order by tickets desc
    """
    states = duckdb.execute(query, {"path": str(converted.tables["ticket"])}).fetchall()
    assert states == [
        ("Open", "open", 6838),
        ("Resolved", "solved", 1283),
        ("Waiting for Requestor Feedback", "pending", 1188),
        ("Closed - No Action", "closed", 233),
    ]
    assert converted.date_order == "mdy"
    query = "select min(score), max(score) from read_parquet($path)"
    ends = duckdb.execute(query, {"path": str(converted.tables["response"])}).fetchall()[0]
    assert ends == (1.0, 3.0)


def test_a_mapping_loads_a_list_without_a_time_of_creation(tmp_path: Path) -> None:
    path = "kaggle-support-tickets-variant/customer_support_tickets.csv"
    converted = real(tmp_path, path, "kaggle_support_tickets.json")
    assert (converted.rows_read, converted.rows_kept) == (8469, 8469)


def test_a_mapping_loads_responses_of_one_metric(tmp_path: Path) -> None:
    path = "../surveys/nps-synthetic-small/nps_responses.csv"
    converted = real(tmp_path, path, "nps_responses.json")
    query = "select count(*), min(score), max(score) from read_parquet($path) where metric = 'nps'"
    found = duckdb.execute(query, {"path": str(converted.tables["response"])}).fetchall()[0]
    assert found == (100, 0.0, 10.0)


def test_real_totals_by_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="totals or averages"):
        real(tmp_path, "callcentre-daily-aggregate/call_center_daily.csv")
