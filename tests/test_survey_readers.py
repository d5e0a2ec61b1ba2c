"""Survey readers where a sample cannot show it: who claims what, and how headings group."""

import csv
from pathlib import Path

import duckdb
import pytest

from support_kpi import readers
from support_kpi.drafts import Options, Question, Reading
from support_kpi.errors import UnknownFormat
from support_kpi.parsing.files import sheets
from support_kpi.parsing.sheet import Sheet
from tests.sample_exports import SAMPLES, converted, result


def sheet_of(folder: Path, *rows: tuple[str, ...]) -> Sheet:
    path = folder / "survey.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    (sheet,) = sheets(path, folder / "sheets")
    return sheet


def read(sheet: Sheet, name: str) -> Reading:
    claimed, reader = readers.claim(sheet, Options())
    assert claimed == name
    return reader.read(sheet, Options(name="survey.csv"))


def asked(reading: Reading) -> list[Question]:
    return [question for draft in reading.drafts for question in draft.questions]


TYPEFORM_TIMES = ("Start Date (UTC)", "Submit Date (UTC)")
TIMES = ("2026-01-01 10:00:00", "2026-01-01 10:01:00")


def test_typeform_choices_that_nobody_picked_stay_with_their_question(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("#", "Phone", "Chat", "Post", "Other", "How long?", *TYPEFORM_TIMES),
        ("a", "Phone", "", "", "a pigeon", "5", *TIMES),
        ("b", "", "", "Post", "", "7", *TIMES),
    )
    choices, length = asked(read(sheet, "typeform"))
    assert [option for _, option in choices.columns] == ["Phone", "Chat", "Post", None]
    assert (choices.question_id, choices.kind) == ("question_1", "multiple")
    assert (length.text, length.kind) == ("How long?", "scale")


def test_a_typeform_choice_seen_before_begins_another_question(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("#", "Phone", "None", "Post", "None", *TYPEFORM_TIMES),
        ("a", "Phone", "", "", "None", *TIMES),
        ("b", "", "None", "Post", "", *TIMES),
    )
    groups = [
        [option for _, option in question.columns] for question in asked(read(sheet, "typeform"))
    ]
    assert groups == [["Phone", "None", "Post"], ["None"]]


def test_typeform_keeps_apart_what_stands_instead_of_an_answer(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("#", "Which team?", "Other", *TYPEFORM_TIMES),
        ("a", "Orders", "", *TIMES),
        ("b", "", "Night desk", *TIMES),
    )
    (team,) = asked(read(sheet, "typeform"))
    assert team.columns == ((1, None), (2, None))


def test_microsoft_forms_of_some_anonymous_people_name_no_requester(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("ID", "Start time", "Completion time", "Email", "Name", "How satisfied are you? (1-5)"),
        ("1", *TIMES, "anonymous", "", "5"),
        ("2", *TIMES, "ada@example.org", "Ada", "4"),
    )
    reading = read(sheet, "microsoft_forms")
    assert all("requester_id" not in draft.cells for draft in reading.drafts)
    assert any("anonymous" in warning for warning in reading.warnings)


QUALTRICS_CODES = ("ResponseId", "Q1", "Q2.1_1 of 2", "Q2_1", "QID3_4 text", "Q4. 1")


@pytest.mark.parametrize(
    "headings",
    [
        QUALTRICS_CODES,
        ("Team", "Jan. actual, euro", "Feb. actual, euro", "Mar. actual, euro"),
        ("id", "submitdate", "score"),
    ],
)
def test_headings_with_points_are_no_limesurvey(headings: tuple[str, ...], tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, headings, tuple("1" for _ in headings))
    assert not readers.reader("limesurvey").recognises(sheet)


def test_limesurvey_without_any_id_knows_respondents_by_their_answers(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("", "a1. Where are you?", "a2. How old are you?", "a3[SQ001]. Do you agree? [Surely]"),
        ("7", "Oslo", "30", "Yes"),
        ("7", "Rome", "40", "No"),
    )
    reading = read(sheet, "limesurvey")
    assert any("no respondent id" in warning for warning in reading.warnings)
    tables = converted(sheet, reading, Options(), tmp_path / "out").tables
    query = "select count(distinct respondent_id) from read_parquet($path)"
    row = duckdb.execute(query, {"path": str(tables["respondent"])}).fetchall()[0]
    assert row == (2,)


def test_alchemer_rows_share_the_longest_question_after_a_colon(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        (
            "Response ID", "Time Started", "Date Submitted", "Status",
            "Mon: early:When: morning or later?", "Tue: late:When: morning or later?", "Why: tell",
        ),
        ("1", *TIMES, "Complete", "Mon: early", "", "x"),
        ("2", *TIMES, "Complete", "", "Tue: late", "y"),
    )  # fmt: skip
    when, why = asked(read(sheet, "survey_gizmo"))
    assert (when.text, when.kind) == ("When: morning or later?", "multiple")
    assert [option for _, option in when.columns] == ["Mon: early", "Tue: late"]
    assert why.text == "Why: tell"


def test_a_transferred_call_is_one_call_handled_as_long_as_all_its_contacts() -> None:
    (done,) = result(SAMPLES / "talkdesk_contacts.csv").converted
    assert (done.rows_kept, done.records, done.repeats) == (14, 11, 3)


def test_a_genesys_view_of_intervals_is_refused_by_name(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("Interval Start", "Interval End", "Interval Complete", "Media Type", "Offer", "Answer"),
        ("2026-01-01", "2026-01-02", "TRUE", "voice", "10", "9"),
    )
    with pytest.raises(UnknownFormat, match="totals by interval"):
        readers.claim(sheet, Options())
