"""Lists of scores of any tool: the metric is proven, told by a name, or asked for."""

from datetime import datetime
from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.drafts import Options
from support_kpi.errors import UnknownFormat
from tests.survey_exports import Row, Survey, survey
from tests.test_survey_readers import sheet_of

DAYS = tuple(f"2026-01-{day:02}" for day in range(10, 30))


def scores(
    folder: Path, heading: str, *values: str, name: str = "list.csv", reader: str | None = None
) -> Survey:
    rows: list[Row] = [(f"R{n}", value, DAYS[n], "ok") for n, value in enumerate(values)]
    headings = ("Response ID", heading, "Response date", "Comment")
    return survey(folder, headings, *rows, name=name, options=Options(name=name, reader=reader))


@pytest.mark.parametrize(
    ("heading", "name", "values", "metric"),
    [
        ("score", "list.csv", ("0", "9", "7"), "nps"),
        ("NPS", "list.csv", ("8", "9", "7"), "nps"),
        ("Likelihood to recommend", "list.csv", ("8", "9", "7"), "nps"),
        ("score", "nps_2026.csv", ("8", "9", "7"), "nps"),
        ("score", "csat-january.csv", ("5", "4", "1"), "csat"),
        ("rating", "list.csv", ("5", "4", "1"), "csat"),
        ("stars", "list.csv", ("★★★★★", "★★☆☆☆"), "csat"),
        ("Rating", "list.csv", ("Very satisfied", "Dissatisfied"), "csat"),
        ("CSAT", "list.csv", ("9", "10", "3"), "csat"),
        ("score", "customer effort.csv", ("7", "6", "1"), "ces"),
        ("How satisfied were you with our answer?", "list.csv", ("5", "1"), "csat"),
    ],
)
def test_the_metric_of_a_list_is_proven(
    heading: str, name: str, values: tuple[str, ...], metric: str, tmp_path: Path
) -> None:
    found = scores(tmp_path, heading, *values, name=name)
    assert {row[0] for row in found.responses()} == {metric}
    assert len(found.responses()) == len(values)


def test_groups_beside_the_scores_prove_nps(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Email", "Answer", "Responded", "Segment"),
        ("a@example.org", "9", "1772359200", "Promoter"),
        ("b@example.org", "7", "1772362800", "Passive"),
    )
    assert found.reader == "nps_list"
    assert found.scales == [("nps", 0, 10, "higher_better")]
    assert found.responses("responded_at") == [
        (datetime(2026, 3, 1, 10),), (datetime(2026, 3, 1, 11),),
    ]  # fmt: skip


def test_what_may_be_either_is_asked_for_and_one_option_settles_it(tmp_path: Path) -> None:
    values = ("9", "10", "3", "8")
    with pytest.raises(UnknownFormat, match="--reader nps_list, --reader csat_list"):
        scores(tmp_path / "a", "score", *values)
    nps = scores(tmp_path / "b", "score", *values, reader="nps_list")
    assert nps.scales == [("nps", 0, 10, "higher_better")]
    csat = scores(tmp_path / "c", "score", *values, reader="csat_list")
    assert csat.scales == [("csat", 1, 10, "higher_better")]


def test_five_points_of_satisfaction_may_count_from_the_good_end(tmp_path: Path) -> None:
    asked = "How satisfied were you? (1 = very satisfied, 5 = very dissatisfied)"
    found = scores(tmp_path, asked, "1", "2", "4")
    assert found.responses("score, is_satisfied, scale_direction") == [
        (1, True, "lower_better"), (2, True, "lower_better"), (4, False, "lower_better"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "headings",
    [
        ("Id", "Subject", "Status", "Rating", "Created at"),
        ("Title", "Genre", "Year", "Studio", "Rating", "Votes", "Gross", "Length", "Country"),
        ("Name", "Score", "Level"),
    ],
)
def test_other_tables_with_scores_are_no_lists(headings: tuple[str, ...], tmp_path: Path) -> None:
    row = tuple("2026-01-02" if "Created" in heading else "4" for heading in headings)
    sheet = sheet_of(tmp_path, headings, row, row)
    for name in ("nps_list", "csat_list", "ces_list"):
        assert not readers.reader(name).recognises(sheet)


def test_nps_is_refused_of_scores_above_ten(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="NPS needs 0 to 10"):
        scores(tmp_path, "score", "90", "70", reader="nps_list")


def test_ratings_that_name_a_ticket_are_no_tickets(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("Ticket ID", "Agent", "Customer email", "Survey", "CSAT", "Comment", "Date"),
        ("501", "Lena", "a@example.org", "After a ticket", "5", "Quick", "2026-01-15 15:00"),
        ("502", "Lena", "b@example.org", "After a ticket", "2", "", "2026-01-16 15:00"),
    )
    assert "ticket" not in found.converted.tables
    assert found.responses("ticket_id, score, comment, responded_at") == [
        ("501", 5, "Quick", datetime(2026, 1, 15, 15)),
        ("502", 2, None, datetime(2026, 1, 16, 15)),
    ]


def test_ratings_by_codes_that_nothing_explains_are_no_tickets_either(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        ("Ticket ID", "Agent", "Group", "Rating", "Feedback", "Submitted at"),
        ("234", "Lena", "Desk", "-103", "slow", "2026-01-10T15:30:00Z"),
        ("235", "Lena", "Desk", "103", "quick", "2026-01-11T15:30:00Z"),
    )
    with pytest.raises(UnknownFormat, match=r'"table": "response".*"responded_at": "Submitted at"'):
        readers.claim(sheet, Options(name="list.csv"))


def test_a_list_is_left_to_the_vendor_who_knows_it(tmp_path: Path) -> None:
    found = survey(
        tmp_path,
        ("request_id", "request_sent_at", "response_received_at", "star_rating", "comments"),
        ("r1", "2026-01-05T15:00:00Z", "2026-01-05T15:04:05Z", "5", "x"),
        ("r2", "2026-01-05T15:00:00Z", "", "", ""),
    )
    assert found.reader == "medallia_agent_connect"
    assert found.responses("score, is_answered") == [(5, True), (None, False)]


@pytest.mark.parametrize(
    ("heading", "values", "why"),
    [
        ("CSAT", ("100", "0", "75"), "answers up to 100, which is no CSAT scale"),
        ("NPS (1-10)", ("10", "1"), "answered from 1 to 10, and NPS needs 0 to 10"),
    ],
)
def test_ratings_of_no_scale_are_refused_with_the_reason(
    heading: str, values: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFormat, match=why):
        scores(tmp_path, heading, *values)
