"""LimeSurvey with headings and answers as codes or texts, complete or not."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.survey_exports import survey

CODES = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate")
TEXTS = ("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started")
GERMAN = (
    "Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert",
    "Datum gestartet",
)  # fmt: skip
SENT = "2026-05-01 10:05:00"
USED = "Which channels do you use?"
RATED = "How satisfied are you with our support? (1-5)"


def meta(number: int, sent: str = SENT) -> tuple[str, ...]:
    return (f"{number}", sent, "3" if sent else "1", "en", "77", "2026-05-01 10:00:00")


@pytest.mark.parametrize(
    ("metadata", "headings"),
    [
        (CODES, ("q1", "q2[SQ001]", "q2[SQ002]", "q2[other]")),
        (
            tuple(f"{code}. {text}" for code, text in zip(CODES, TEXTS, strict=True)),
            (f"q1. {RATED}", f"q2[SQ001]. {USED} [Phone]", f"q2[SQ002]. {USED} [Chat]",
             f"q2[other]. {USED} [Other]"),
        ),
        (TEXTS, (RATED, f"{USED} [Phone]", f"{USED} [Chat]", f"{USED} [Other]")),
        (GERMAN, (RATED, f"{USED} [Phone]", f"{USED} [Chat]", f"{USED} [Other]")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("yes", "no"), [("Y", ""), ("Yes", "No"), ("Ja", "Nein")])
def test_headings_of_every_style_give_the_same_answers(
    metadata: tuple[str, ...], headings: tuple[str, ...], yes: str, no: str, tmp_path: Path
) -> None:
    found = survey(
        tmp_path,
        (*metadata, *headings),
        (*meta(1), "5", yes, no, ""),
        (*meta(2), "4", yes, yes, "Fax"),
        (*meta(3, ""), "", no, yes, ""),
        (*meta(4), "2", no, no, ""),
    )
    assert found.reader == "limesurvey"
    assert found.respondents("respondent_id, is_complete, language") == [
        ("1", True, "en"), ("2", True, "en"), ("3", False, "en"), ("4", True, "en"),
    ]  # fmt: skip
    rated, used = (question.text for question in found.asked)
    assert [question.kind for question in found.asked] == ["scale", "multiple"]
    assert sorted(found.picks(used).values()) == [1, 2, 2]
    assert found.base(used) == (4 if no else 3)
    assert found.numbers(rated) == {"5": 5, "4": 4, "2": 2}


def test_times_are_those_of_starting_and_sending(tmp_path: Path) -> None:
    found = survey(tmp_path, (*CODES, "sat. How satisfied are you? (1-5)"), (*meta(1), "5"))
    assert found.respondents("started_at, completed_at") == [
        (datetime(2026, 5, 1, 10), datetime(2026, 5, 1, 10, 5))
    ]
    assert found.responses("score, responded_at") == [(5, datetime(2026, 5, 1, 10, 5))]


def test_the_code_of_another_answer_gives_way_to_its_text(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        (*CODES, "q1. Which tool?", "q1[other]. Which tool? [Other]", "q2. Why?"),
        (*meta(1), "A1", "", "x"),
        (*meta(2), "-oth-", "Pigeons", "y"),
        (*meta(3), "A1", "", ""),
    )
    assert found.picks("Which tool?") == {"A1": 2, "Pigeons": 1}


def test_marks_of_byte_order_inside_cells_are_no_letters(tmp_path: Path) -> None:
    asked = "time1. How much time do you spend on: [Research]"
    rows = [
        (*meta(n), cell, "x") for n, cell in enumerate(("\ufeff1 (None at all)", "5", "10 (All)"))
    ]
    found = survey(tmp_path, (*CODES, asked, "why. Why is that so?"), *rows)
    (question, _) = found.asked
    assert question.kind == "scale"
    assert found.numbers(question.text, question.part) == {
        "1 (None at all)": 1,
        "5": 5,
        "10 (All)": 10,
    }


def test_places_of_a_ranking_hold_what_was_ranked(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        (*CODES, *(f"r1[{n}]. What matters most? [Rank {n}]" for n in (1, 2, 3))),
        (*meta(1), "Price", "Speed", ""),
        (*meta(2), "Speed", "Price", "Tone"),
    )
    assert {question.kind for question in found.asked} == {"rank"}
    assert found.rows("answer", "respondent_id, number, option") == [
        ("1", 1, "Price"), ("1", 2, "Speed"),
        ("2", 1, "Speed"), ("2", 2, "Price"), ("2", 3, "Tone"),
    ]  # fmt: skip


def test_all_metadata_may_be_removed(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("", "socio1. In which country do you work?", "edu1. What did you study?",
         "tool2[SQ001]. Which system do you use? [Linux]"),
        ("0", "Norway", "Physics", "Yes"),
        ("1", "Norway", "Physics", "No"),
    )  # fmt: skip
    assert found.reader == "limesurvey"
    assert found.respondents() == [("0",), ("1",)]
