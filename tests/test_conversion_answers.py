"""Answers of respondents: single picks, choices one a column, several in a cell, ranks."""

from support_kpi.drafts import (
    Constant,
    Draft,
    Question,
    Text,
)
from tests.sheets import outcome, sheet

RESPONDENT = Draft("respondent", {"survey": Constant("s"), "respondent_id": Text("Id")})


def answers(*questions: Question) -> Draft:
    return Draft(
        "answer", {"survey": Constant("s"), "respondent_id": Text("Id")}, questions=questions
    )


def given_answers(found) -> list[tuple]:
    rows = found.rows["answer"]
    return sorted(
        ((r["respondent_id"], r["question_id"], r["option"], r["number"]) for r in rows), key=repr
    )


def test_a_single_pick_is_one_answer_with_its_number(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Q"), ("1", "5 - Very good"), ("2", "4"), ("3", "None"), ("4", "N/A"),
        ("5", ""), ("", "3"),
    )  # fmt: skip
    question = Question("q", "Q", "single", ((1, None),), points={"5 - very good": 5})
    found = outcome(tmp_path, table, RESPONDENT, answers(question))
    assert given_answers(found) == [
        ("1", "q", "5 - Very good", 5),
        ("2", "q", "4", 4),
        ("3", "q", "None", None),
    ]


def test_an_option_is_picked_where_its_column_is_filled(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Phone", "Mail", "Other"), ("1", "Phone", "", "0"), ("2", "1", "x", "Fax"),
        ("3", "No", "FALSE", "Not selected"), ("4", "n/a", "0", ""),
    )  # fmt: skip
    columns = ((1, "Phone"), (2, "Mail"), (3, None))
    found = outcome(tmp_path, table, RESPONDENT, answers(Question("q", "Q", "multiple", columns)))
    picked = [answer[:3] for answer in given_answers(found)]
    assert ("1", "q", "Phone") in picked
    assert [option for who, _, option in picked if who == "2"] == ["Fax", "Mail", "Phone"]
    assert [option for who, _, option in picked if who == "3"] == ["Not selected"]
    assert [option for who, _, option in picked if who == "4"] == [None]


def test_a_cell_of_several_picks_is_split_around_options_that_hold_the_separator(tmp_path):
    table = sheet(tmp_path, ("Id", "Q"), ("1", "Mail, post, Phone, "), ("2", "Phone"))
    question = Question(
        "q", "Q", "multiple", ((1, None),), separator=", ", options=("Mail, post", "Phone")
    )
    found = outcome(tmp_path, table, RESPONDENT, answers(question))
    assert [answer[::2] for answer in given_answers(found)] == [
        ("1", "Mail, post"), ("1", "Phone"), ("2", "Phone"),
    ]  # fmt: skip


def test_a_rank_is_the_number_of_its_option(tmp_path):
    table = sheet(tmp_path, ("Id", "Speed", "Price"), ("1", "2", "1"), ("2", "", "0"))
    question = Question("q", "Q", "rank", ((1, "Speed"), (2, "Price")))
    found = outcome(tmp_path, table, RESPONDENT, answers(question))
    assert given_answers(found) == [
        ("1", "q", "Price", 1), ("1", "q", "Speed", 2), ("2", "q", "Price", 0),
    ]  # fmt: skip


def test_answers_of_rejected_and_superseded_respondents_are_dropped(tmp_path):
    table = sheet(tmp_path, ("Id", "Q"), ("1", "old"), ("1", "new"), ("", "nobody"))
    found = outcome(tmp_path, table, RESPONDENT, answers(Question("q", "Q", "open", ((1, None),))))
    assert given_answers(found) == [("1", "q", "new", None)]
