"""Surveys as plain tables: told from other tables by their questions and answers."""

from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from tests.survey_exports import survey
from tests.test_survey_readers import sheet_of

AGREE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")


def test_questions_as_headings_make_a_survey(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Date of entry", "What is your role?", "Which channels do you run? (all that apply)",
         "How large is your team?", "Would you hire again?"),
        ("2026-05-01 10:00", "Lead", "Phone; Chat", "1-10", "Yes"),
        ("2026-05-02 10:00", "Agent", "Chat", "51-200", "No"),
        ("2026-05-03 10:00", "Lead", "Phone; E-mail", "11-50", "Prefer not to say"),
        ("2026-05-04 10:00", "Lead", "Phone; Chat; E-mail", "1,001+", "Yes"),
    )  # fmt: skip
    assert found.reader == "generic_table"
    assert found.respondents("completed_at")[0] == (datetime(2026, 5, 1, 10),)
    assert list(found.kinds.values()) == ["single", "multiple", "single", "single"]
    channels = "Which channels do you run? (all that apply)"
    assert found.picks(channels) == {"Phone": 3, "Chat": 3, "E-mail": 2}
    assert found.order("How large is your team?") == ["1-10", "11-50", "51-200", "1,001+"]


def test_answers_of_agreement_make_a_survey_of_short_headings(tmp_path: Path) -> None:
    rows = [
        (answer, AGREE[-n - 1], AGREE[(n * 2) % 5], f"Team {n % 2}", f"{n + 5}")
        for n, answer in enumerate(AGREE)
    ]
    headings = ("skills_grow", "work_counts", "feel_safe", "team_name", "recommendation")
    found = survey(tmp_path, headings, *rows)
    assert found.reader == "generic_table"
    assert len(found.respondents()) == 5
    assert found.order("skills grow") == list(AGREE)
    assert found.kinds["recommendation"] == "scale"


def test_unnamed_columns_go_on_with_the_question_before_them(tmp_path: Path) -> None:
    rows = [
        ("Lead", "Phone calls", "", "", "Agree", "No."),
        ("Agent", "Phone calls", "Live chat", "", "Neutral", "Not sure."),
        ("Lead", "", "Live chat", "Smoke signals", "Disagree", "Yes."),
        ("Agent", "Phone calls", "Live chat", "", "Agree", "Yes."),
    ]
    found = survey(
        tmp_path, ("Role", "Uses", "Column2", "Column3", "Skilled", "Is it good?"), *rows
    )
    assert found.kinds["Uses"] == "multiple"
    assert found.picks("Uses") == {"Phone calls": 3, "Live chat": 3, "Smoke signals": 1}
    assert found.base("Uses") == 4


def test_rows_of_a_grid_are_parts_of_their_question(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        (
            "participant",
            "How good is it? [Speed]",
            "How good is it? [Tone]",
            "Why?",
            "Who are you?",
        ),
        *(("p1", "Good", "Poor", "x", "me"), ("p2", "Poor", "Poor", "", "you")),
        *(("p3", "Good", "Good", "y", "me"), ("p4", "Good", "Poor", "", "you")),
    )
    assert found.respondents() == [("p1",), ("p2",), ("p3",), ("p4",)]
    assert found.kinds["How good is it? | Speed"] == "single"


def test_equal_rows_of_a_survey_without_ids_are_different_respondents(tmp_path: Path) -> None:
    row = ("No", "Agree", "Neutral", "Disagree", "")
    rows = [row, row, ("Yes", "Neutral", "Agree", "Agree", "x"), ("No", *row[1:])]
    found = survey(tmp_path, ("a", "b_one", "c_two", "d_three", "Why is that?"), *rows)
    assert len(found.respondents()) == 4


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Product", "Region", "Units", "Price", "Sold on"),
         ("A", "North", "3", "9.5", "2026-01-02")),
        (("Name", "Team", "Grade", "Salary", "Active"), ("Ada", "One", "4", "100", "Yes")),
        (("Agent", "Average handle time", "Calls answered", "Calls offered", "Service level"),
         ("Ada", "00:03:10", "120", "130", "90 %")),
    ],
)  # fmt: skip
def test_other_tables_are_no_surveys(
    headings: tuple[str, ...], row: tuple[str, ...], tmp_path: Path
) -> None:
    sheet = sheet_of(tmp_path, headings, *[row] * 8)
    with pytest.raises(UnknownFormat):
        readers.claim(sheet, Options())


def test_two_questions_to_customers_make_a_survey_of_any_length(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Submission Date", "How satisfied are you with our support?",
         "How likely are you to recommend us to a friend? (0-10)", "Submission ID"),
        ("Mar 14, 2026", "Very satisfied", "10", "5001"),
        ("Mar 15, 2026", "Dissatisfied", "0", "5002"),
    )  # fmt: skip
    assert found.responses("response_id, metric, score") == [
        ("5001", "csat", 5), ("5001", "nps", 10), ("5002", "csat", 2), ("5002", "nps", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answers", "metric"),
    [
        ("Wie einfach war es, Ihr Anliegen zu lösen?", "Sehr einfach|Schwierig", "ces"),
        ("A-t-il été facile de résoudre votre problème ?", "Très facile|Difficile", "ces"),
        ("Qual foi a facilidade de resolver?", "Muito fácil|Difícil", "ces"),
        ("El agente me lo puso fácil", "Totalmente de acuerdo|En desacuerdo", "ces"),
        ("Hoe tevreden bent u over onze dienst?", "Zeer tevreden|Ontevreden", "csat"),
        ("Quanto è soddisfatto del servizio?", "Molto soddisfatto|Insoddisfatto", "csat"),
    ],
)
def test_questions_to_customers_in_other_languages(
    tmp_path: Path, question: str, answers: str, metric: str
) -> None:
    best, second = answers.split("|")
    found = survey(
        tmp_path,
        ("Zeitstempel", question, "Hoe waarschijnlijk is het dat u ons aanbeveelt?",
         "Ticketnummer"),
        ("14.03.2026 10:00:00", best, "10", "A-7"),
        ("15.03.2026 10:00:00", second, "0", "A-8"),
    )  # fmt: skip
    assert {ticket for (ticket,) in found.responses("ticket_id")} == {"A-7", "A-8"}
    assert [row for row in found.responses() if row[0] != "nps"] == [(metric, 2), (metric, 5)]
    assert [row for row in found.responses() if row[0] == "nps"] == [("nps", 0), ("nps", 10)]
