"""Intercom: datasets of chosen columns, lists of the interface, an older list of messages."""

from pathlib import Path

import pytest

from tests.vendors.export import chosen, read


def test_the_zone_is_that_of_the_heading(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Conversation ID,Conversation started at (America/Lima),Channel,Started by,"
        "Current conversation state,Conversation priority,Time to close (seconds),"
        '"Time to close, only within office hours (seconds)"\n'
        "7,2025-03-03 22:30:00,Instagram,Reply to Workflow/Message,Closed,not_priority,3600,600\n",
    )
    assert (export.reader, export.zone) == ("intercom_conversations", "America/Lima")
    ticket = export.ticket
    assert ticket["created_at"] == "2025-03-04 03:30:00"
    assert (ticket["channel"], ticket["status"]) == ("social_media", "solved")
    assert "priority" not in ticket
    assert not ticket["is_agent_created"]
    assert (ticket["resolution_seconds"], ticket["resolution_business_seconds"]) == (3600, 600)


def test_columns_may_be_named_by_their_ids(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "conversation_id,conversation_started_at,conversation_first_replied_at,channel,"
        "current_conversation_state,first_response_time,last_teammate_rating\n"
        "7,1741000000,1741000300,whatsapp,snoozed,300,2\n",
    )
    assert export.reader == "intercom_conversations"
    names = ("created_at", "first_reply_at", "channel", "status", "first_reply_seconds")
    assert chosen(export.tickets, *names) == [
        ("2025-03-03 11:06:40", "2025-03-03 11:11:40", "messaging", "pending", 300)
    ]
    assert export.response["is_satisfied"] is False


def test_a_dataset_without_times_still_loads(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Conversation ID,Channel,Team currently assigned,Last teammate rating\n7,Chat,Web,5\n",
    )
    assert export.reader == "intercom_conversations"
    assert chosen(export.tickets, "channel", "team", "created_at") == [("live_chat", "Web", None)]


def test_a_rating_with_a_time_of_its_own_is_dated_by_it(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Conversation ID,Conversation created at (Europe/Berlin),Last teammate rating,"
        "Conversation rating updated at (Europe/Berlin)\n7,2025-03-03 10:00:00,amazing,"
        "2025-03-04 10:00:00\n",
    )
    assert chosen(export.responses, "score", "responded_at") == [(5, "2025-03-04 09:00:00")]
    assert not any("stands in" in warning for warning in export.warnings)


@pytest.mark.parametrize("rated", ["Updated at (Europe/Berlin)", "Conversation updated at"])
def test_a_list_of_ratings_is_one_of_ratings_whatever_stands_beside(
    tmp_path: Path, rated: str
) -> None:
    heading = f"Conversation ID,{rated},Conversation rating,Teammate currently assigned,"
    export = read(
        tmp_path,
        heading + "Team currently assigned,Fin AI Agent involved,Last survey sent\n"
        "7,2025-03-03 10:00:00,4,Kim,Web,false,2025-03-03 09:00:00\n",
    )
    assert export.reader == "intercom_csat"
    assert export.response["is_satisfied"]


CONVERSATION = (
    '{"type": "conversation", "id": "99", "created_at": 1741000000, "updated_at": 1741009000,'
    ' "state": "closed", "priority": "priority", "admin_assignee_id": 12, "team_assignee_id": "5",'
    ' "title": "Lamp", "source": {"type": "conversation", "delivered_as": "customer_initiated",'
    ' "author": {"type": "user", "id": "u1", "email": "ada@example.com"}},'
    ' "conversation_rating": {"rating": 4, "remark": "fine", "created_at": 1741008000},'
    ' "statistics": {"time_to_admin_reply": 60, "first_admin_reply_at": 1741000100,'
    ' "first_close_at": 1741003000, "last_close_at": 1741004000, "count_reopens": 1,'
    ' "count_assignments": 2, "handling_time": 500}, "sla_applied": {"sla_status": "missed"},'
    ' "tags": {"type": "tag.list", "tags": [{"id": "1", "name": "vip"}]}}'
)
OUTREACH = (
    '{"type": "conversation", "id": "100", "created_at": 1741000000, "updated_at": 1741009000,'
    ' "state": "open", "priority": "not_priority", "source": {"type": "email", "delivered_as":'
    ' "admin_initiated", "author": {"type": "admin", "id": "9", "email": "kim@example.com"}},'
    ' "statistics": null, "tags": {"tags": []}}'
)


def test_conversations_of_the_interface(tmp_path: Path) -> None:
    page = f'{{"type": "conversation.list", "pages": {{"page": 1}}, "total_count": 2, \
"conversations": [{CONVERSATION}, {OUTREACH}]}}'
    export = read(tmp_path, page, "page.json")
    assert (export.reader, export.zone) == ("intercom_json", "UTC")
    first, second = export.tickets
    assert first["first_reply_at"] == "2025-03-03 11:08:20"
    assert first["solved_at"] == "2025-03-03 12:13:20"
    assert (first["channel"], first["status"], first["priority"]) == ("messaging", "solved", "high")
    assert (first["requester_id"], first["tags"]) == ("ada@example.com", ["vip"])
    assert (first["reopens"], first["reassignments"], first["handle_seconds"]) == (1, 2, 500)
    assert first["is_sla_resolution_met"] is False
    assert first["is_agent_created"] is False
    assert (second["channel"], second["is_agent_created"]) == ("email", True)
    assert "requester_id" not in second
    names = ("ticket_id", "score", "responded_at", "is_satisfied")
    assert chosen(export.responses, *names) == [("99", 4, "2025-03-03 13:20:00", True)]


def test_pages_of_conversations_one_after_another(tmp_path: Path) -> None:
    pages = [f'{{"conversations": [{one}], "pages": null}}' for one in (CONVERSATION, OUTREACH)]
    export = read(tmp_path, "\n".join(pages), "pages.ndjson")
    assert chosen(export.tickets, "ticket_id") == [("99",), ("100",)]


def test_tickets_of_the_interface(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        '{"type": "ticket.list", "tickets": [{"type": "ticket", "id": "5", "ticket_id": "55",'
        ' "ticket_attributes": {"_default_title_": "Lamp"}, "ticket_state": {"category":'
        ' "waiting_on_customer", "internal_label": "Asked"}, "ticket_type": {"id": "3", "name":'
        ' "Bug"}, "created_at": 1741000000, "updated_at": 1741009000, "open": true}]}',
        "tickets.json",
    )
    assert export.reader == "intercom_json"
    names = ("ticket_id", "status", "status_detail", "ticket_type", "subject")
    assert chosen(export.tickets, *names) == [("5", "pending", "Asked", "Bug", "Lamp")]


def test_messages_are_folded_into_their_conversation(tmp_path: Path) -> None:
    conversation = "vip,7,closed,2025-03-03 10:00:00,2025-03-03 10:10:00,2025-03-03 11:00:00\n"
    export = read(
        tmp_path,
        "message_id,message_body,message_type,message_created_at,conversation_tags,"
        "conversation_id,conversation_state,conversation_created_at,"
        "conversation_first_response_at,conversation_closed_at\n"
        f"1,Hello,comment,2025-03-03 10:00:00,{conversation}"
        f"2,Hi,comment,2025-03-03 10:10:00,{conversation}",
    )
    assert (export.reader, export.counts) == ("intercom_messages", (2, 2, 0))
    names = ("created_at", "first_reply_at", "solved_at", "status")
    expected = ("2025-03-03 10:00:00", "2025-03-03 10:10:00", "2025-03-03 11:00:00", "solved")
    assert chosen(export.tickets, *names) == [expected]


def test_tickets_told_by_their_state(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Conversation ID,Ticket created (Europe/Berlin),Ticket last resolved (Europe/Berlin),"
        "Current ticket state category,Ticket time to resolve (seconds)\n"
        "7,2025-03-03 10:00:00,2025-03-03 12:00:00,In progress,7200\n"
        "8,2025-03-03 10:00:00,2025-03-03 12:00:00,Resolved,7200\n",
    )
    assert export.reader == "intercom_tickets"
    names = ("status", "solved_at", "resolution_seconds")
    assert chosen(export.tickets, *names) == [
        ("open", None, None),
        ("solved", "2025-03-03 11:00:00", 7200),
    ]


def test_ids_of_lengths_name_their_unit(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "conversation_id,conversation_started_at,channel,first_response_time_seconds,"
        "time_to_close_seconds,first_response_time_only_within_office_hours_seconds\n"
        "1,2026-01-02 10:00:00,Email,300,400,200\n",
    )
    names = ("first_reply_seconds", "resolution_seconds", "first_reply_business_seconds")
    assert chosen(export.tickets, *names) == [(300, 400, 200)]


def test_conversations_of_another_desk_are_not_intercoms(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Conversation Id,Conversation Status,Channel,Conversation Created At,First Response Time\n"
        "5f1,Done,email,2026-01-02T10:00:00Z,00:30:00\n",
    )
    assert export.reader != "intercom_conversations"
