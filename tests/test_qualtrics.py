"""Qualtrics in its generations and in what publishers leave of them."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from tests.survey_exports import Row, Survey, survey
from tests.test_survey_readers import sheet_of

META = ("StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId")
IDS = ("startDate", "endDate", "status", "finished", "recordedDate", "_recordId")
TIME = "2026-03-01 09:00:00"
SATISFIED = "How satisfied are you with our support? (1-5)"
USED = "Which did you try? Select all that apply."
PARTS = "Please rate our service - all of it"


def imported(name: str, **more: str) -> str:
    return json.dumps({"ImportId": name, **more}, separators=(",", ":"))


def meta(number: int, status: str = "0", finished: str = "1") -> tuple[str, ...]:
    return (TIME, TIME, status, finished, TIME, f"R_00000000000000{number}")


def three_rows(
    folder: Path, columns: list[tuple[str, str, str]], *answers: Row, **how: str
) -> Survey:
    """Columns are names, texts and import ids; rows of answers follow the usual metadata."""
    zone = "America/Denver"
    machine = [imported(i, timeZone=zone) if i.endswith("Date") else imported(i) for i in IDS]
    return survey(
        folder,
        (*META, *(name for name, _, _ in columns)),
        (*(f"Antwort {name}" for name in META), *(text for _, text, _ in columns)),
        (*machine, *(i if i.startswith("{") else imported(i) for _, _, i in columns)),
        *((*meta(number), *row) for number, row in enumerate(answers)),
        **how,
    )


def test_the_zone_is_that_of_the_third_row(tmp_path: Path) -> None:
    found = three_rows(tmp_path, [("Q1", SATISFIED, "QID1")], ("5",), ("4",))
    assert found.reader == "qualtrics"
    assert found.respondents("started_at")[0] == (datetime(2026, 3, 1, 16),)
    assert found.responses("score, responded_at") == [
        (4, datetime(2026, 3, 1, 16)), (5, datetime(2026, 3, 1, 16)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "is_test"),
    [
        ("0", False), ("IP Address", False), ("4", False), ("16", False), ("Imported", False),
        ("1", True), ("Survey Preview", True), ("2", True), ("Survey Test", True), ("17", True),
        ("8", True), ("Spam", True), ("9", True), ("Umfragevorschau", True),
    ],
)  # fmt: skip
def test_previews_tests_and_spam_are_flagged(status: str, is_test: bool, tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        (*META, "Q1"),
        (*META, SATISFIED),
        (*map(imported, IDS), imported("QID1")),
        (*meta(1, status), "5"),
    )
    assert found.respondents("is_test") == [(is_test,)]
    assert found.responses("is_test") == [(is_test,)]


@pytest.mark.parametrize(
    ("how", "finished"),
    [
        ({"name": "s.tsv", "delimiter": "\t", "encoding": "utf-16"}, "True"),
        ({"name": "s.xlsx"}, "TRUE"),
    ],
)
def test_other_containers_hold_the_same(how: dict, finished: str, tmp_path: Path) -> None:
    rows = [
        (*META, "Q1"),
        (*META, SATISFIED),
        (*map(imported, IDS), imported("QID1")),
        (*meta(1, "IP Address", finished), "5"),
        (*meta(2, "IP Address", "False"), "1"),
    ]
    found = survey(tmp_path, *rows, **how)
    assert found.respondents("is_complete") == [(False,), (True,)]
    assert found.responses() == [("csat", 1), ("csat", 5)]


def test_picks_in_one_cell_or_split_by_codes_or_labels_are_the_same(tmp_path: Path) -> None:
    joined = [("Q2", USED, "QID2")]
    split = [
        (f"Q2_{n}", f"{USED} - Selected Choice - {option}", imported("QID2", choiceId=f"{n}"))
        for n, option in ((1, "Phone"), (2, "Chat, web or app"), (3, "Mail"))
    ]
    labels = [("Phone,Mail",), ("Chat, web or app",), ("Phone,Chat, web or app",), ("Mail",)]
    both = ("Phone", "Chat, web or app", "")
    cells = [("Phone", "", "Mail"), ("", "Chat, web or app", ""), both, ("", "", "Mail")]
    codes = [tuple("1" if cell else "" for cell in row) for row in cells]
    expected = {"Phone": 2, "Chat, web or app": 2, "Mail": 2}
    for style, columns, rows in (
        ("joined", joined, labels), ("split", split, cells), ("codes", split, codes),
    ):  # fmt: skip
        found = three_rows(tmp_path / style, columns, *rows)
        assert found.kinds == {USED: "multiple"}, style
        assert found.picks(USED) == expected, style
    coded = three_rows(tmp_path / "numbers", joined, ("1,3",), ("2",), ("1,2",), ("3",))
    assert coded.picks(USED) == {"1": 2, "2": 2, "3": 2}


def test_rows_of_a_matrix_follow_a_question_with_a_dash_of_its_own(tmp_path: Path) -> None:
    columns = [
        ("Q3_1", f"{PARTS} - The wait", "QID3_1"),
        ("Q3_2", f"{PARTS} - The answer - in writing", "QID3_2"),
    ]
    found = three_rows(tmp_path, columns, ("Good", "Poor"), ("Good", "Good"), ("Poor", "Good"))
    assert found.kinds == {
        f"{PARTS} | The wait": "single",
        f"{PARTS} | The answer - in writing": "single",
    }
    assert found.order(PARTS, "The wait") == ["Poor", "Good"]


def test_groups_of_nps_timings_and_orders_are_no_questions(tmp_path: Path) -> None:
    likely = "How likely are you to recommend us? (0-10)"
    columns = [
        ("Q7_NPS_GROUP", f"{likely} - Group", "QID7_NPS_GROUP"),
        ("Q7", likely, "QID7"),
        ("Q8_First Click", "Timing - First Click", "QID8_FIRST_CLICK"),
        ("Q7_DO", "Display order", "QID7_DO"),
        ("Q7", "Why is that?", "QID9_TEXT"),
    ]
    found = three_rows(
        tmp_path,
        columns,
        ("Promoter", "10", "1.5", "1|2", "Quick"),
        ("Detractor", "0", "2", "", ""),
    )
    assert list(found.kinds) == [likely, "Why is that?"]
    assert found.responses("metric, score, comment") == [("nps", 0, None), ("nps", 10, "Quick")]


@pytest.mark.parametrize("rows_left", [1, 2])
def test_the_machine_row_may_be_gone(rows_left: int, tmp_path: Path) -> None:
    headings = (*META, "UserLanguage", "Q1", "Q3_1", "Q3_2", "Q3_2_TEXT")
    texts = (
        *META,
        "User Language",
        SATISFIED,
        "Rate - Speed",
        "Rate - Other",
        "Rate - Other - Text",
    )
    rows = [(*meta(n), "EN", "5", "Good", "Poor", "x") for n in range(3)]
    found = survey(tmp_path, *[headings, texts][:rows_left], *rows)
    assert found.reader == "qualtrics"
    assert len(found.respondents()) == 3
    if rows_left == 2:
        assert found.kinds == {
            SATISFIED: "scale",
            "Rate | Speed": "single",
            "Rate | Other": "single",
            "Rate | Other - Text": "open",
        }


def test_metadata_may_be_gone_but_for_the_machine_row(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Q1", "Q2"),
        (SATISFIED, "Why?"),
        (imported("QID1"), imported("QID2_TEXT")),
        ("5", "Quick"),
        ("3", "Slow"),
    )
    assert found.reader == "qualtrics"
    assert len(found.respondents()) == 2
    assert any("no respondent id" in warning for warning in found.converted.warnings)


def test_without_finished_the_progress_tells_who_is_through(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("ResponseId", "Progress", "Q1"),
        ("Response ID", "Progress", SATISFIED),
        (imported("_recordId"), imported("progress"), imported("QID1")),
        ("R_1", "100", "5"),
        ("R_2", "40", ""),
    )
    assert found.respondents("respondent_id, is_complete") == [("R_1", True), ("R_2", False)]


def test_tables_of_a_warehouse_copy_are_refused_by_name(tmp_path: Path) -> None:
    for headings in (
        ("id", "survey_id", "_fivetran_deleted", "_fivetran_synced", "question_text"),
        ("_fivetran_id", "_fivetran_synced", "question_id", "response_id", "sub_question_key"),
    ):
        sheet = sheet_of(tmp_path, headings, tuple("1" for _ in headings))
        with pytest.raises(UnknownFormat, match="warehouse copy of Qualtrics"):
            readers.claim(sheet, Options())


def test_codes_of_an_unknown_order_are_doubted(tmp_path: Path) -> None:
    asked = "How satisfied are you with our support?"
    found = three_rows(tmp_path / "a", [("Q1", asked, "QID1")], ("5",), ("1",))
    assert any("answered in codes" in warning for warning in found.converted.warnings)
    told = three_rows(tmp_path / "b", [("Q1", SATISFIED, "QID1")], ("5",), ("1",))
    assert not any("answered in codes" in warning for warning in told.converted.warnings)
