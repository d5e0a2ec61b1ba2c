"""Requests to cities, in every container and with every oddity of their exports."""

from pathlib import Path

import pytest

from tests.real_tickets import TICKETS, WHERE_THEY_ARE, counts, loaded

pytestmark = WHERE_THEY_ARE


def test_a_city_desk_writes_months_first_and_zero_for_no_answer(tmp_path: Path) -> None:
    desk = loaded("rwfd-helpdesk-mdy/Help Desk.csv", tmp_path)
    assert counts(desk.sheets[""]) == (9_542, 9_542, 0, 9_542)
    assert desk.sheets[""].date_order == "mdy"
    states = "select status_detail, status, count(*) from ticket group by all order by 3 desc"
    assert desk.rows(states) == [
        ("Open", "open", 6_838),
        ("Resolved", "solved", 1_283),
        ("Waiting for Requestor Feedback", "pending", 1_188),
        ("Closed - No Action", "closed", 233),
    ]
    ratings = "select score, scale_high, count(*) from response group by all order by score"
    assert desk.rows(ratings) == [(1, 3, 1_059), (2, 3, 2_543), (3, 3, 1_981)]
    days = "select min(resolution_seconds) / 86400, max(resolution_seconds) / 86400 from ticket"
    assert desk.row(days) == (1, 37)


CITY = sorted(
    path.name
    for path in (TICKETS / "boston311-many-formats").glob("boston311-1*")
    if not path.name.startswith("boston311-10.")
)


@pytest.mark.parametrize("name", CITY)
def test_requests_to_a_city_are_the_same_in_every_container(name: str, tmp_path: Path) -> None:
    requests = loaded(f"boston311-many-formats/{name}", tmp_path)
    (sheet,) = requests.sheets
    assert counts(requests.sheets[sheet]) == (100, 100, 0, 100)
    figures = """
        select
            count(*) filter (status = 'closed'),
            count(solved_at),
            round(median(epoch(solved_at - created_at)) / 3600, 2),
            round(avg(epoch(solved_at - created_at)) / 3600, 2),
            round(quantile_cont(epoch(solved_at - created_at), 0.9) / 3600, 2),
            count(*) filter (is_sla_resolution_met)
        from ticket
    """
    assert requests.row(figures, sheet) == (85, 85, 16.16, 110.63, 152.28, 83)


def test_lines_within_a_cell_lose_no_request(tmp_path: Path) -> None:
    requests = loaded("nyc311-socrata-iso/311_Service_Requests.csv", tmp_path)
    assert counts(requests.sheets[""]) == (1_000, 1_000, 0, 1_000)
    unknown = "select count(*) from ticket where channel is null and channel_detail = 'UNKNOWN'"
    assert requests.row(unknown) == (47,)
