"""Previews, tests and responses taken out: kept, flagged, and no part of any survey KPI."""

from pathlib import Path

import pytest

from tests.survey_exports import survey

ASKED = "How satisfied are you with our support? (1-5)"


@pytest.mark.parametrize(
    ("state", "is_complete", "is_test"),
    [
        ("Complete", True, False),
        ("Completed", True, False),
        ("Partial", False, False),
        ("Disqualified", False, False),
        ("Over Quota", False, False),
        ("Test Data", False, True),
        ("Preview", False, True),
        ("Deleted", False, True),
    ],
)
@pytest.mark.parametrize("vendor", ["alchemer", "surveymonkey"])
def test_a_response_says_what_it_is(
    vendor: str, state: str, is_complete: bool, is_test: bool, tmp_path: Path
) -> None:
    at = "2026-01-15 10:10:10"
    if vendor == "alchemer":
        headings = ("Response ID", "Time Started", "Date Submitted", "Status", ASKED)
        rows = [headings, ("1", at, at, state, "4")]
    else:
        headings = ("Respondent ID", "Collector ID", "Start Date", "End Date", "Response Status")
        rows = [
            (*headings, ASKED),
            ("", "", "", "", "", "Response"),
            ("1", "2", at, at, state, "4"),
        ]
    found = survey(tmp_path, *rows)
    assert found.rows("respondent", "is_complete, is_test") == [(is_complete, is_test)]
    assert found.responses("score, is_test") == [(4, is_test)]


@pytest.mark.parametrize("place", [0, 2])
def test_a_typeform_without_times_of_starting_is_known_by_its_tokens(
    place: int, tmp_path: Path
) -> None:
    rows = [(ASKED, "Submitted At"), *(("4", f"2026-01-1{n} 10:12:10") for n in range(3))]
    tokens = ["Token", *(f"{n:032x}" for n in range(3))]
    found = survey(
        tmp_path, *((*r[:place], t, *r[place:]) for r, t in zip(rows, tokens, strict=True))
    )
    assert found.reader == "typeform"
    assert found.rows("respondent", "respondent_id") == [(token,) for token in tokens[1:]]
    assert found.responses("score") == [(4,)] * 3
