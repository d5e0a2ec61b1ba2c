"""Files that others wrote, where they are at hand: nothing lost, nothing but a clear refusal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet
from tests.exports import cells

EXPORTS = Path(__file__).parents[2] / "shared" / "exports"

pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason=f"no exports of others in {EXPORTS}")


def sheets(folder: Path, name: str) -> list[Sheet]:
    return files.sheets(EXPORTS / name, folder)


RECORDS = {
    "tickets/boston311-many-formats/boston311-100.csv": ("csv", "utf-8", 101, 29),
    "tickets/callcentre-daily-aggregate/call_center_daily.csv": ("csv", "utf-8", 1_252, 9),
    "tickets/freshdesk-export-sample/freshdesk_tickets.csv": ("csv", "utf-8", 46, 15),
    "tickets/hubspot-tickets-dummy/hubspot_tickets.csv": ("csv", "utf-8", 301, 13),
    "tickets/jira-hive-minimal/jira_issues.csv": ("csv", "utf-8", 2_165, 5),
    "tickets/nyc311-socrata-iso/311_Service_Requests.csv": ("csv", "utf-8", 1_001, 41),
    "tickets/pwc-callcentre-csv/call_center.csv": ("csv", "utf-8", 5_001, 10),
    "tickets/rwfd-helpdesk-mdy/Help Desk.csv": ("csv", "utf-8", 9_543, 11),
    "tickets/salesforce-case-genai/Case.csv": ("csv", "utf-8", 41, 44),
    "tickets/servicenow-demo-instance/incident_demo_66.csv": ("csv", "utf-8", 67, 8),
    "tickets/simulated-callcentre-51k/simulated_call_centre.csv": ("csv", "utf-8", 51_709, 9),
    "tickets/uci-incident-log/uci_incident_events_119998.csv.gz": ("csv", "utf-8", 119_999, 36),
    "surveys/carpentries-assessment/data_20170701.csv": ("csv", "utf-8", 477, 75),
    "surveys/gforms-dask-user-survey/2019-user-survey-results.csv": ("csv", "utf-8", 260, 24),
    "surveys/gforms-rstudio-learning-r/2018_english_form_responses.tsv": (
        "tsv",
        "utf-8",
        3_063,
        43,
    ),
    "surveys/gforms-rstudio-learning-r/2019 English R Community Survey Responses.xlsx": (
        "xlsx",
        "utf-8",
        1_839,
        52,
    ),
    "surveys/limesurvey-rse-survey/2016_uk_public_data.csv": ("csv", "utf-8", 274, 67),
    "surveys/qualtrics-voting-numeric-and-text/qualtrics_numeric_ipmasked.csv": (
        "csv",
        "utf-8",
        159,
        195,
    ),
    "surveys/sm-starwars-538/StarWars.csv": ("csv", "cp1252", 1_188, 38),
    "surveys/typeform-freecodecamp-2016/2016 New Coders Survey Part 1.csv": (
        "csv",
        "utf-8",
        15_654,
        51,
    ),
}


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_of_a_real_export_is_read(tmp_path: Path, name: str) -> None:
    [sheet] = sheets(tmp_path, name)
    found = (sheet.container, sheet.encoding, sheet.records, sheet.width)
    assert found == RECORDS[name]


def test_a_line_end_inside_a_cell_starts_no_row(tmp_path: Path) -> None:
    [sheet] = sheets(tmp_path, "tickets/nyc311-socrata-iso/311_Service_Requests.csv")
    broken = [row for row in cells(sheet) if any(cell and "\n" in cell for cell in row)]
    assert len(broken) == 977


def test_the_same_cases_come_out_of_every_container(tmp_path: Path) -> None:
    folder = "tickets/boston311-many-formats"
    names = ["csv", "tab", "csv.gz", "csv.zip", "jsonl"]
    found = {
        name: [
            [(cell or "").strip() for cell in row]
            for row in cells(sheets(tmp_path, f"{folder}/boston311-100.{name}")[0])
        ]
        for name in names
    }
    assert len(found["csv"]) == 101
    assert all(table == found["csv"] for table in found.values())


def test_streams_of_one_log_are_told_apart(tmp_path: Path) -> None:
    found = sheets(tmp_path, "tickets/zendesk-api-json-faros/zendesk_all_streams.jsonl")
    records = {sheet.name.rsplit("__", 1)[1]: sheet.records - 1 for sheet in found}
    assert sum(records.values()) == 64
    assert (records["tickets"], records["ticket_metrics"], records["users"]) == (14, 14, 15)


def test_a_survey_starts_with_the_first_of_its_heading_rows(tmp_path: Path) -> None:
    [two] = sheets(tmp_path, "surveys/sm-starwars-538/StarWars.csv")
    assert (two.head[0][0], two.head[1][0]) == ("RespondentID", "")
    name = "surveys/qualtrics-voting-numeric-and-text/qualtrics_text_ipmasked.csv"
    [three] = sheets(tmp_path, name)
    assert three.head[0][0] == "StartDate"
    assert three.head[2][0].startswith('{"ImportId"')


def all_files() -> list[Path]:
    return sorted(path for path in EXPORTS.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "part",
    [
        lambda path: path.parent.name == "csv",
        lambda path: "messy" in path.parts and path.parent.name != "csv",
        lambda path: "surveys" in path.parts,
        lambda path: "tickets" in path.parts and path.stat().st_size < 1_000_000,
    ],
    ids=["polluted", "messy", "surveys", "tickets"],
)
def test_no_file_stops_a_load_but_by_a_refusal(
    tmp_path: Path, part: Callable[[Path], bool]
) -> None:
    chosen = [path for path in all_files() if part(path)]
    assert chosen
    for path in chosen:
        try:
            found = files.sheets(path, tmp_path)
        except UnreadableFile as refusal:
            assert str(refusal).startswith(path.name)
        else:
            assert all(sheet.records == len(cells(sheet)) for sheet in found)


def test_protected_workbooks_say_so(tmp_path: Path) -> None:
    protected = [path for path in all_files() if path.stem == "password"]
    assert len(protected) == 4
    for path in protected:
        with pytest.raises(UnreadableFile, match="protected by a password"):
            files.sheets(path, tmp_path)
