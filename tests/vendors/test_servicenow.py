"""ServiceNow: lists by field names or labels, the interface, tasks, and what Excel makes of it."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook

NAMES = '"number","opened_at","short_description","caller_id","priority","state",'
NAMES += '"category","assignment_group","assigned_to","sys_updated_on","sys_updated_by"\n'


def test_the_default_list_by_field_names(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        NAMES + '"INC0010001","2025-03-03 10:00:00","Lamp","Ada Quill","1 - Critical","On Hold",'
        '"Inquiry / Help","Service Desk","","2025-03-04 10:00:00","admin"\n',
    )
    assert export.reader == "servicenow_incident"
    names = ("ticket_id", "created_at", "priority", "status", "team", "requester_id", "agent")
    assert chosen(export.tickets, *names) == [
        (
            "INC0010001",
            "2025-03-03 10:00:00",
            "urgent",
            "pending",
            "Service Desk",
            "ada quill",
            None,
        )
    ]


def test_a_workbook_by_labels(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        (
            "Number",
            "Opened",
            "Resolved",
            "Caller",
            "Priority",
            "State",
            "Channel",
            "Made SLA",
            "Business duration",
            "Duration",
            "Reopen count",
            "Reassignment count",
        ),
        (
            "INC0010001",
            datetime(2025, 3, 3, 10),
            datetime(2025, 3, 4, 19),
            "Ada",
            "4 - Low",
            "Resolved",
            "Walk-in",
            True,
            "1 Day 9 Hours 46 Minutes",
            "2 Days",
            1,
            2,
        ),
    )
    export = read_path(path)
    assert export.reader == "servicenow_incident"
    names = ("solved_at", "priority", "status", "channel", "reopens", "reassignments")
    assert chosen(export.tickets, *names) == [
        ("2025-03-04 19:00:00", "low", "solved", "in_person", 1, 2)
    ]
    assert export.ticket["resolution_business_seconds"] == 33 * 3600 + 46 * 60
    assert export.ticket["resolution_seconds"] == 2 * 86400
    assert export.ticket["is_sla_resolution_met"]


def test_few_columns_and_a_number_are_enough(tmp_path: Path) -> None:
    text = "Number,Created,State,Channel\nINC0010001,2025-03-03 10:00:00,New,Self-service\n"
    export = read(tmp_path, text)
    assert export.reader == "servicenow_incident"
    assert chosen(export.tickets, "status", "channel") == [("new", "self_service")]


def test_tasks_and_requested_items_are_tickets_too(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "number,opened_at,closed_at,state\n"
        "SCTASK0010001,2025-03-03 10:00:00,2025-03-04 10:00:00,Closed Complete\n"
        "RITM0010001,2025-03-03 10:00:00,,Work in Progress\n",
    )
    assert export.reader == "servicenow_incident"
    assert chosen(export.tickets, "status") == [("closed",), ("open",)]


def test_what_excel_saved_again_reads_the_same(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "number;opened_at;resolved_at;state;priority;assignment_group;calendar_duration\n"
        "INC001;3/17/2025 6:04;3/18/2025 6:04;Resolved;3 - Moderate;Desk;86400,5\n"
        "INC002;29-02-2016 01:16;29-02-2016 11:29;Closed;?;?;\n".replace("29-02-2016", "2/29/2016"),
    )
    names = ("created_at", "solved_at", "priority", "team", "resolution_seconds")
    assert chosen(export.tickets, *names) == [
        ("2025-03-17 06:04:00", "2025-03-18 06:04:00", "normal", "Desk", 86400.5),
        ("2016-02-29 01:16:00", "2016-02-29 11:29:00", None, None, None),
    ]


def test_values_of_the_interface_are_in_utc(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"result": [{"number": "INC0010001", "opened_at": "2025-03-03 10:00:00", "resolved_at":'
        ' "2025-03-04 10:00:00", "closed_at": "", "priority": "2", "state": "6", "contact_type":'
        ' "phone", "caller_id": {"display_value": "Ada", "link": "x"}, "assignment_group":'
        ' {"display_value": "Desk", "link": "y"}, "assigned_to": "", "business_duration":'
        ' "1970-01-02 09:46:18", "made_sla": "false", "sys_id": "a1"}]}',
        "incidents.json",
    )
    assert (export.reader, export.zone) == ("servicenow_incident", "UTC")
    assert not any("no time zone" in warning for warning in export.warnings)
    names = ("status", "priority", "channel", "team", "requester_id", "is_sla_resolution_met")
    assert chosen(export.tickets, *names) == [("solved", "high", "phone", "Desk", "ada", False)]
    assert export.ticket["resolution_business_seconds"] == 86400 + 9 * 3600 + 46 * 60 + 18


def test_values_and_what_is_shown_of_them_side_by_side(tmp_path: Path) -> None:
    def both(name: str, shown: str, kept: str) -> str:
        return f'"{name}": {{"display_value": "{shown}", "value": "{kept}"}}'

    fields = ", ".join(
        (
            both("number", "INC0010001", "INC0010001"),
            both("opened_at", "03.03.2025 11:00:00", "2025-03-03 10:00:00"),
            both("resolved_at", "", ""),
            both("state", "In Progress", "2"),
            both("priority", "3 - Moderate", "3"),
            both("assignment_group", "Desk", "9e2"),
            both("caller_id", "Ada", "6ab"),
        )
    )
    export = read(tmp_path, f'{{"result": [{{{fields}}}]}}', "incidents.json")
    assert (export.reader, export.zone) == ("servicenow_incident", "UTC")
    names = ("ticket_id", "created_at", "status", "status_detail", "team", "requester_id")
    assert chosen(export.tickets, *names) == [
        ("INC0010001", "2025-03-03 10:00:00", "open", "In Progress", "Desk", "ada")
    ]


def test_shown_values_of_the_interface_name_no_zone(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"result": [{"number": "INC0010001", "opened_at": "2025-03-03 10:00:00", "state": "New",'
        ' "priority": "5 - Planning", "caller_id": "Ada", "assignment_group": ""}]}',
        "incidents.json",
    )
    assert any("no time zone" in warning for warning in export.warnings)
    assert export.ticket["priority"] == "low"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("Awaiting User Info", "pending"),
        ("Awaiting Vendor", "hold"),
        ("Awaiting Evidence", "hold"),
        ("Active", "open"),
        ("Canceled", "closed"),
        ("8", "closed"),
    ],
)
def test_states_of_every_age(tmp_path: Path, state: str, status: str) -> None:
    opened = "2025-03-03 10:00:00"
    row = f'"INC1","{opened}","x","y","1","{state}","c","g","a","{opened}","z"\n'
    assert read(tmp_path, NAMES + row).ticket["status"] == status


def test_changes_are_events_and_the_last_stands(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "number,incident_state,sys_mod_count,opened_at,sys_updated_at,contact_type,made_sla,"
        "assignment_group\n"
        "INC1,New,0,29/2/2016 01:16,29/2/2016 01:23,Phone,TRUE,Group 56\n"
        "INC1,Resolved,1,29/2/2016 01:16,29/2/2016 08:53,Phone,TRUE,?\n",
    )
    assert (export.reader, export.counts) == ("servicenow_incident", (2, 2, 0))
    assert chosen(export.tickets, "status", "channel") == [("solved", "phone")]
    events = export.tables["ticket_event"]
    assert chosen(events, "position", "event_type", "status") == [
        (0, "create", "new"),
        (1, "update", "solved"),
    ]


def test_the_table_of_a_warehouse_is_read_by_what_is_kept_in_it(tmp_path: Path) -> None:
    headings = (
        "_fivetran_deleted,_fivetran_synced,number,opened_at,caller_id_value,short_description,state"
        ",assignment_group_value,assignment_group_link,assigned_to_value"
    )
    row = "true,2026-03-01,INC0010001,2026-01-15 10:10:10,u2,Laptop,6,g1,https://example.org,u3"
    found = read(tmp_path, f"{headings}\n{row}\n")
    assert (found.reader, found.zone) == ("servicenow_incident", "UTC")
    wanted = {"team": "g1", "agent": "u3", "requester_id": "u2", "is_deleted": True}
    assert wanted.items() <= found.ticket.items()
    assert not any("time zone" in warning for warning in found.warnings)
