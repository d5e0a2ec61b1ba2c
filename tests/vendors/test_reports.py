"""Reports that somebody built: of Zendesk Explore and of Talkdesk, and lists without dates."""

from pathlib import Path

import pytest

from tests.vendors.export import read

HEAD = "Ticket ID,Ticket created - Date,Ticket channel,Ticket status"


@pytest.mark.parametrize(
    ("heading", "below", "cell", "column", "seconds"),
    [
        ("First reply time (min)", "", "35", "first_reply_seconds", 2100),
        ("MED(First reply time (hrs))", "", "1.5", "first_reply_seconds", 5400),
        ("First reply time", "hrs", "2", "first_reply_seconds", 7200),
        ("First reply time - Calendar hours (min)", "min", "3", "first_reply_seconds", 180),
        ("AVG(Full resolution time (days))", "", "2", "resolution_seconds", 172800),
        ("Agent wait time - Calendar hours (min)", "", "90", "agent_wait_seconds", 5400),
        ("SUM(Requester wait time (sec))", "", "45", "requester_wait_seconds", 45),
    ],
)  # fmt: skip
def test_a_measure_of_explore_is_read_in_its_unit(
    heading: str, below: str, cell: str, column: str, seconds: float, tmp_path: Path
) -> None:
    units = [f",,,,{below}"] if below else []
    row = f"101,2026-01-05,Email,Solved,{cell}"
    found = read(tmp_path, "\n".join([f"{HEAD},{heading}", *units, row]))
    assert (found.reader, found.counts) == ("zendesk_explore", (1, 1, 0))
    assert found.ticket[column] == seconds


def test_a_report_of_explore_without_tickets_is_no_list_of_them(tmp_path: Path) -> None:
    text = "Ticket created - Month,Ticket channel,Tickets,Solved tickets\nJanuary 2026,Email,9,8\n"
    assert read(tmp_path, text).reader == ""


def test_a_rating_of_explore_is_dated_by_what_the_report_has(tmp_path: Path) -> None:
    text = f"{HEAD},Ticket satisfaction rating\n101,2026-01-05,Email,Solved,Good\n"
    found = read(tmp_path, text)
    assert found.response["responded_at"] == "2026-01-05 00:00:00"
    assert any("creation" in warning for warning in found.warnings)


def test_a_list_with_dates_of_an_unknown_meaning_is_asked_about(tmp_path: Path) -> None:
    """Loaded without a time of creation its tickets would count in no period."""
    headings = "Ticket Id,Status,Priority,Source,Agent Name"
    rows = ("77,Closed,High,Portal,Bob", "78,Open,Low,Email,Bob")
    undated = read(tmp_path, "\n".join([headings, *rows]))
    assert undated.reader == "generic_table"
    dated = (f"{row},2026-01-1{n}" for n, row in enumerate(rows))
    found = read(tmp_path, "\n".join([f"{headings},Started on the day", *dated]))
    assert found.reader == ""
    assert '"created_at": "Started on the day"' in found.refusals[0]


@pytest.mark.parametrize(
    ("kind", "talk", "outcome", "direction"),
    [
        ("inbound", "200", "answered", "inbound"),
        ("missed", "0", "missed", "inbound"),
        ("short_abandoned", "0", "short_abandon", "inbound"),
        ("Abandoned", "0", "abandoned", "inbound"),
        ("outbound", "60", "answered", "outbound"),
        ("outbound_missed", "0", None, "outbound"),
    ],
)
def test_the_kind_of_a_call_of_talkdesk_tells_how_it_went(
    kind: str, talk: str, outcome: str | None, direction: str, tmp_path: Path
) -> None:
    headings = "callsid,call_type,start_time,customer_phone_number,talk_time,ring_groups"
    found = read(tmp_path, f"{headings}\nc1,{kind},2026-01-15 10:10:10,+4420,{talk},sales\n")
    assert found.reader == "talkdesk_calls"
    assert (found.ticket.get("call_outcome"), found.ticket["direction"]) == (outcome, direction)
