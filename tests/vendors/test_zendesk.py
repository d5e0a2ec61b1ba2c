"""Zendesk: the account export of any generation, views, pages of the interface, chats."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook


def test_a_view_has_the_columns_of_the_view(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "ID,Subject,Requester,Requested,Type,Priority,Ticket status,Updated\n"
        "7,Lamp,Ada Quill,2025-03-03 10:00,Question,-,On-hold,2025-03-04 10:00\n",
    )
    assert export.reader == "zendesk_csv"
    names = ("ticket_id", "created_at", "updated_at", "status", "ticket_type", "requester_id")
    assert chosen(export.tickets, *names) == [
        ("7", "2025-03-03 10:00:00", "2025-03-04 10:00:00", "hold", "Question", "ada quill")
    ]
    assert "priority" not in export.ticket


def test_five_columns_are_enough(tmp_path: Path) -> None:
    export = read(
        tmp_path, "Id,Requester,Status,Created at,Via\n7,Ada,Open,2025-03-03 10:00:00,Mail\n"
    )
    assert (export.reader, export.ticket["channel"]) == ("zendesk_csv", "email")


def test_an_export_without_its_requesters_is_known_by_its_metrics(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "id,status,created at,group stations,first reply time in minutes,"
        "full resolution time in minutes within business hours,full resolution time in minutes\n"
        "7,Solved,2025-03-03 10:00:00,2,15,120,1440\n",
    )
    assert export.reader == "zendesk_csv"
    names = ("first_reply_seconds", "resolution_seconds", "resolution_business_seconds")
    assert chosen(export.tickets, *names) == [(900, 86400, 7200)]


def test_the_bare_resolution_time_is_in_hours(tmp_path: Path) -> None:
    text = (
        "Id,Requester,Status,Created at,Solved at,Resolution time,Via\n"
        "7,Ada,Solved,2025-03-03 10:00:00,2025-03-04 10:00:00,24,Chat\n"
    )
    assert read(tmp_path, text).ticket["resolution_seconds"] == 86400


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("Web form", "web_form"),
        ("Web service (API)", "other"),
        ("Phone call (incoming)", "phone"),
        ("phone_call_outbound", "phone"),
        ("Voicemail", "phone"),
        ("native_messaging", "messaging"),
        ("WhatsApp", "messaging"),
        ("sunshine_conversations_facebook_messenger", "messaging"),
        ("Facebook Messenger", "messaging"),
        ("Twitter DM", "social_media"),
        ("instagram_dm", "social_media"),
        ("Text message", "sms"),
        ("Closed Ticket", "self_service"),
        ("Get Satisfaction", "community"),
        ("mobile_sdk", "mobile_app"),
        ("answer_bot_for_web_widget", "chatbot"),
        ("Chat transcript", "live_chat"),
        ("side_conversation", "other"),
        ("Merge", "other"),
        ("30", "social_media"),
    ],
)
def test_each_vocabulary_of_via_is_known(tmp_path: Path, via: str, channel: str) -> None:
    text = f"Id,Requester,Status,Created at,Via\n7,Ada,Open,2025-03-03 10:00:00,{via}\n"
    ticket = read(tmp_path, text).ticket
    assert (ticket["channel"], ticket["channel_detail"]) == (channel, via)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("Good", (True, None, True)),
        ("Bad with comment", (True, None, False)),
        ("Offered", (False, None, None)),
        ("4", (True, 4.0, True)),
        ("3", (True, 3.0, False)),
    ],
)
def test_ratings_are_words_or_points(
    tmp_path: Path, score: str, expected: tuple[object, ...]
) -> None:
    text = (
        "Id,Requester,Status,Created at,Solved at,Satisfaction Score\n"
        f"7,Ada,Solved,2025-03-03 10:00:00,2025-03-04 10:00:00,{score}\n"
    )
    response = read(tmp_path, text).response
    assert tuple(response.get(name) for name in ("is_answered", "score", "is_satisfied")) == (
        expected
    )


def test_ratings_as_csv_may_be_named_by_their_labels(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Id,Assignee id,Group id,Requester id,Ticket id,Score,Comment,Created at,Updated at\n"
        "1,2,3,4,5,good,thanks,2026-03-01T12:00:00Z,2026-03-02T12:00:00Z\n"
        "2,2,3,4,6,offered,,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z\n",
    )
    assert export.reader == "zendesk_json"
    names = ("ticket_id", "offered_at", "responded_at", "is_satisfied", "comment")
    assert chosen(export.responses, *names) == [
        ("5", "2026-03-01 12:00:00", "2026-03-02 12:00:00", True, "thanks"),
        ("6", "2026-03-01 12:00:00", None, None, None),
    ]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Mar 31 10:05", "names no year"),
        ("May 2", "names no year"),
        ("02.05.", "names no year"),
        ("Yesterday 10:05", "says how long before the export"),
        ("3 days ago", "says how long before the export"),
        ("soon", "is not a date and time"),
    ],
)
def test_a_date_of_a_view_that_is_none_says_what_to_do(
    tmp_path: Path, written: str, why: str
) -> None:
    export = read(tmp_path, f"ID,Requester,Requested,Ticket status\n7,Ada,{written},Open\n")
    [(reason, is_row_rejected)] = chosen(export.rejects, "reason", "is_row_rejected")
    assert reason.startswith(f'"{written}" {why}') and is_row_rejected


@pytest.mark.parametrize("score", ["Not Offered", "unoffered", "-", ""])
def test_what_was_never_offered_is_no_rating(tmp_path: Path, score: str) -> None:
    text = (
        f"Id,Requester,Status,Created at,Satisfaction Score\n7,A,Open,2025-03-03 10:00:00,{score}\n"
    )
    assert read(tmp_path, text).responses == []


def test_no_reply_is_blank_and_never_zero(tmp_path: Path) -> None:
    text = (
        "Id,Requester,Status,Created at,Replies,First reply time in minutes\n"
        "7,Ada,Open,2025-03-03 10:00:00,0,0\n8,Ada,Open,2025-03-03 10:00:00,1,0\n"
    )
    assert chosen(read(tmp_path, text).tickets, "first_reply_seconds") == [(None,), (0,)]


def test_a_workbook_reads_like_the_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Id", "Requester", "Status", "Created at", "Solved at", "Via", "Reopens"),
        (7, "Ada", "Closed", datetime(2025, 3, 3, 10), datetime(2025, 3, 4, 10), "SMS", 2),
    )
    names = ("ticket_id", "created_at", "solved_at", "channel", "reopens")
    expected = ("7", "2025-03-03 10:00:00", "2025-03-04 10:00:00", "sms", 2)
    assert chosen(read_path(path).tickets, *names) == [expected]


def ticket(number: int, more: str = "") -> str:
    return (
        f'{{"url": "https://desk.zendesk.com/api/v2/tickets/{number}.json", "id": {number},'
        ' "via": {"channel": "web", "source": {"rel": null}}, "status": "pending",'
        ' "created_at": "2025-03-03T10:00:00Z", "updated_at": "2025-03-04T10:00:00Z",'
        ' "requester_id": 9, "group_id": 2, "assignee_id": null, "priority": "urgent",'
        f' "satisfaction_rating": {{"score": "unoffered"}}, "tags": ["vip"]{more}}}'
    )


METRICS = (
    ', "metric_set": {"solved_at": null, "reopens": 1, "replies": 2, "assignee_stations": 2,'
    ' "reply_time_in_minutes": {"calendar": 30, "business": 20},'
    ' "full_resolution_time_in_minutes": {"calendar": null, "business": null}}'
)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"tickets": [{ticket(7, METRICS)}], "next_page": null, "count": 1}}',
        f'{{"results": [{ticket(7, METRICS)}], "facets": null, "next_page": null, "count": 1}}',
        f'{{"tickets": [{ticket(7, METRICS)}], "after_cursor": "x", "end_of_stream": true}}',
        f'{{"ticket": {ticket(7, METRICS)}}}',
        ticket(7, METRICS),
        f"[{ticket(7, METRICS)}]",
    ],
)
def test_a_ticket_of_the_interface_in_any_wrapping(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text, "tickets.json")
    assert (export.reader, export.zone, export.counts) == ("zendesk_json", "UTC", (1, 1, 0))
    names = ("ticket_id", "channel", "status", "priority", "reopens", "reassignments")
    times = ("first_reply_seconds", "first_reply_business_seconds", "resolution_seconds")
    assert chosen(export.tickets, *names, *times) == [
        ("7", "web_form", "pending", "urgent", 1, 1, 1800, 1200, None)
    ]
    assert export.responses == []


def test_pages_of_an_incremental_export_are_one_list(tmp_path: Path) -> None:
    pages = [f'{{"tickets": [{ticket(n)}], "end_time": {n}, "count": 1}}' for n in (7, 8, 9)]
    export = read(tmp_path, "\n".join(pages), "incremental.ndjson")
    assert chosen(export.tickets, "ticket_id") == [("7",), ("8",), ("9",)]


def test_deleted_tickets_are_kept_and_marked(tmp_path: Path) -> None:
    text = ticket(7).replace('"pending"', '"deleted"')
    assert read(tmp_path, text, "tickets.json").ticket["is_deleted"]


def test_a_list_of_chosen_fields_may_lack_the_channel(tmp_path: Path) -> None:
    text = (
        '[{"id": 7, "status": "open", "created_at": "2025-03-03T10:00:00Z", "requester_id": 9,'
        ' "raw_subject": "Lamp"}]'
    )
    export = read(tmp_path, text, "tickets.json")
    assert (export.reader, export.ticket["subject"]) == ("zendesk_json", "Lamp")


def test_ratings_of_the_interface_have_times_of_their_own(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"satisfaction_ratings": [{"id": 1, "assignee_id": 3, "group_id": 2, "requester_id": 9,'
        ' "ticket_id": 7, "score": "bad", "comment": "slow", "reason": "x", "created_at":'
        ' "2025-03-03T10:00:00Z", "updated_at": "2025-03-03T11:00:00Z"}]}',
        "ratings.json",
    )
    names = ("ticket_id", "offered_at", "responded_at", "is_satisfied", "comment")
    assert chosen(export.responses, *names) == [
        ("7", "2025-03-03 10:00:00", "2025-03-03 11:00:00", False, "slow")
    ]


def test_a_chat_is_the_ticket_that_it_became(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '[{"id": "a.1", "type": "chat", "timestamp": "2025-03-03T10:00:00Z", "end_timestamp":'
        ' "2025-03-03T10:20:00Z", "duration": 1200, "rating": "good", "missed": false,'
        ' "agent_names": ["Kim"], "response_time": {"first": 7}, "visitor": {"email":'
        ' "ada@example.com"}, "zendesk_ticket_id": 88, "started_by": "visitor", "tags": []},'
        ' {"id": "a.2", "type": "chat", "timestamp": "2025-03-03T11:00:00Z", "end_timestamp":'
        ' "2025-03-03T11:02:00Z", "duration": 120, "rating": null, "missed": true,'
        ' "agent_names": [], "visitor": {}, "zendesk_ticket_id": null, "started_by": "visitor",'
        ' "tags": []}]',
        "chats.json",
    )
    assert export.reader == "zendesk_chat"
    names = ("ticket_id", "channel", "status", "first_reply_seconds", "handle_seconds")
    assert chosen(export.tickets, *names) == [
        ("88", "live_chat", "solved", 7, 1200),
        ("chat-a.2", "live_chat", "new", None, None),
    ]
    assert export.response["is_satisfied"]


def test_a_damaged_line_of_a_dump_is_rejected_with_its_text(tmp_path: Path) -> None:
    broken = ticket(8)[:-30]
    export = read(tmp_path, "\n".join([ticket(7), broken, ticket(9)]), "tickets.ndjson")
    assert (export.reader, export.counts) == ("zendesk_json", (3, 2, 1))
    [reject] = export.rejects
    assert reject["value"] == broken.strip()
    assert reject["reason"] == "the line is no JSON; correct it or export again"


def test_a_report_by_days_keeps_the_hours_of_its_measures(tmp_path: Path) -> None:
    text = (
        "Ticket ID,Ticket created - Date,Ticket solved - Date,Ticket status,"
        "First reply time (min),Full resolution time (hrs),Agent replies\n"
        "1,2026-02-03,2026-02-03,Solved,30,5,1\n"
        "2,2026-02-03,2026-02-04,Solved,20,30,1\n"
        "3,2026-02-03,,Open,,,0\n"
    )
    export = read(tmp_path, text)
    names = ("created_at", "solved_at", "closed_at", "resolution_seconds")
    assert chosen(export.tickets, *names) == [
        ("2026-02-03 00:00:00", None, "2026-02-03 00:00:00", 5 * 3600),
        ("2026-02-03 00:00:00", None, "2026-02-04 00:00:00", 30 * 3600),
        ("2026-02-03 00:00:00", None, None, None),
    ]
