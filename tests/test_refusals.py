"""What support teams have lying around and is no list of tickets: refused in words, or proposed."""

from pathlib import Path

import pytest
import xlsxwriter

from support_kpi.drafts import Options
from support_kpi.ingest.limits import DEFAULT
from support_kpi.ingest.reading import read
from support_kpi.ingest.staged import Staged

TOTALS = "holds totals or averages, not one row for each ticket"
PROPOSED = "starting from: {"
NO_ROWS = "has headings and no row below them"
EXAMPLES = Path(__file__).parent / "strangers"
EXPECTED = {
    "calls by day": TOTALS,
    "calls by day with dates": TOTALS,
    "calls by queue": TOTALS,
    "chats by hour": TOTALS,
    "tickets by day and channel": TOTALS,
    "tickets by day from a report builder": TOTALS,
    "tickets by day and channel of explore": TOTALS,
    "tickets by account": TOTALS,
    "tickets by tag": TOTALS,
    "backlog by age": TOTALS,
    "targets by group": TOTALS,
    "performance of agents": TOTALS,
    "adherence of agents": TOTALS,
    "csat by month": TOTALS,
    "csat by agent and week": TOTALS,
    "nps by quarter": TOTALS,
    "forecast of calls": TOTALS,
    "headcount": TOTALS,
    "velocity of sprints": TOTALS,
    "visits of the website": TOTALS,
    "campaigns": TOTALS,
    "rows with ids of totals": TOTALS,
    "backlog by day with row numbers": TOTALS,
    "calls by agent and day in german": TOTALS,
    "performance of agents in french": TOTALS,
    "totals by channel in chinese": TOTALS,
    "totals by channel in german": TOTALS,
    "calls by day in chinese": TOTALS,
    "kpis beside targets": "each row is a measure",
    "calls by half hour": TOTALS,
    "tickets by month with numbers": TOTALS,
    "targets by month": TOTALS,
    "results by question": PROPOSED,
    "agents with counts": 'lists people ("name", "email")',
    "log of events": 'lists comments, reviews or times of work ("Event ID")',
    "pivot table": '"row labels" is of a pivot table',
    "pivot table in german": "is of a pivot table",
    "kpis by month": "it has a column for each period",
    "tickets by hour and weekday": "it has a column for each period",
    "view of totals of genesys": "a Genesys Cloud view of totals by interval",
    "report of agents of chatwoot": "Chatwoot's report of agents",
    "summary of surveymonkey": "SurveyMonkey's summary",
    "agents": 'lists agents or users ("Agent ID")',
    "users of zendesk": 'lists people ("role")',
    "users of intercom": 'lists agents or users ("User ID")',
    "contacts of hubspot": 'lists people ("lead status")',
    "contacts of freshdesk": PROPOSED,
    "deals of hubspot": 'lists deals ("Deal Name")',
    "opportunities of salesforce": 'lists deals ("Opportunity ID")',
    "organizations": 'lists companies ("Organization ID")',
    "accounts": 'lists companies ("Account ID")',
    "articles": 'lists articles ("Article ID")',
    "articles with a bare id": PROPOSED,
    "macros": 'lists articles ("Macro ID")',
    "orders": 'lists orders or payments ("Order ID")',
    "invoices": 'lists orders or payments ("Invoice ID")',
    "assets": 'lists assets ("Asset ID")',
    "times of work": 'lists comments, reviews or times of work ("Entry ID")',
    "reviews of quality": 'lists comments, reviews or times of work ("Review ID")',
    "comments of zendesk": PROPOSED,
    "roster": 'lists agents or users ("Agent")',
    "policies": 'lists rules ("Policy")',
    "audit log": PROPOSED,
    "telephone bill": PROPOSED,
    "minutes of a meeting": PROPOSED,
    "headings alone": NO_ROWS,
    "headings of zendesk alone": NO_ROWS,
    "headings of qualtrics alone": NO_ROWS,
    "blank lines": "is empty",
    "nothing": "is empty",
}


def staged(path: Path, folder: Path, name: str = "") -> list[Staged]:
    return read(path, folder, folder / "work", Options(name=name or path.name), b"", DEFAULT)


def refusal(path: Path, folder: Path, name: str = "") -> str:
    (one,) = staged(path, folder, name)
    assert one.error is not None, f"read as {one.reader}, {one.table}"
    assert not one.tables
    return one.error


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_no_list_of_tickets_is_never_loaded_as_one(name: str, tmp_path: Path) -> None:
    assert EXPECTED[name] in refusal(EXAMPLES / f"{name}.csv", tmp_path)


def test_every_example_is_expected_to_be_refused() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.csv")} == set(EXPECTED)


def test_what_is_only_proposed_says_where_to_begin(tmp_path: Path) -> None:
    said = refusal(EXAMPLES / "orders.csv", tmp_path)
    assert "Say which column is which in a mapping file (--mapping), starting from: {" in said
    assert '"created_at"' in said


def test_totals_are_not_likened_to_a_format(tmp_path: Path) -> None:
    assert "Nearest" not in refusal(EXAMPLES / "performance of agents.csv", tmp_path)


def test_the_name_of_a_file_makes_no_ticket_list_of_it(tmp_path: Path) -> None:
    for name in ("zendesk_tickets.csv", "jira.xlsx", "export.json"):
        assert TOTALS in refusal(EXAMPLES / "csat by month.csv", tmp_path, name)


def test_a_summary_workbook_is_refused_sheet_by_sheet(tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, rows in {
        "KPIs": [["Support summary 2026"], [], ["KPI", "Jan 2026", "Feb 2026", "Mar 2026"],
                 ["Tickets", 1200, 1100, 1300], ["CSAT %", 91, 92, 90], ["Backlog", 80, 70, 75]],
        "Pivot": [["Row Labels", "Email", "Phone", "Grand Total"], ["Jan", 1, 2, 3],
                  ["Grand Total", 1, 2, 3]],
    }.items():  # fmt: skip
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    book.close()
    found = staged(path, tmp_path / "out")
    assert len(found) == 2
    for one in found:
        assert one.error is not None and TOTALS in one.error


def test_a_list_of_calls_without_ids_is_not_taken_for_totals(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "Date,Time,Queue,Calls,Answered,Wait\n"
        "01/03/2026,09:03:11,Billing,1,1,20\n14/03/2026,10:41:52,Orders,1,0,35\n"
    )
    assert PROPOSED in refusal(path, tmp_path / "out")


@pytest.mark.parametrize(
    "lines",
    [
        ("id,subject,status,priority,team,created_at,reply count,reopen count",
         "1,Help,open,high,Billing,2026-03-01 09:10,3,0",
         "2,Hi,solved,low,Orders,2026-03-02 10:20,1,1"),
        ("ID,Customer ID,Created,Status,Priority,Subject",
         "1,c1,2026-03-01 09:10,open,high,Help", "2,c2,2026-03-02 10:20,solved,low,Hi"),
        ("Ticket ID,Date,Team,Agent,Responses,Calls",
         "T-1,2026-03-01,Billing,Ana,3,1", "T-2,2026-03-02,Orders,Bo,2,0"),
    ],
)  # fmt: skip
def test_a_list_of_tickets_with_counts_in_it_is_still_one(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join([*lines, ""]))
    (found,) = staged(path, tmp_path / "out")
    assert (found.error, found.table, found.records) == (None, "ticket", 2)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a picture"),
        (b"%PDF-1.7\n" + bytes(200), "is a PDF"),
        (b"PK\x03\x04 not a workbook", "damaged"),
        (b"<?xml version='1.0'?><rows><row/></rows>", "is XML"),
        (b"[]", ""),
        (b"{}", ""),
    ],
)
def test_the_content_decides_what_a_file_is(content: bytes, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_bytes(content)
    assert complaint in refusal(path, tmp_path / "out")


def test_a_list_under_a_wrong_extension_is_read_all_the_same(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "sample_data" / "exports" / "zammad.xlsx"
    path = tmp_path / "zammad.csv"
    path.write_bytes(source.read_bytes())
    (one,) = staged(path, tmp_path / "out")
    assert (one.error, one.reader) == (None, "zammad")


def test_the_names_of_a_json_list_are_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "folders.json"
    path.write_text('[{"id": 1, "name": "A", "created_at": "2026-01-02T10:00:00Z", "rank": 2}]')
    said = refusal(path, tmp_path)
    assert "has no row of headings" not in said and '"id", "name", "created_at", "rank"' in said
