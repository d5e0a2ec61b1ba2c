"""SurveyMonkey in the layouts that people publish: headings, codes, blocks, removed columns."""

from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from support_kpi.parsing.files import sheets
from tests.survey_exports import survey

METADATA = (
    "Respondent ID",
    "Collector ID",
    "Start Date",
    "End Date",
    "IP Address",
    "Custom Data 1",
)
NO_LABELS = ("",) * len(METADATA)
CHANNELS = "Which channels do you use? Select all that apply."
SPEED = "How fast are we?"
AGREE = "Would you recommend our tools to a colleague?"


def person(number: int, start: str = "05/24/2026 12:05:53 PM") -> tuple[str, ...]:
    return (f"1268730520{number}", "400", start, start, "10.0.0.1", "")


def test_ticks_as_words_or_as_codes_are_the_same_picks(tmp_path: Path) -> None:
    headings = (*METADATA, CHANNELS, "", "", "")
    labels = (*NO_LABELS, "Phone", "Chat", "E-mail", "Other (please specify)")
    words = [("Phone", "", "E-mail", ""), ("", "Chat", "E-mail", "Fax"), ("Phone", "", "", "")]
    codes = [("1", "", "3", ""), ("", "2", "3", "Fax"), ("1", "", "", "")]
    ticks = [("1", "0", "1", ""), ("0", "1", "1", "Fax"), ("1", "0", "0", "")]
    expected = {"Phone": 2, "Chat": 1, "E-mail": 2, "Fax": 1}
    for style, cells in (("words", words), ("codes", codes), ("ticks", ticks)):
        rows = [(*person(number), *row) for number, row in enumerate(cells * 3)]
        found = survey(tmp_path / style, headings, labels, *rows)
        assert found.reader == "surveymonkey"
        assert found.kinds[CHANNELS] == "multiple"
        assert found.picks(CHANNELS) == {option: 3 * n for option, n in expected.items()}
        assert found.order(CHANNELS) == ["Phone", "Chat", "E-mail"]


@pytest.mark.parametrize("kept", [6, 4, 2, 1])
def test_metadata_may_be_removed_down_to_the_id(kept: int, tmp_path: Path) -> None:
    rows = [
        (*METADATA[:kept], SPEED, "Why?"),
        (*NO_LABELS[:kept], "Response", "Open-Ended Response"),
        *((*person(n)[:kept], str(n), "Because of it") for n in range(1, 5)),
    ]
    found = survey(tmp_path, *rows)
    assert found.reader == "surveymonkey"
    assert [row[0] for row in found.respondents()] == [f"1268730520{n}" for n in range(1, 5)]
    assert found.kinds == {SPEED: "scale", "Why?": "open"} | (
        {"Custom Data 1": "open"} if kept == 6 else {}
    )


def test_without_any_id_answers_tell_respondents_apart(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("", "", SPEED, "", AGREE),
        ("", "", "Response", "Other (please specify)", "Response"),
        ("", "", "5", "", "9"),
        ("", "", "", "I never called", "8"),
        ("", "", "4", "", "10"),
    )
    assert found.reader == "surveymonkey"
    assert len(found.respondents()) == 3
    assert found.picks(SPEED) == {"5": 1, "4": 1, "I never called": 1}
    assert any("no respondent id" in warning for warning in found.converted.warnings)


def test_a_row_of_question_numbers_may_stand_above(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("", "", "", "Q1", "Q2", ""),
        ("RDS", "Respondent ID", "Start Date", SPEED, CHANNELS, ""),
        ("Seq #", "", "Start Date", SPEED, "Phone", "Chat"),
        ("7", "114069855029", "7/10/2026 15:22", "2", "1", ""),
        ("9", "114064010549", "7/13/2026 14:37", "1", "", "2"),
        ("4", "114064010550", "7/14/2026 14:37", "3", "1", "2"),
    )
    assert [row[0] for row in found.respondents()] == [
        "114064010549", "114064010550", "114069855029",
    ]  # fmt: skip
    assert found.kinds == {SPEED: "scale", CHANNELS: "multiple"}
    assert found.picks(CHANNELS) == {"Phone": 2, "Chat": 2}


def test_one_answer_spread_over_columns_is_a_single_choice(tmp_path: Path) -> None:
    labels = ("", " - 1", " - 2", " - 3", "Other (please specify)")
    cells = [("1", "", "", ""), ("", "2", "", "Not sure yet"), ("", "", "3", "")] * 4
    rows = [(f"{number}", *row) for number, row in enumerate(cells, 11400000000)]
    found = survey(tmp_path, ("Respondent ID", SPEED, "", "", ""), labels, *rows)
    assert found.kinds == {SPEED: "scale", f"{SPEED} | Other (please specify)": "open"}
    assert found.numbers(SPEED) == {"1": 1, "2": 2, "3": 3}
    assert found.picks(SPEED) == {"1": 4, "2": 4, "3": 4}


def test_ranks_and_matrices_are_told_from_ticks(tmp_path: Path) -> None:
    matrix, ranking = "How do we do?", "Rank what matters"
    found = survey(
        tmp_path,
        ("Respondent ID", matrix, "", ranking, "", ""),
        ("", "Speed", "Tone", "Price", "Speed", "Tone"),
        ("11400000001", "Using it", "Trying it", "1", "2", "3"),
        ("11400000002", "Using it", "Using it", "2", "1", "3"),
        ("11400000003", "Trying it", "", "1", "3", "2"),
        ("11400000004", "Trying it", "Using it", "", "1", "2"),
    )
    assert found.kinds == {
        f"{matrix} | Speed": "single",
        f"{matrix} | Tone": "single",
        ranking: "rank",
    }
    assert found.picks(matrix, "Tone") == {"Trying it": 1, "Using it": 2}
    assert found.rows("answer", "number, option")[:4] == [
        (1, "Price"), (1, "Price"), (1, "Speed"), (1, "Speed"),
    ]  # fmt: skip


def test_worded_ends_of_a_scale_have_its_points(tmp_path: Path) -> None:
    answers = ("Strongly agree", "9", "8", "2", "Strongly disagree", "N/A", "9")
    rows = [(f"1140000000{number}", answer, "x") for number, answer in enumerate(answers)]
    headings = ("Respondent ID", "Our tools are good?", "Anything else?")
    labels = ("", "Response", "Open-Ended Response")
    found = survey(tmp_path, headings, labels, *rows)
    assert found.kinds["Our tools are good?"] == "scale"
    assert found.numbers("Our tools are good?") == {
        "Strongly agree": 10, "9": 9, "8": 8, "2": 2, "Strongly disagree": 1,
    }  # fmt: skip
    assert found.base("Our tools are good?") == 6


def test_words_beside_the_ends_of_a_matrix_are_points_too(tmp_path: Path) -> None:
    often = "How often do you use each (1 is “never”, 5 is “every day”)?"
    answers = ("1: never", "2", "3: several times a month", "4", "5: everyday")
    rows = [(f"1140000000{n}", answer, "2") for n, answer in enumerate(answers)]
    found = survey(tmp_path, ("Respondent ID", often, ""), ("", "Slack", "Mailing lists"), *rows)
    assert found.kinds == {f"{often} | Slack": "scale", f"{often} | Mailing lists": "scale"}
    assert found.numbers(often, "Slack") == {
        answer: number for number, answer in enumerate(answers, 1)
    }
    assert found.order(often, "Slack") == list(answers)


def test_condensed_picks_share_a_cell(tmp_path: Path) -> None:
    cells = ("Phone, Chat (web, app)", "Phone", "Chat (web, app)", "E-mail, Phone", "E-mail") * 2
    rows = [(f"1140000000{number}", cell, "4") for number, cell in enumerate(cells)]
    found = survey(tmp_path, ("Respondent ID", CHANNELS, SPEED), *rows)
    assert found.picks(CHANNELS) == {"Phone": 6, "Chat (web, app)": 4, "E-mail": 4}
    assert found.kinds[SPEED] == "scale"


def test_headings_that_someone_shortened_make_one_question(tmp_path: Path) -> None:
    headings = ("Respondent ID", "End Date", "Uses: Phone", "Uses: web chat", "Uses: Mail", "Level")
    rows = [
        ("11400000001", "10/01/2026 2:16:15 PM", "Phone", "n/a", "1", "1: low"),
        ("11400000002", "10/13/2026 2:16:15 PM", "Phone", "Chat", "n/a", "3"),
        ("11400000003", "10/14/2026 2:16:15 PM", "n/a", "Chat", "1", "5: high"),
        ("11400000004", "10/14/2026 2:16:15 PM", "n/a", "n/a", "n/a", "N/A"),
    ]
    found = survey(tmp_path, headings, *rows)
    assert found.picks("Uses") == {"Phone": 2, "Chat": 2, "Mail": 2}
    assert found.numbers("Level") == {"1: low": 1, "3": 3, "5: high": 5}


@pytest.mark.parametrize("start", ["05/24/2026 12:05:53 PM", "2026-05-24 12:05:53"])
def test_both_ways_to_write_a_date_are_read(start: str, tmp_path: Path) -> None:
    rows = [(*METADATA, SPEED), (*NO_LABELS, "Response"), (*person(1, start), "5")]
    found = survey(tmp_path, *rows)
    assert found.respondents("started_at") == [(datetime(2026, 5, 24, 12, 5, 53),)]


def test_workbooks_hold_markup_in_their_headings(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Respondent ID", "What&apos;s <b>your</b> view?", ""),
        ("", "Don&apos;t care", "Care"),
        ("11400000001", "Don't care", ""),
        ("11400000002", "", "Care"),
        name="survey.xlsx",
    )
    assert found.picks("What's your view?") == {"Don't care": 1, "Care": 1}


def test_a_german_export_is_known_by_its_choices(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Teilnehmer-ID", "Startdatum", "Enddatum", "Wie zufrieden sind Sie? (1-5)", "Warum?"),
        ("", "", "", "Antwort", "Offen formulierte Antwort"),
        ("11400000001", "2026-05-24 12:05:53", "2026-05-24 12:06:53", "5", "Gut"),
        ("11400000002", "2026-05-25 12:05:53", "2026-05-25 12:06:53", "2", "Schlecht"),
    )
    assert found.reader == "surveymonkey"
    assert found.responses("metric, score, is_satisfied, comment") == [
        ("csat", 2, False, "Schlecht"), ("csat", 5, True, "Gut"),
    ]  # fmt: skip


def test_a_summary_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "summary.csv"
    path.write_text(
        "Our Survey,,\n,,\nQ1. How fast are we?,,\nAnswer Choices,Response Percent,Responses\n"
        "Fast,75.0%,3\nSlow,25.0%,1\n,Answered,4\n,Skipped,0\n",
        encoding="utf-8",
    )
    (sheet,) = sheets(path, tmp_path / "sheets")
    with pytest.raises(UnknownFormat, match="SurveyMonkey's summary"):
        readers.claim(sheet, Options())
