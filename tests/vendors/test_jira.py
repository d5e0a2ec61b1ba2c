"""Jira and its service desk: lists of chosen columns, footers, and issues of the interface."""

from pathlib import Path

import pytest

from tests.vendors.export import chosen, read

ISSUE = (
    '{"expand": "x", "id": "10001", "self": "https://desk.example/10001", "key": "SHOP-1",'
    ' "fields": {"summary": "Lamp", "created": "2026-02-25T22:17:00.000+0100", "resolutiondate":'
    ' "2026-02-26T22:17:00.000+0100", "status": {"name": "Erledigt", "statusCategory": {"key":'
    ' "done"}}, "priority": {"name": "Lowest"}, "issuetype": {"name": "Incident"}, "reporter":'
    ' {"displayName": "Ada", "emailAddress": "ada@example.com"}, "assignee": null, "labels":'
    ' ["a", "b"], "customfield_10020": {"name": "Time to resolution", "completedCycles":'
    ' [{"breached": false}, {"breached": true}]}, "customfield_10030": {"name":'
    ' "Time to first response", "completedCycles": [{"breached": false, "stopTime":'
    ' {"epochMillis": 1772055120000}}]}, "customfield_10040": {"rating": 5}}}'
)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"expand": "schema", "startAt": 0, "maxResults": 50, "total": 1, "issues": [{ISSUE}]}}',
        f"[{ISSUE}]",
        ISSUE,
    ],
)
def test_issues_of_the_interface(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text, "issues.json")
    assert (export.reader, export.zone) == ("jira_json", "UTC")
    ticket = export.ticket
    assert (ticket["ticket_id"], ticket["status"], ticket["priority"]) == (
        "SHOP-1",
        "solved",
        "low",
    )
    assert (ticket["created_at"], ticket["solved_at"]) == (
        "2026-02-25 21:17:00",
        "2026-02-26 21:17:00",
    )
    assert (ticket["first_reply_at"], ticket["is_sla_first_reply_met"]) == (
        "2026-02-25 21:32:00",
        True,
    )
    assert ticket["is_sla_resolution_met"] is False
    assert (ticket["tags"], ticket["ticket_type"]) == (["a", "b"], "Incident")
    assert export.response["score"] == 5


def test_requests_of_a_service_desk(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"size": 1, "isLastPage": true, "values": [{"issueId": "7", "issueKey": "SHOP-7",'
        ' "requestTypeId": "25", "createdDate": {"iso8601": "2026-02-25T22:17:00+0100"},'
        ' "reporter": {"emailAddress": "ada@example.com"}, "currentStatus": {"status":'
        ' "Waiting for customer", "statusDate": {"iso8601": "2026-02-26T22:17:00+0100"}}}]}',
        "requests.json",
    )
    names = ("ticket_id", "created_at", "status", "requester_id")
    assert chosen(export.tickets, *names) == [
        ("SHOP-7", "2026-02-25 21:17:00", "pending", "ada@example.com")
    ]


def test_months_have_names_and_targets_the_time_that_is_left(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Issue Type,Issue key,Issue id,Summary,Status,Created,Resolved,Labels,Labels,"
        "Custom field (Request Type),Custom field (Time to first response),"
        "Custom field (Time to resolution),Custom field ([CHART] Date of First Response),"
        "Satisfaction rating,Custom field (Satisfaction date),Status Category\n"
        "Incident,SHOP-1,1,Lamp,Odd,25/Feb/26 10:17 PM,26/Feb/26 12:05 AM,a,b,,-1:30:05,3:00,"
        "2026-02-25 22:38:58.679,4,27/Feb/26 8:00 AM,Done\n"
        "Incident,SHOP-2,2,Bulb,Waiting for support,25/Feb/26 10:17 PM,,,,Get help,,,,,,\n",
    )
    assert export.reader == "jira_service_management"
    names = ("created_at", "solved_at", "first_reply_at", "status", "ticket_type")
    assert chosen(export.tickets, *names) == [
        (
            "2026-02-25 22:17:00",
            "2026-02-26 00:05:00",
            "2026-02-25 22:38:58.679000",
            "solved",
            "Incident",
        ),
        ("2026-02-25 22:17:00", None, None, "open", "Get help"),
    ]
    met = ("is_sla_first_reply_met", "is_sla_resolution_met", "tags")
    assert chosen(export.tickets[:1], *met) == [(False, True, ["a", "b"])]
    assert chosen(export.responses, "score", "responded_at") == [(4, "2026-02-27 08:00:00")]


def test_a_list_without_dates_loads_without_times(tmp_path: Path) -> None:
    text = "\ufeffIssue Type,Issue key,Issue id,Parent id,Summary,Status,Resolution\n"
    export = read(tmp_path, text + "Bug,AB_C-1,10001,,Lamp,In Progress,\n")
    assert (export.reader, export.counts) == ("jira_service_management", (1, 1, 0))
    assert export.ticket["status"] == "open"
    assert "created_at" not in export.ticket


def test_a_bare_key_must_look_like_one(tmp_path: Path) -> None:
    text = "Key,Summary,Status,Priority\n{},Lamp,Open,Blocker\n"
    export = read(tmp_path, text.format("HIVE-12"))
    assert (export.reader, export.ticket["priority"]) == ("jira_service_management", "urgent")
    assert read(tmp_path, text.format("a chord")).reader != "jira_service_management"


def test_footers_and_repeated_headings_are_no_issues(tmp_path: Path) -> None:
    heading = "Summary,Issue key,Issue id,Status,Created\n"
    export = read(
        tmp_path,
        heading
        + "Lamp,SHOP-1,1,Done,25/Feb/26 10:17 PM\n"
        + heading
        + "Bulb,SHOP-2,2,Done,26/Feb/26 10:17 PM\n,,,,\n"
        + "Generated at Thu Feb 26 22:00:00 UTC 2026 by Kim using Jira,,,,\n",
    )
    assert (export.counts, len(export.tickets)) == ((3, 2, 1), 2)
    assert "1 line below the table left out: Generated at Thu" in export.warnings[0]
    assert {reject["reason"] for reject in export.rejects} == {
        "a line between or below the issues, such as headings or the time of the export"
    }


@pytest.mark.parametrize("heading", ["Custom field (Satisfaction)", "Satisfaction rating"])
def test_the_rating_of_a_server_and_of_the_cloud(tmp_path: Path, heading: str) -> None:
    text = f"Issue key,Summary,Status,Created,Resolved,{heading}\n"
    row = "SHOP-1,Lamp,Done,25/Feb/26 10:17 PM,26/Feb/26 10:17 PM,2\n"
    response = read(tmp_path, text + row).response
    assert (response["is_satisfied"], response["responded_at"]) == (False, "2026-02-26 22:17:00")
