"""Typeform old and new, with its token or without, picks joined or one column each."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.survey_exports import survey

RATED = "How satisfied are you with our support? (1-5)"
USED = "Which tools do you use?"
NEW = ("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID",
       "Tags", "Ending")  # fmt: skip
OLD = ("Start Date (UTC)", "Submit Date (UTC)", "Network ID")
TIMES = ("2026-01-01 10:00:00", "2026-01-01 10:01:00")


def new(kind: str = "completed") -> tuple[str, ...]:
    return (kind, TIMES[0], "", TIMES[1] if kind == "completed" else "", "5f57", "", "Thanks")


@pytest.mark.parametrize("token", ["#", "Response ID", ""])
def test_the_token_may_be_removed(token: str, tmp_path: Path) -> None:
    has_token = bool(token)
    rows = [(f"{n}a95106cd710ec2af0e371cbe5e1f68f", "5", *new()) for n in range(3)]
    headings = (token, RATED, *NEW)
    found = survey(tmp_path, *(row[0 if has_token else 1 :] for row in (headings, *rows)))
    assert found.reader == "typeform"
    assert len(found.respondents()) == 3
    assert found.kinds == {RATED: "scale"}
    assert found.responses("score, responded_at") == [(5, datetime(2026, 1, 1, 10, 1))] * 3


def test_a_second_column_of_tokens_is_no_question(tmp_path: Path) -> None:
    tokens = [f"{n}a95106cd710ec2af0e371cbe5e1f68f" for n in range(3)]
    rows = [(token, "5", *new(), token) for token in tokens]
    found = survey(tmp_path, ("#", RATED, *NEW, "Token"), *rows)
    assert found.kinds == {RATED: "scale"}


def test_a_response_that_was_only_begun_is_not_complete(tmp_path: Path) -> None:
    found = survey(tmp_path, ("#", RATED, *NEW), ("a", "5", *new()), ("b", "", *new("partial")))
    assert found.respondents("respondent_id, is_complete") == [("a", True), ("b", False)]


def test_picks_joined_by_slashes_are_told_apart(tmp_path: Path) -> None:
    cells = ("Chat / Phone", "Phone", "Chat", "Mail / Chat", "Mail") * 2
    rows = [(f"t{n}", cell, *TIMES, "n") for n, cell in enumerate(cells)]
    found = survey(tmp_path, ("#", USED, *OLD), *rows)
    assert found.picks(USED) == {"Chat": 6, "Phone": 4, "Mail": 4}


def test_other_ends_each_question_of_several_choices(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("#", "Phone", "Chat", "Other", "Reports", "None", "Other", "Age?", *OLD),
        ("a", "Phone", "", "", "Reports", "", "", "30", *TIMES, "n"),
        ("b", "Phone", "Chat", "a pigeon", "", "None", "", "40", *TIMES, "n"),
        ("c", "", "Chat", "", "Reports", "", "Faxes", "50", *TIMES, "n"),
    )
    first, second, age = found.asked
    assert [option for _, option in first.columns] == ["Phone", "Chat", None]
    assert [option for _, option in second.columns] == ["Reports", "None", None]
    assert found.picks(first.text) == {"Phone": 2, "Chat": 2, "a pigeon": 1}
    assert found.picks(second.text) == {"Reports": 2, "None": 1, "Faxes": 1}
    assert age.kind == "numeric"


def test_a_guarded_telephone_number_is_given_without_its_guard(tmp_path: Path) -> None:
    found = survey(tmp_path, ("#", "Your number?", *OLD), ("a", "'+15550100", *TIMES, "n"))
    assert found.picks("Your number?") == {"+15550100": 1}
