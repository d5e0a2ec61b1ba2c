"""Zammad, osTicket, Front, Gorgias, Gladly, Kustomer, Help Scout and Chatwoot in their shapes."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook


def test_the_last_line_of_zammads_report_names_the_zone(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("2025-3",),
        (),
        (
            "#",
            "Title",
            "State",
            "Priority",
            "Group",
            "Create Channel",
            "Created At",
            "Closed At",
            "Close In Min",
            "Close Diff In Min",
            "First Response In Min",
        ),
        (
            "31001",
            "Lamp",
            "closed",
            "3 high",
            "Users",
            "phone",
            datetime(2025, 3, 3, 10),
            datetime(2025, 3, 4, 10),
            480,
            -5,
            30,
        ),
        ("31002", "Bulb", "pending close", "2 normal", "Users", "web", datetime(2025, 3, 3, 11)),
        (),
        ("Zeitzone: Europe/Berlin",),
    )
    export = read_path(path)
    assert (export.reader, export.zone, export.counts) == ("zammad", "Europe/Berlin", (3, 2, 1))
    names = ("ticket_id", "created_at", "status", "priority", "channel")
    assert chosen(export.tickets, *names) == [
        ("31001", "2025-03-03 09:00:00", "solved", "high", "phone"),
        ("31002", "2025-03-03 10:00:00", "pending", "normal", "web_form"),
    ]
    business = ("first_reply_business_seconds", "resolution_business_seconds")
    assert chosen(export.tickets[:1], *business, "is_sla_resolution_met") == [(1800, 28800, False)]
    (reject,) = export.rejects
    assert reject["reason"].startswith("the line below the tickets that names the zone")


def test_a_shortened_report_of_zammad(tmp_path: Path) -> None:
    text = "#,Title,State,Group,Owner,Customer,Created At\n"
    export = read(tmp_path, text + "31001,Lamp,new,Users,-,Ada,2025-03-03 10:00\n")
    assert (export.reader, export.ticket["status"]) == ("zammad", "new")


def test_an_answer_of_zammads_search_is_refused_with_what_to_do(tmp_path: Path) -> None:
    text = '{"tickets": [1], "tickets_count": 1, "assets": {"Ticket": {"1": {"id": 1}}}}'
    (refusal,) = read(tmp_path, text, "search.json").refusals
    assert "expand=true" in refusal


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffTicket Number;Date Created;Subject;From;From Email;Priority;Help Topic;Source;"
        "Current Status;Closed Date;Overdue;Answered\n"
        "004711;03/14/2025 10:00 AM;'=Lamp;Ada;ada@example.com;Emergency;Billing;Web;"
        "Open;;No;Yes\n",
        '[{"number": "004711", "created": "2025-03-14 10:00:00", "cdata__subject": "=Lamp",'
        ' "user__name": "Ada", "user__emails__address": "ada@example.com", "cdata__priority":'
        ' "Emergency", "topic_id": "Billing", "source": "Web", "status__id": "Open",'
        ' "isanswered": "1", "isoverdue": "0", "closed": ""}]',
    ],
)
def test_a_queue_of_osticket_as_text_and_as_json(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text)
    assert export.reader == "osticket"
    names = ("ticket_id", "created_at", "subject", "priority", "channel", "status", "requester_id")
    assert chosen(export.tickets, *names) == [
        ("004711", "2025-03-14 10:00:00", "=Lamp", "urgent", "web_form", "open", "ada@example.com")
    ]


def test_the_default_columns_of_osticket(tmp_path: Path) -> None:
    text = "Ticket Number,Date Created,Subject,From,Priority,Department\n"
    export = read(tmp_path, text + "004711,3/14/25 10:00 AM,Lamp,Ada,Low,Sales\n")
    assert (export.reader, export.ticket["team"]) == ("osticket", "Sales")


def test_messages_of_front_are_folded_by_conversation(tmp_path: Path) -> None:
    rest = "cnv_1,1,2025-03-03 10:00:00,2025-03-03 12:00:00"
    export = read(
        tmp_path,
        "Activity ID,Type,Message ID,Conversation ID,Segment,Segment start,Segment end,Direction,"
        "Status,Inbox,Message date,Autoreply,Assignee,Contact handle,Survey rating\n"
        f"1,sms,11,{rest},Inbound,Archived,Web,2025-03-03 10:00:00,,Kim,+491,\n"
        f"2,sms,12,{rest},Outbound,Archived,Web,2025-03-03 10:00:05,Yes,Kim,+491,\n"
        f"3,sms,13,{rest},Outbound,Archived,Web,2025-03-03 10:30:00,No,Kim,+491,3\n",
    )
    assert (export.reader, export.counts) == ("front", (3, 3, 0))
    names = ("channel", "created_at", "first_reply_at", "solved_at", "agent_replies", "status")
    assert chosen(export.tickets, *names) == [
        ("sms", "2025-03-03 10:00:00", "2025-03-03 10:30:00", "2025-03-03 12:00:00", 1, "solved")
    ]
    assert export.response["is_satisfied"] is False


def test_gorgias_has_no_states_and_no_reply_is_no_zero(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Ticket id,Tags,Initial channel,Creation date,Closed date,First response time (s),"
        "Resolution time (s),Number of agent messages\n"
        '7,"a,b",instagram-direct-message,2025-03-03 10:00:00,2025-03-03 11:00:00,60,3600,1\n'
        "8,,help-center,2025-03-03 10:00:00,,0,0,0\n",
    )
    assert export.reader == "gorgias"
    names = ("channel", "status", "first_reply_seconds", "resolution_seconds", "tags")
    assert chosen(export.tickets, *names) == [
        ("messaging", "solved", 60, 3600, ["a", "b"]),
        ("self_service", "open", None, None, None),
    ]


def test_few_columns_of_gorgias_are_enough(tmp_path: Path) -> None:
    text = "Ticket id,Creation date,Initial channel\n7,2025-03-03 10:00:00,yotpo-review\n"
    export = read(tmp_path, text)
    assert (export.reader, export.ticket["channel"]) == ("gorgias", "community")


def test_surveys_of_gorgias_tell_of_unanswered_ones(tmp_path: Path) -> None:
    survey = (
        '{{"id": {0}, "ticket_id": {0}, "customer_id": 5, "score": {1}, "body_text": null,'
        ' "created_datetime": "2025-03-03T10:00:00+00:00", "scored_datetime": {2},'
        ' "sent_datetime": "2025-03-03T10:30:00+00:00", "should_send_datetime": null}}'
    )
    answered = survey.format(7, 2, '"2025-03-03T11:00:00+00:00"')
    text = f'{{"data": [{answered}, {survey.format(8, "null", "null")}], "object": "list"}}'
    export = read(tmp_path, text, "surveys.json")
    assert export.reader == "gorgias_lists"
    names = ("ticket_id", "is_answered", "is_satisfied", "responded_at")
    assert chosen(export.responses, *names) == [
        ("7", True, False, "2025-03-03 11:00:00"),
        ("8", False, None, None),
    ]


def test_conversations_of_gladly(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Created At,Conversation ID,Customer ID,Conversation Link,Status,"
        "Assigned Agent Name - Current,Inbox\u00a0Name – Current,First Closed At,Last Closed At,"
        "Initiator Type - Created\n"
        "2025-03-03T10:00:00Z,c1,u1,https://desk.example/1,MERGED,Kim,Web,,"
        "2025-03-03T12:00:00Z,Agent\n",
    )
    assert export.reader == "gladly"
    names = ("status", "team", "agent", "is_merged", "is_agent_created", "solved_at")
    assert chosen(export.tickets, *names) == [
        ("closed", "Web", "Kim", True, True, "2025-03-03 12:00:00")
    ]


def test_conversations_of_kustomer_in_milliseconds(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"id": "5f1", "status": "snoozed", "direction": "out", "message_count": 5,'
        ' "outbound_message_count": 2, "created_at": "2025-03-03T10:00:00.000Z", "updated_at":'
        ' "2025-03-04T10:00:00.000Z", "done_count": 0, "reopen_count": 2, "channels": ["voice"],'
        ' "first_response": {"time": 90000, "business_time": 60000, "created_at":'
        ' "2025-03-03T10:01:30.000Z"}, "priority": 3}\n'
        '{"id": "5f2", "status": "done", "direction": "in", "message_count": 2, "created_at":'
        ' "2025-03-03T10:00:00.000Z", "last_done": {"time": 3600000, "created_at":'
        ' "2025-03-03T11:00:00.000Z"}, "done_count": 1, "channels": ["whatsapp"]}',
        "conversations.jsonl",
    )
    assert export.reader == "kustomer_json"
    names = ("status", "channel", "first_reply_seconds", "solved_at", "resolution_seconds")
    assert chosen(export.tickets, *names, "reopens") == [
        ("pending", "phone", 90, None, None, 2),
        ("solved", "messaging", None, "2025-03-03 11:00:00", 3600, None),
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "id,channels,status,direction,createdAt,updatedAt,messageCount,reopenCount,queue.name"
        ",firstResponse.time,satisfactionLevel.rating,satisfactionLevel.createdAt",
        "ID,Channels,Status,Direction,Created At,Updated At,Message Count,Reopen Count,Queue Name"
        ",First Response Time,Satisfaction Rating,Satisfaction Level Created At",
    ],
)
def test_a_data_export_of_kustomer_has_a_rating_of_five(tmp_path: Path, headings: str) -> None:
    export = read(
        tmp_path,
        f"{headings}\n5f1,email,done,in,2026-01-02T10:00:00Z,2026-01-02T12:00:00Z,3,1,Desk"
        ",1800000,4,2026-01-03T10:00:00Z\n",
    )
    assert export.reader == "kustomer_json"
    names = ("ticket_id", "channel", "status", "team", "reopens", "first_reply_seconds")
    assert chosen(export.tickets, *names) == [("5f1", "email", "solved", "Desk", 1, 1800)]
    names = ("score", "scale_high", "is_satisfied", "responded_at")
    assert chosen(export.responses, *names) == [(4, 5, True, "2026-01-03 10:00:00")]


def test_pages_of_help_scout_are_embedded(tmp_path: Path) -> None:
    page = (
        '{{"_embedded": {{"conversations": [{{"id": {0}, "number": {0}, "type": "chat", "status":'
        ' "{1}", "state": "published", "subject": "Lamp", "mailboxId": 13, "createdAt":'
        ' "2025-03-03T10:00:00Z", "closedAt": "2025-03-03T11:00:00Z", "tags": [{{"id": 1, "tag":'
        ' "vip"}}], "primaryCustomer": {{"id": 2, "email": "ada@example.com"}}}}]}},'
        ' "_links": {{}}, "page": {{"size": 1}}}}'
    )
    export = read(tmp_path, page.format(7, "closed") + "\n" + page.format(8, "spam"), "pages.json")
    assert export.reader == "helpscout_json"
    names = ("ticket_id", "channel", "status", "is_spam", "tags", "requester_id")
    assert chosen(export.tickets, *names) == [
        ("7", "live_chat", "solved", False, ["vip"], "ada@example.com"),
        ("8", "live_chat", "closed", True, ["vip"], "ada@example.com"),
    ]


@pytest.mark.parametrize(
    ("rating", "satisfied"), [("1", True), ("2", False), ("3", False), ('"great"', True)]
)
def test_only_great_is_satisfied_at_help_scout(
    tmp_path: Path, rating: str, satisfied: bool
) -> None:
    text = (
        '{"results": [{"number": 28, "threadid": 1, "id": 10, "type": "email", "ratingId": '
        f'{rating}, "ratingCustomerId": 4, "ratingCreatedAt": "2025-03-03T12:00:00Z"}}],'
        ' "page": 1}'
    )
    export = read(tmp_path, text, "happiness.json")
    assert export.reader == "helpscout_json"
    assert export.response["is_satisfied"] is satisfied


def test_ratings_of_chatwoot_below_the_period(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Reporting period 2025-03-01 to 2025-03-31\n"
        "Contact Name,Contact Email Address,Contact Phone Number,Link to the conversation,"
        "Agent Name,Rating,Feedback Comment,Recorded date\n"
        "Ada,ada@example.com,,https://desk.example/app/accounts/1/conversations/55/,Kim,3,,"
        "2025-03-03 10:00:00\n",
    )
    assert export.reader == "chatwoot_csat"
    names = ("ticket_id", "score", "is_satisfied", "agent")
    assert chosen(export.responses, *names) == [("55", 3, False, "Kim")]


ZOHO = (
    "Ticket Id,Status (Ticket),Created Time (Ticket),Ticket Closed Time,SLA Violation Type,"
    "First Response Time in Business Hours"
)


@pytest.mark.parametrize(
    ("violation", "closed", "reply", "reply_met", "resolution_met"),
    [
        ("Not Violated", "06 Jan 2026 12:05 AM", "-", True, True),
        ("Not Violated", "-", "01:20 hrs", True, None),
        ("Not Violated", "-", "-", None, None),
        ("Response Violation", "-", "-", False, None),
        ("Resolution Violation", "-", "-", None, False),
        ("Response and Resolution Violation", "-", "-", False, False),
        ("-", "-", "-", None, None),
    ],
)
def test_a_report_of_zoho_desk_is_not_freshdesks_and_tells_which_target_was_missed(
    tmp_path: Path,
    violation: str,
    closed: str,
    reply: str,
    *,
    reply_met: bool | None,
    resolution_met: bool | None,
) -> None:
    line = f"7,On Hold,05 Jan 2026 12:05 AM,{closed},{violation},{reply}"
    export = read(tmp_path, f"{ZOHO}\n{line}\n")
    assert (export.reader, export.counts) == ("zoho_desk", (1, 1, 0))
    names = ("created_at", "status", "is_sla_first_reply_met", "is_sla_resolution_met")
    assert chosen(export.tickets, *names) == [
        ("2026-01-05 00:05:00", "hold", reply_met, resolution_met)
    ]


@pytest.mark.parametrize("own", ["", ",Classifications", ",Agent interactions"])
def test_freshdesk_beside_zoho_desk_stays_freshdesks(tmp_path: Path, own: str) -> None:
    headings = f"Ticket ID,Subject,Status,Created time{own}"
    line = "7,Lamp,Open,2026-01-05 10:00:00" + (",3" if own else "")
    assert read(tmp_path, f"{headings}\n{line}\n").reader == "freshdesk_csv"


def test_a_report_of_otrs_counts_its_rows_in_its_first_column(tmp_path: Path) -> None:
    text = (
        "List of tickets 2026-02-01 00:00:00-2026-02-28 23:59:59\n"
        "Number;Ticket#;Title;Created;Close Time;Queue;State;Priority;Customer User;Agent/Owner\n"
        "1;2026020310000011;L;2026-02-03 10:00:00;2026-02-04 12:00:00;Raw;closed successful;"
        "3 normal;bob;ada\n"
        "2;2026021310000012;L;2026-02-13 10:00:00;;Raw;open;5 very high;bob;ada\n"
    )
    export = read(tmp_path, text)
    assert (export.reader, export.counts) == ("otrs", (2, 2, 0))
    assert chosen(export.tickets, "ticket_id", "solved_at", "status", "priority") == [
        ("2026020310000011", "2026-02-04 12:00:00", "solved", "normal"),
        ("2026021310000012", None, "open", "urgent"),
    ]


def test_a_german_search_of_otrs_that_was_opened_again(tmp_path: Path) -> None:
    text = (
        "Ticketnummer;Alter;Erstellt;Geschlossen;FirstResponse;Status;Priorität;Queue;Sperren;"
        "Besitzer;Kundennummer;Von;Betreff;FirstResponseInMin\n"
        "2026020310000011;2 d;2026-02-03 10:00:00;2026-02-04 12:00:00;2026-02-03 10:30:00;offen;"
        '5 sehr hoch;Raw;frei;ada;ACME;"""Bob B."" <bob@example.com>";L;30\n'
        "2026020310000012;2 d;2026-02-03 10:00:00;2026-02-04 12:00:00;;erfolglos geschlossen;"
        "4 hoch;Raw;frei;ada;ACME;bob@example.com;L;\n"
    )
    export = read(tmp_path, text)
    names = ("status", "solved_at", "priority", "organization", "requester_id")
    assert export.reader == "otrs"
    assert chosen(export.tickets, *names) == [
        ("open", None, "urgent", "ACME", "bob@example.com"),
        ("solved", "2026-02-04 12:00:00", "high", "ACME", "bob@example.com"),
    ]
    assert export.tickets[0]["first_reply_business_seconds"] == 1800


def test_a_list_with_times_as_unix_prints_them(tmp_path: Path) -> None:
    text = (
        "id\tSubject\tStatus\tQueueName\tOwner\tRequestors\tCreated\tResolved\n"
        "1\tL\tresolved\tGeneral\tada\tb@example.com\tTue Feb 03 10:00:00 2026\t"
        "Wed Feb 04 10:00:00 2026\n"
        "2\tL\tstalled\tGeneral\tNobody\tb@example.com\tFri Feb 13 10:00:00 2026\tNot set\n"
    )
    export = read(tmp_path, text, "Results.tsv")
    assert (export.counts, export.rejects) == ((2, 2, 0), [])
    assert chosen(export.tickets, "created_at", "solved_at", "status") == [
        ("2026-02-03 10:00:00", "2026-02-04 10:00:00", "solved"),
        ("2026-02-13 10:00:00", None, "hold"),
    ]
