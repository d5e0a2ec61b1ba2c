"""Exports that others wrote, held to figures counted apart from this project.

They are no part of it: without the folder beside the project these tests skip.
"""

from pathlib import Path

import pytest

from support_kpi import readers
from support_kpi.parsing import files
from tests.real_tickets import TICKETS, WHERE_THEY_ARE, counts, loaded

pytestmark = WHERE_THEY_ARE


def test_a_list_of_incidents_keeps_what_it_has(tmp_path: Path) -> None:
    incidents = loaded("servicenow-demo-instance/incident_demo_66.csv", tmp_path)
    assert incidents.readers == {"": "servicenow_incident"}
    assert counts(incidents.sheets[""]) == (66, 66, 0, 66)
    filled = (
        "select count(created_at), count(subject), count(solved_at), count(channel) from ticket"
    )
    assert incidents.row(filled) == (66, 66, 0, 0)


def test_a_short_freshdesk_export_has_no_resolution(tmp_path: Path) -> None:
    export = loaded("freshdesk-export-sample/freshdesk_tickets.csv", tmp_path)
    assert export.readers == {"": "freshdesk_csv"}
    assert counts(export.sheets[""]) == (45, 45, 0, 45)
    filled = "select count(created_at), count(solved_at), count(requester_id) from ticket"
    assert export.row(filled) == (45, 0, 45)


def test_hubspot_tickets_close_after_the_days_that_were_counted(tmp_path: Path) -> None:
    export = loaded("hubspot-tickets-dummy/hubspot_tickets.csv", tmp_path)
    assert export.readers == {"": "hubspot_tickets"}
    assert counts(export.sheets[""]) == (300, 300, 0, 300)
    figures = """
        select
            count(*) filter (status = 'solved'),
            count(solved_at),
            median(epoch(solved_at - created_at)) / 3600
        from ticket
    """
    assert export.row(figures) == (74, 74, 5_496.0)


def test_salesforce_cases_are_read_by_their_field_names(tmp_path: Path) -> None:
    export = loaded("salesforce-case-genai/Case.csv", tmp_path)
    assert export.readers == {"": "salesforce_cases"}
    assert counts(export.sheets[""]) == (40, 40, 0, 40)
    figures = """
        select
            min(ticket_id),
            count(solved_at),
            count(*) filter (status = 'solved'),
            count(*) filter (is_escalated)
        from ticket
    """
    assert export.row(figures) == ("00001046", 32, 32, 4)


def test_three_salesforce_cases_are_three_tickets(tmp_path: Path) -> None:
    export = loaded("salesforce-case-encryption/Case.csv", tmp_path)
    assert export.readers == {"": "salesforce_cases"}
    assert counts(export.sheets[""]) == (3, 3, 0, 3)
    channels = "select ticket_id, channel, status from ticket order by ticket_id"
    assert export.rows(channels) == [
        ("00001026", "email", "new"),
        ("00001027", "web_form", "new"),
        ("00001028", "email", "new"),
    ]


FRESHDESK_TICKETS = (
    ("all_tickets.json", 1),
    ("outbound_email_1.json", 1),
    ("search_tickets.json", 2),
    ("ticket_1.json", 1),
    ("ticket_1_updated.json", 1),
)


@pytest.mark.parametrize(("name", "rows"), FRESHDESK_TICKETS)
def test_tickets_of_the_freshdesk_interface_are_read(name: str, rows: int, tmp_path: Path) -> None:
    answer = loaded(f"freshdesk-api-json/{name}", tmp_path)
    assert answer.readers == {"": "freshdesk_json"}
    assert counts(answer.sheets[""])[:3] == (rows, rows, 0)


def test_a_freshdesk_ticket_keeps_its_times_and_codes(tmp_path: Path) -> None:
    answer = loaded("freshdesk-api-json/ticket_1.json", tmp_path)
    ticket = """
        select
            channel, status, priority, tags, first_reply_at::varchar, solved_at::varchar,
            is_sla_resolution_met
        from ticket
    """
    assert answer.row(ticket) == (
        "self_service", "open", "low", ["foo", "bar"], "2020-06-17 20:23:43", "2020-07-24 15:35:21",
        False,
    )  # fmt: skip


def test_the_other_lists_of_the_freshdesk_interface_are_refused(tmp_path: Path) -> None:
    tickets = {name for name, _ in FRESHDESK_TICKETS}
    paths = sorted(TICKETS.glob("freshdesk-api-json/*.json"))
    others = [path.name for path in paths if path.name not in tickets]
    assert len(others) == 28
    for name in others:
        answer = loaded(f"freshdesk-api-json/{name}", tmp_path / name)
        assert (name, answer.readers) == (name, {})
        assert len(answer.refusals) == 1


def test_tickets_and_ratings_are_taken_from_a_zendesk_stream(tmp_path: Path) -> None:
    stream = loaded("zendesk-api-json-faros/zendesk_all_streams.jsonl", tmp_path)
    tickets, ratings = (
        "mytestsource__zendesk__tickets",
        "mytestsource__zendesk__satisfaction_ratings",
    )
    assert stream.readers == {tickets: "zendesk_json", ratings: "zendesk_json"}
    assert counts(stream.sheets[tickets]) == (14, 14, 0, 14)
    answered = "select ticket_id, label, is_answered from response order by ticket_id"
    assert stream.rows(answered, ratings) == [("15", "offered", False), ("6", "good", True)]
    assert len(stream.refusals) == 5


WAREHOUSE_TICKETS = {
    "fivetran-hubspot-ticket-seeds/ticket_data.csv": ("hubspot_warehouse", 25, 25, 23),
    "fivetran-intercom-seeds/conversation_history_data.csv": ("intercom_warehouse", 9, 2, 2),
    "fivetran-jira-seeds/issue.csv": ("jira_warehouse", 4, 4, 3),
    "fivetran-zendesk-seeds/ticket_data.csv": ("zendesk_warehouse", 10, 10, 0),
}


@pytest.mark.parametrize("file", WAREHOUSE_TICKETS)
def test_tickets_of_a_warehouse_are_read(file: str, tmp_path: Path) -> None:
    reader, rows, tickets, solved = WAREHOUSE_TICKETS[file]
    table = loaded(file, tmp_path)
    assert table.readers == {"": reader}
    assert counts(table.sheets[""]) == (rows, rows, 0, tickets)
    assert table.row("select count(solved_at) from ticket") == (solved,)


def test_deleted_tickets_of_a_warehouse_are_marked(tmp_path: Path) -> None:
    table = loaded("fivetran-zendesk-seeds/ticket_data.csv", tmp_path)
    deleted = "select ticket_id from ticket where is_deleted order by ticket_id"
    assert table.rows(deleted) == [("11013",), ("1595",)]


def test_the_newest_version_of_a_conversation_stands(tmp_path: Path) -> None:
    table = loaded("fivetran-intercom-seeds/conversation_history_data.csv", tmp_path)
    versions = "select ticket_id, status, solved_at::varchar from ticket order by ticket_id"
    assert table.rows(versions) == [
        ("156643300001311", "solved", "2020-11-02 14:17:59"),
        ("156643300001372", "solved", "2020-11-06 13:55:01"),
    ]


def test_no_other_table_of_a_warehouse_is_taken_for_tickets(tmp_path: Path) -> None:
    paths = TICKETS.glob("fivetran-*/*.csv")
    names = sorted(f"{path.parent.name}/{path.name}" for path in paths)
    others = [name for name in names if name not in WAREHOUSE_TICKETS]
    assert len(others) > 50
    for number, name in enumerate(others):
        assert (name, loaded(name, tmp_path / str(number)).readers) == (name, {})


def test_issues_without_any_date_load_and_have_no_times(tmp_path: Path) -> None:
    export = loaded("jira-hive-minimal/jira_issues.csv", tmp_path)
    assert export.readers == {"": "jira_service_management"}
    assert counts(export.sheets[""]) == (2_164, 2_164, 0, 2_164)
    filled = "select count(status), count(priority), count(subject), count(created_at) from ticket"
    assert export.row(filled) == (2_164, 2_164, 2_164, 0)
    states = "select status, count(*) from ticket group by status order by status"
    assert export.rows(states) == [("closed", 1_609), ("solved", 555)]
    priorities = "select priority, count(*) from ticket group by priority order by priority"
    assert export.rows(priorities) == [
        ("high", 1_658), ("low", 206), ("urgent", 300),
    ]  # fmt: skip


def test_two_states_run_together_are_not_guessed_at(tmp_path: Path) -> None:
    export = loaded("freshdesk-export-sample/freshdesk_tickets.csv", tmp_path)
    assert export.sheets[""].cells_bad == 1
    unread = "select ticket_id, status_detail from ticket where status is null"
    assert [detail for _, detail in export.rows(unread)] == ["OpenPending"]


def test_tickets_without_a_time_of_creation_keep_the_other_times(tmp_path: Path) -> None:
    list_ = loaded("kaggle-support-tickets-variant/customer_support_tickets.csv", tmp_path)
    assert counts(list_.sheets[""]) == (8_469, 8_469, 0, 8_469)
    figures = """
        select
            count(*) filter (status = 'closed'),
            count(solved_at),
            count(*) filter (solved_at < first_reply_at),
            count(created_at)
        from ticket
    """
    assert list_.row(figures) == (2_808, 2_808, 1_292, 0)
    assert list_.row("select count(*), round(avg(score), 4) from response") == (2_808, 3.0210)


def test_hours_beside_times_agree_with_them(tmp_path: Path) -> None:
    list_ = loaded("synthetic-zendesk-50/zendesk_tickets.csv", tmp_path)
    assert counts(list_.sheets[""]) == (50, 50, 0, 50)
    figures = """
        select
            count(solved_at),
            round(avg(first_reply_seconds) / 3600, 2),
            round(avg(resolution_seconds) / 3600, 3),
            round(avg(epoch(solved_at - created_at)) / 3600, 3)
        from ticket
    """
    assert list_.row(figures) == (37, 9.16, 36.865, 36.865)


def test_minutes_beside_times_agree_with_them(tmp_path: Path) -> None:
    list_ = loaded("servicenow-synthetic-csat/servicenow_incidents.csv", tmp_path)
    assert counts(list_.sheets[""]) == (1_000, 1_000, 0, 1_000)
    figures = """
        select
            count(solved_at),
            count(*) filter (is_sla_resolution_met),
            round(avg(first_reply_seconds) / 60, 3),
            round(avg(resolution_seconds) / 60, 3),
            round(avg(epoch(solved_at - created_at)) / 60, 3)
        from ticket
    """
    assert list_.row(figures) == (871, 989, 15.826, 45.946, 45.946)
    priorities = "select priority, count(*) from ticket group by priority order by 2 desc"
    assert list_.rows(priorities) == [("normal", 449), ("low", 358), ("high", 144), ("urgent", 49)]
    assert list_.row("select count(*), round(avg(score), 4) from response") == (851, 4.2503)


def test_totals_of_days_are_refused_as_such(tmp_path: Path) -> None:
    for name in ("call_center_daily.csv", "call_center_daily_with_rep.csv"):
        report = loaded(f"callcentre-daily-aggregate/{name}", tmp_path / name)
        assert report.readers == {}
        assert "totals or averages" in report.refusals[0]


LEFT_TO_OTHERS = (
    "synthetic-zendesk-50/zendesk_tickets.csv",
    "servicenow-synthetic-csat/servicenow_incidents.csv",
    "kaggle-support-tickets-variant/customer_support_tickets.csv",
    "callcentre-daily-aggregate/call_center_daily.csv",
    "pwc-callcentre-csv/call_center.csv",
    "rwfd-helpdesk-mdy/Help Desk.csv",
)


@pytest.mark.parametrize("file", LEFT_TO_OTHERS)
def test_no_vendor_claims_what_it_did_not_write(file: str, tmp_path: Path) -> None:
    vendors = [name for name in readers.names() if name != readers.GENERIC]
    for sheet in files.sheets(TICKETS / file, tmp_path):
        assert [name for name in vendors if readers.reader(name).recognises(sheet)] == []
