"""HubSpot: labels of properties in tables, internal names in the interface."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook


def test_labels_clocks_and_stages_with_their_pipeline(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Ticket ID,Ticket name,Ticket status,Pipeline,Source,Priority,Create date,Close date,"
        "Time to close (HH:mm:ss),Time to first agent email reply (HH:mm:ss),"
        "All associated contact emails,Last CES survey rating,Last CES survey date\n"
        "7,Lamp,Closed (Support),Support,Chat,Medium,2025-03-03 10:00,2025-03-08 10:30,120:30:00,"
        "00:15:00,ada@example.com;bo@example.org,6,2025-03-09 08:00\n"
        "8,Bulb,Waiting on contact (Support),Support,Form,,2025-03-03 10:00,,,,,,\n",
    )
    assert export.reader == "hubspot_tickets"
    names = ("status", "channel", "priority", "first_reply_seconds", "resolution_seconds")
    assert chosen(export.tickets, *names) == [
        ("solved", "live_chat", "normal", 900, 120 * 3600 + 1800),
        ("pending", "web_form", None, None, None),
    ]
    assert export.tickets[0]["requester_id"] == "ada@example.com"
    rated = ("metric", "score", "scale_high", "responded_at")
    assert chosen(export.responses, *rated) == [("ces", 6, 7, "2025-03-09 08:00:00")]


@pytest.mark.parametrize(
    "headings",
    [
        "Record ID,Ticket name,Create date",
        "Record ID,Ticket Name,Ticket Status,Create Date,Close Date",
        "Ticket ID,Ticket owner,Create date,Source",
    ],
)
def test_few_columns_are_enough(tmp_path: Path, headings: str) -> None:
    values = {"Create": "2025-03-03 10:00", "Close": "2025-03-04 10:00"}
    row = ",".join(values.get(heading.split()[0], "x") for heading in headings.split(","))
    export = read(tmp_path, f"{headings}\n{row}\n")
    assert (export.reader, export.counts) == ("hubspot_tickets", (1, 1, 0))


def test_a_workbook_of_records(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Record ID", "Ticket name", "Ticket status", "Create date", "Close date", "Pipeline"),
        (71001, "Lamp", "Closed", datetime(2025, 3, 3, 10), datetime(2025, 3, 4, 10), "Support"),
    )
    names = ("ticket_id", "created_at", "solved_at", "status")
    expected = ("71001", "2025-03-03 10:00:00", "2025-03-04 10:00:00", "solved")
    assert chosen(read_path(path).tickets, *names) == [expected]


RECORD = (
    '{"id": "71001", "properties": {"createdate": "2025-03-03T10:00:00.123Z", "closed_date":'
    ' "2025-03-05T10:00:00Z", "hs_pipeline": "0", "hs_pipeline_stage": "4", "hs_ticket_priority":'
    ' "URGENT", "source_type": "PHONE", "subject": "Lamp", "time_to_close": "172800000",'
    ' "time_to_first_agent_reply": "1800000", "hs_lastmodifieddate": "2025-03-05T10:00:00Z"},'
    ' "createdAt": "2025-03-03T10:00:00.123Z", "updatedAt": "2025-03-05T10:00:00Z",'
    ' "archived": false}'
)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"results": [{RECORD}], "paging": {{"next": {{"after": "1"}}}}}}',
        f"[{RECORD}]",
        f'{{"results": [{RECORD}]}}\n{{"results": [{RECORD}]}}',
    ],
)
def test_properties_are_in_milliseconds(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text, "tickets.json")
    assert (export.reader, export.zone) == ("hubspot_properties", "UTC")
    names = ("status", "priority", "channel", "first_reply_seconds", "resolution_seconds")
    assert chosen(export.tickets, *names) == [("solved", "urgent", "phone", 1800, 172800)]


def test_stages_of_an_own_pipeline_are_open_until_a_date_of_closing(tmp_path: Path) -> None:
    text = RECORD.replace('"4"', '"995"').replace('"2025-03-05T10:00:00Z", "hs_p', 'null, "hs_p')
    assert read(tmp_path, f"[{text}]", "tickets.json").ticket["status"] == "open"


def test_internal_names_may_head_a_table(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "hs_object_id,subject,createdate,closed_date,hs_pipeline_stage,source_type\n"
        "71001,Lamp,2025-03-03T10:00:00Z,,1,EMAIL\n",
    )
    assert export.reader == "hubspot_properties"
    assert chosen(export.tickets, "status", "channel") == [("new", "email")]
