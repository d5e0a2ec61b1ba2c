"""Freshdesk and Freshservice: whichever columns were ticked, in every shape they are exported."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook

ALL = (
    "Ticket Id,Subject,Status,Priority,Source,Type,Agent,Group,Created Time,Due by Time,"
    "Resolved Time,Closed Time,Last updated Time,Initial Response Time,Time Tracked,"
    "First Response Time (in Hrs),Resolution Time (in Hrs),Agent interactions,"
    "Customer interactions,Resolution Status,First Response Status,Tags,Survey Results,Product,"
    "Full name,Email,Contact ID,Company Name,Renewal date\n"
)


def test_the_columns_ticked_by_default_have_no_times(tmp_path: Path) -> None:
    export = read(tmp_path, "Ticket ID,Subject,Status,Email\n7,Hi,Open,Ada@example.com\n")
    assert (export.reader, export.counts) == ("freshdesk_csv", (1, 1, 0))
    assert export.ticket["requester_id"] == "ada@example.com"
    assert "created_at" not in export.ticket
    assert "no creation time: no heading of the file fills created_at" in export.warnings


def test_every_column_of_a_newer_export(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        ALL + "7,Hi,Waiting on Customer,Medium,Feedback Widget,Question,Kim,Tier 1,"
        "2025-03-03 10:00:00,2025-03-05 10:00:00,,,2025-03-04 11:00:00,2025-03-03 10:30:00,01:45,"
        '00:20:00,00:00:00,2,1,,Within SLA,"late,vip",Very Happy,Lamp,'
        "Ada,ada@example.com,4,Acme,\n",
    )
    assert export.reader == "freshdesk_csv"
    ticket = export.ticket
    assert (ticket["status"], ticket["priority"]) == ("pending", "normal")
    assert (ticket["channel"], ticket["channel_detail"]) == ("web_form", "Feedback Widget")
    assert ticket["first_reply_at"] == "2025-03-03 10:30:00"
    assert ticket["first_reply_business_seconds"] == 1200
    assert "resolution_business_seconds" not in ticket
    assert ticket["handle_seconds"] == 6300
    assert ticket["tags"] == ["late", "vip"]
    assert ticket["is_sla_first_reply_met"]
    assert "is_sla_resolution_met" not in ticket
    assert (ticket["organization"], ticket["requester_id"]) == ("Acme", "ada@example.com")
    assert chosen(export.responses, "score", "scale_low", "scale_high", "is_satisfied") == [
        (102, -103, 103, True)
    ]


def test_clocks_may_run_beyond_a_day(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Ticket ID,Status,Created time,Resolved time,Resolution time (in hrs)\n"
        "7,Resolved,2025-03-03 10:00:00,2025-03-10 10:00:00,103:15:30\n",
    )
    assert export.ticket["resolution_business_seconds"] == 103 * 3600 + 15 * 60 + 30
    assert export.ticket["status"] == "solved"


def test_a_workbook_of_some_columns(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Ticket ID", "Created time", "Resolved time", "Agent", "Group", "Agent interactions"),
        (7, datetime(2025, 3, 3, 10), datetime(2025, 3, 4, 10), "Kim", "Tier 1", 3),
    )
    export = read_path(path)
    assert export.reader == "freshdesk_csv"
    expected = ("7", "2025-03-03 10:00:00", "2025-03-04 10:00:00", "Tier 1", 3)
    names = ("ticket_id", "created_at", "solved_at", "team", "agent_replies")
    assert chosen(export.tickets, *names) == [expected]


def test_a_workbook_that_is_a_web_page(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset='utf-8'></head><body><table><thead><tr><th>Ticket ID</th>"
        "<th>Subject</th><th>Status</th><th>Created time</th></tr></thead><tbody><tr><td>7</td>"
        "<td>Lamp &amp; shade</td><td>Closed</td><td>2025-03-03 10:00:00</td></tr></tbody></table>"
    )
    export = read(tmp_path, page, "tickets.xls")
    assert export.reader == "freshdesk_csv"
    assert chosen(export.tickets, "subject", "status") == [("Lamp & shade", "closed")]


@pytest.mark.parametrize(
    ("label", "satisfied"),
    [("Awesome", True), ("Just Okay", False), ("Not Good", False), ("Agree", True), ("103", True)],
)
def test_labels_of_a_survey_are_what_an_account_writes(
    tmp_path: Path, label: str, satisfied: bool
) -> None:
    heading = "Ticket ID,Status,Created time,Survey results\n"
    export = read(tmp_path, heading + f"7,Closed,2025-03-03 10:00:00,{label}\n")
    assert export.response["is_satisfied"] is satisfied


def test_a_list_of_something_else_is_not_taken_for_freshdesk(tmp_path: Path) -> None:
    assert read(tmp_path, "Ticket ID,Subject,Status,Shelf\n7,Hi,Open,B\n").reader == ""


TICKET = (
    '"subject": "Hi", "status": 7, "priority": 4, "source": 13, "type": "Question",'
    ' "requester_id": 8, "responder_id": 3, "group_id": 2, "created_at": "2025-03-03T10:00:00Z",'
    ' "updated_at": "2025-03-04T10:00:00Z", "due_by": "2025-03-05T10:00:00Z",'
    ' "fr_due_by": "2025-03-03T12:00:00Z", "is_escalated": true, "spam": false, "tags": ["a"],'
    ' "stats": {"first_responded_at": "2025-03-03T13:00:00Z", "resolved_at": null}'
)


@pytest.mark.parametrize(
    "text",
    [
        f'[{{"id": 7, {TICKET}}}]',
        f'{{"id": 7, {TICKET}}}',
        f'{{"total": 1, "results": [{{"id": 7, {TICKET}}}]}}',
        f'{{"ticket": {{"id": 7, {TICKET}}}}}',
    ],
)
def test_codes_of_the_interface_are_read_in_any_wrapping(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text, "tickets.json")
    assert (export.reader, export.zone) == ("freshdesk_json", "UTC")
    expected = ("7", "hold", "urgent", "messaging", "2025-03-03 13:00:00", False, False)
    names = ("ticket_id", "status", "priority", "channel", "first_reply_at")
    met = ("is_sla_first_reply_met", "is_sla_resolution_met")
    assert chosen(export.tickets, *names, *met) == [expected]


def test_freshservice_is_told_by_its_own_columns(tmp_path: Path) -> None:
    heading = "Ticket Id,Subject,Status,Created Time,Requester VIP,Source,Survey Result\n"
    export = read(tmp_path, heading + "7,Hi,Open,2025-03-03 10:00:00,FALSE,MS Teams,Good\n")
    assert export.reader == "freshservice"
    assert export.ticket["channel"] == "messaging"
    assert export.response["is_satisfied"]


def test_an_own_field_called_urgency_does_not_make_it_freshservice(tmp_path: Path) -> None:
    heading = "Ticket ID,Subject,Status,Created time,Urgency\n"
    assert read(tmp_path, heading + "7,Hi,Open,2025-03-03 10:00:00,Low\n").reader == "freshdesk_csv"
    numbered = read(tmp_path, heading + "INC-7,Hi,Open,2025-03-03 10:00:00,Low\n")
    assert numbered.reader == "freshservice"


def test_words_that_are_no_points_are_named_and_in_no_csat(tmp_path: Path) -> None:
    text = (
        "Ticket ID,Subject,Status,Created time,Resolved time,Survey results,Agent interactions\n"
        "1,L,Closed,2026-02-03 10:00,2026-02-04 10:00,Somewhat satisfied,1\n"
        "2,L,Closed,2026-02-03 10:00,2026-02-04 10:00,Not satisfied,1\n"
        "3,L,Closed,2026-02-03 10:00,2026-02-04 10:00,Purple,1\n"
    )
    export = read(tmp_path, text)
    assert chosen(export.responses, "is_satisfied") == [(True,), (False,), (None,)]
    said = "response rated in words of no known scale, which no CSAT counts: 1, first in row 4"
    assert said in export.warnings
