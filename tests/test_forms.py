"""Google Forms and Microsoft Forms in the languages and shapes that they are exported in."""

from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from tests.survey_exports import survey
from tests.test_survey_readers import sheet_of

SATISFIED = "How satisfied were you with our support? (1-5)"
USED = "Which products do you use?"


@pytest.mark.parametrize(
    ("heading", "stamp", "answered"),
    [
        ("Timestamp", "2026/09/27 3:00:00 PM GMT+3", datetime(2026, 9, 27, 12)),
        ("Timestamp", "2020/06/05 11:34:01 AM EST", datetime(2020, 6, 5, 16, 34, 1)),
        ("Timestamp", "9/18/2026 18:00:16", datetime(2026, 9, 18, 18, 0, 16)),
        ("Marca temporal", "27/9/2026 3:00:00 p. m. GMT-6", datetime(2026, 9, 27, 21)),
        ("Zeitstempel", "27.09.2026 15:00:00", datetime(2026, 9, 27, 15)),
        ("Horodateur", "27/09/2026 15:00:00", datetime(2026, 9, 27, 15)),
        ("Carimbo de data/hora", "27/09/2026 15:00:00", datetime(2026, 9, 27, 15)),
        ("时间戳", "2026/9/27 15:00:00", datetime(2026, 9, 27, 15)),
        ("時間戳記", "2026/9/27 15:00:00", datetime(2026, 9, 27, 15)),
        ("タイムスタンプ", "2026/09/27 15:00:00", datetime(2026, 9, 27, 15)),
    ],
)
def test_a_google_form_is_known_in_any_language(
    heading: str, stamp: str, answered: datetime, tmp_path: Path
) -> None:
    found = survey(tmp_path, (heading, SATISFIED), (stamp, "4"))
    assert found.reader == "google_forms"
    assert found.responses("score, responded_at") == [(4, answered)]


@pytest.mark.parametrize(
    "headings",
    [
        ("Timestamp", "Level", "Message"),
        ("Timestamp", "Agent", "Call duration (sec)"),
        ("Timestamp", "Score", "Comment"),
    ],
)
def test_a_log_is_no_google_form(headings: tuple[str, ...], tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, headings, ("2026-01-01 10:00:00", "1", "x"))
    assert not readers.reader("google_forms").recognises(sheet)


@pytest.mark.parametrize("separator", [", ", ";"])
def test_picks_of_options_that_hold_commas_are_told_apart(separator: str, tmp_path: Path) -> None:
    options = ("Reports, charts and alerts", "Desktop", "Mobile (phone, tablet)", "API")
    picks = [options[:2], options[1:3], options[2:], options[:1], options[3:], options] * 6
    rows = [
        (f"2026/09/{n % 27 + 1:02} 3:00:00 PM GMT+3", separator.join(picked))
        for n, picked in enumerate(picks)
    ]
    found = survey(tmp_path, ("Timestamp", USED), *rows)
    assert found.kinds == {USED: "multiple"}
    assert found.picks(USED) == {
        "Reports, charts and alerts": 18,
        "Desktop": 18,
        "Mobile (phone, tablet)": 18,
        "API": 18,
    }


def test_what_someone_wrote_beside_the_options_stays_one_text(tmp_path: Path) -> None:
    picks = ["Phone, Chat", "Phone", "Chat", "Mail, Chat", "Mail"] * 8
    picks += ["Phone, the desk, because it is near, and warm"]
    rows = [(f"2026/09/01 3:00:{n:02} PM GMT+3", cell) for n, cell in enumerate(picks)]
    found = survey(tmp_path, ("Timestamp", "How do you reach us? (check all that apply)"), *rows)
    assert found.picks("How do you reach us? (check all that apply)") == {
        "Phone": 17, "Chat": 24, "Mail": 16, "the desk, because it is near, and warm": 1,
    }  # fmt: skip


def test_one_answer_with_commas_is_not_split(tmp_path: Path) -> None:
    held = "What is the highest degree you hold?"
    answers = ("Bachelor, e.g. BA", "Master, e.g. MSc", "Doctor, e.g. PhD", "None, yet") * 9
    rows = [(f"2026/09/01 3:00:{n:02} PM GMT+3", cell) for n, cell in enumerate(answers)]
    found = survey(tmp_path, ("Timestamp", held), *rows)
    assert found.kinds == {held: "single"}
    assert found.picks(held) == dict.fromkeys(answers, 9)


def test_a_grid_is_a_question_with_its_rows(tmp_path: Path) -> None:
    grid = "How good are we at this?"
    found = survey(
        tmp_path,
        ("Timestamp", f"{grid} [Speed ]", f"{grid} [Tone]", "Rate us", "Rate us"),
        ("2026/09/01 3:00:00 PM GMT+3", "Good", "Poor", "3.0", "5.0"),
        ("2026/09/02 3:00:00 PM GMT+3", "Excellent", "Good", "1.0", "4.0"),
    )
    assert found.kinds[f"{grid} | Speed"] == "single"
    assert found.order(grid, "Speed") == ["Good", "Excellent"]
    assert [q.question_id for q in found.asked][2:] == ["rate_us", "rate_us_2"]
    assert found.numbers("Rate us") == {"3.0": 3, "1.0": 1, "5.0": 5, "4.0": 4}


def test_marks_of_a_quiz_are_no_questions(tmp_path: Path) -> None:
    asked = "Which plan has phone support?"
    found = survey(
        tmp_path,
        ("Timestamp", "Email Address", "Score", asked, f"{asked} [Score]", f"{asked} [Feedback]"),
        ("2026/09/01 3:00:00 PM GMT+3", "a@example.org", "1 / 1", "Pro", "1 / 1", ""),
        ("2026/09/02 3:00:00 PM GMT+3", "b@example.org", "0 / 1", "Free", "0 / 1", "No"),
    )
    assert list(found.kinds) == [asked]


MICROSOFT = {
    "en": ("Id", "Start time", "Completion time", "Email", "Name"),
    "es": ("ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"),
    "de": ("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"),
    "fr": ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"),
    "pt": ("ID", "Hora de início", "Hora da conclusão", "Email", "Nome"),
    "zh": ("ID", "开始时间", "完成时间", "电子邮件", "名称"),
    "ja": ("ID", "開始時刻", "完了時刻", "メール", "名前"),
    "unknown": ("ID", "Upphafstími", "Lokatími", "Netfang", "Nafn"),
}


@pytest.mark.parametrize("language", MICROSOFT)
def test_a_microsoft_form_is_known_in_any_language(language: str, tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        (*MICROSOFT[language], f"{USED}\u00a0", SATISFIED),
        ("1", "7/27/26 19:06:23", "7/27/26 19:07:00", "anonymous", "", "AGOL;Pro;", "5"),
        ("2", "7/28/26 19:06:23", "7/28/26 19:07:00", "anonymous", "", "Pro;", "3"),
        name="form.xlsx",
    )
    assert found.reader == "microsoft_forms"
    assert found.kinds == {USED: "multiple", SATISFIED: "scale"}
    assert found.picks(USED) == {"AGOL": 1, "Pro": 2}
    assert found.responses("score, responded_at") == [
        (3, datetime(2026, 7, 28, 19, 7)), (5, datetime(2026, 7, 27, 19, 7)),
    ]  # fmt: skip


def test_address_and_name_of_a_microsoft_form_may_be_removed(tmp_path: Path) -> None:
    day, night = "Monday, 10/28: 10:10am-11am", "Tuesday; all day"
    found = survey(
        tmp_path,
        (*MICROSOFT["en"][:3], "When did you call?", "When2"),
        ("1", "10/9/2026 11:02", "10/9/2026 11:03", f"{day};", "x"),
        ("2", "10/19/2026 11:02", "10/19/2026 11:03", f"{day};{night};", "y"),
    )
    assert found.reader == "microsoft_forms"
    assert found.picks("When did you call?")[day] == 2
    assert found.kinds["When2"] == "single"


def test_points_and_feedback_of_a_microsoft_quiz_are_no_questions(tmp_path: Path) -> None:
    asked = ("Which plan has chat?", "Which has phone?")
    marks = [f"{mark} - {text}" for text in asked for mark in ("Stig", "Umsögn")]
    headings = (*MICROSOFT["en"], "Total points", "Quiz feedback", *asked, *marks)
    times = ("10/19/2026 11:02", "10/19/2026 11:03")
    row = ("1", *times, "anonymous", "", "2", "", "Pro", "Free", "1", "", "1", "")
    found = survey(tmp_path, headings, row, ("2", *row[1:]))
    assert list(found.kinds) == list(asked)
    english = [f"Points - {asked[0]}", f"Feedback - {asked[0]}"]
    sheet = sheet_of(tmp_path, (*MICROSOFT["en"], asked[0], *english), (*row[:5], "Pro", "1", ""))
    reading = readers.reader("microsoft_forms").read(sheet, Options(name="quiz.csv"))
    assert [q.text for draft in reading.drafts for q in draft.questions] == [asked[0]]
