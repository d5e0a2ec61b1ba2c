"""Calls: Aircall in its generations, Talkdesk, Genesys, Five9, logs of no vendor."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.vendors.export import chosen, read, read_path, workbook

OUTCOME = ("direction", "is_answered", "call_outcome")


def test_the_first_generation_of_aircall_gives_calls_no_id(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "line,date (TZ offset incl.),time (TZ offset incl.),number timezone,country_code,direction,"
        "from,to,answered,missed_call_reason,user,duration (total),duration (in call),via,tags\n"
        "Web,2020-07-02,11:00:00,Europe/Paris,FR,inbound,331,332,Yes,,Kim,75,60,Aircall,vip\n"
        "Web,2020-07-02,11:05:00,Europe/Paris,FR,inbound,331,332,No,abandonned_in_ivr,,9,,,\n",
    )
    assert (export.reader, export.zone) == ("aircall_calls", "Europe/Paris")
    assert chosen(export.tickets, "created_at", "handle_seconds", *OUTCOME) == [
        ("2020-07-02 09:00:00", 60, "inbound", True, "answered"),
        ("2020-07-02 09:05:00", None, "inbound", False, "ivr_only"),
    ]
    assert len({ticket["ticket_id"] for ticket in export.tickets}) == 2


AIRCALL = (
    "line,datetime (tz offset incl.),number timezone,datetime (utc),direction,from,to,answered,"
    "missed_call_reason,user,duration (total),duration (in call),voicemail,team,call type,"
    "waiting time,time to answer,time in ivr,Call id (internal)\n"
)


@pytest.mark.parametrize(
    ("direction", "answered", "reason", "voicemail", "outcome"),
    [
        ("inbound", "No", "out_of_opening_hours", "", "out_of_hours"),
        ("inbound", "No", "short_abandoned", "", "short_abandon"),
        ("inbound", "No", "abandoned_in_ivr", "", "ivr_only"),
        ("inbound", "No", "abandoned_in_classic", "", "abandoned"),
        ("inbound", "No", "no_available_agent", "", "missed"),
        ("inbound", "No", "agents_did_not_answer", "https://desk.example/v", "voicemail"),
        ("outbound", "No", "", "", None),
    ],
)
def test_reasons_of_missed_calls(
    tmp_path: Path, direction: str, answered: str, reason: str, voicemail: str, outcome: str
) -> None:
    row = (
        "Web,2025-03-03 11:00:00,Europe/Paris,2025-03-03 10:00:00.123,"
        f"{direction},331,332,{answered},{reason},[No associated user],9,,{voicemail},T1,Missed,"
        "00:00:09,,,112\n"
    )
    ticket = read(tmp_path, AIRCALL + row).ticket
    assert (ticket.get("call_outcome"), ticket["is_answered"]) == (outcome, False)
    assert "agent" not in ticket


def test_a_call_taken_in_the_third_generation(tmp_path: Path) -> None:
    row = (
        "Web,2025-03-03 11:00:00,Europe/Paris,2025-03-03 10:00:00,{},331,332,Yes,,Kim,75,60,,T1,"
        "Answered,00:00:44,00:00:29,00:00:15,{}\n"
    )
    export = read(tmp_path, AIRCALL + row.format("inbound", 111) + row.format("outbound", 112))
    names = ("ticket_id", "team", "requester_wait_seconds", "speed_of_answer_seconds")
    assert chosen(export.tickets, *names, "requester_id") == [
        ("111", "T1", 44, 29, "331"),
        ("112", "T1", 44, None, "332"),
    ]


def test_a_workbook_of_some_columns_of_aircall(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("datetime (utc)", "direction", "user", "duration (in call)", "call id (internal)"),
        (datetime(2025, 3, 3, 10), "inbound", "Kim", 60, 123456789012),
        (datetime(2025, 3, 3, 11), "inbound", "[No associated user]", None, 123456789013),
    )
    export = read_path(path)
    assert export.reader == "aircall_calls"
    assert chosen(export.tickets, "ticket_id", *OUTCOME) == [
        ("123456789012", "inbound", True, "answered"),
        ("123456789013", "inbound", False, "missed"),
    ]


def test_contacts_of_talkdesk_are_added_up_by_interaction(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Interaction ID,Contact ID,Direction,Contact Type,Started At,Wait Time,Answered At,"
        "Talk Time,Hold Time,After Call Work Time,Finished At,Inside Business Hours (Yes / No),"
        "Ring Groups,User Name,Team Name,Contact Person Number\n"
        "i1,c1,Inbound,Answered,2025-03-03 10:00:00,00:00:10,2025-03-03 10:00:10,00:01:40,00:00:05,"
        "00:00:20,2025-03-03 10:02:00,Yes,web,Kim,T1,+1555\n"
        "i1,c2,Inbound,Answered,2025-03-03 10:02:00,3,2025-03-03 10:02:03,50,0,10,"
        "2025-03-03 10:03:00,Yes,web,Bo,T2,+1555\n"
        "i2,c3,Inbound,Short Abandoned,2025-03-03 10:00:00,2,,,,,"
        "2025-03-03 10:00:02,Yes,web,,,+1556\n"
        "i3,c4,Inbound,Missed,2025-03-03 22:00:00,2,,,,,2025-03-03 22:00:02,No,web,,,+1557\n",
    )
    assert (export.reader, export.counts) == ("talkdesk_contacts", (4, 4, 0))
    names = ("ticket_id", "handle_seconds", "agent", "team", "call_outcome")
    assert sorted(chosen(export.tickets, *names)) == [
        ("i1", 185, "Bo", "T2", "answered"),
        ("i2", None, None, "web", "short_abandon"),
        ("i3", None, None, "web", "out_of_hours"),
    ]


def test_names_of_talkdesks_interface(tmp_path: Path) -> None:
    text = "interaction_id,direction,contact_type,started_at,talk_time,user_name\n"
    export = read(tmp_path, text + "i1,INBOUND,INBOUND,2025-03-03T10:00:00Z,100,Kim\n")
    assert export.reader == "talkdesk_contacts"
    assert chosen(export.tickets, *OUTCOME) == [("inbound", True, "answered")]


GENESYS = (
    "Full Export Completed,Partial Result Timestamp,Filters,Media Type,Users,Remote,Date,End Date,"
    "Duration,Direction,ANI,DNIS,Queue,Wrap-up,Conversation ID,Total Handle,Total Queue,Abandoned\n"
)


def test_lengths_of_genesys_are_milliseconds_or_clocks(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        GENESYS
        + "YES,,x,voice,Kim; Bo,r,6/23/25 07:00 AM,6/23/25 07:05 AM,300000,Inbound,tel:+1555,"
        "tel:+1888,Web,Solved,c1,280000,12000,NO\n"
        "YES,,x,voice,,r,6/23/25 07:00 AM,6/23/25 07:01 AM,00:01:00,Inbound,tel:+1555,tel:+1888,"
        "Web,,c2,,00:00:30,YES\n"
        "YES,,x,email,Kim,r,6/23/25 07:00 AM,,00:01:00,Inbound,,,Web,,c3,00:04:00,00:30:00,NO\n",
    )
    assert export.reader == "genesys_interactions"
    names = ("channel", "agent", "handle_seconds", "speed_of_answer_seconds", "call_outcome")
    assert chosen(export.tickets, *names) == [
        ("phone", "Bo", 280, 12, "answered"),
        ("phone", None, None, None, "abandoned"),
        ("email", "Kim", 240, None, None),
    ]


def test_headings_of_genesys_in_spanish(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Exportación completa,Filtros,Tipo de medios,Usuarios,Remoto,Fecha,Duración,Dirección,ANI,"
        "DNIS,Cola,Conclusión,Flujo,ID de conversación\n"
        "SÍ,x,voz,Kim,r,23/6/25 07:00,300000,Entrante,tel:+1555,tel:+1888,Ventas,ok,Main,c1\n",
    )
    assert export.reader == "genesys_interactions"
    names = ("created_at", "channel", "team", "category")
    assert chosen(export.tickets, *names, *OUTCOME) == [
        ("2025-06-23 07:00:00", "phone", "Ventas", "ok", "inbound", True, "answered")
    ]


FIVE9 = "CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,AGENT NAME,DISPOSITION,ANI,DNIS,CALL TIME,"


def test_handling_at_five9_is_talk_hold_park_and_work_after(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        FIVE9 + "QUEUE WAIT TIME,TALK TIME,HOLD TIME,PARK TIME,AFTER CALL WORK TIME,ABANDONED\n"
        '1,"Thu, 27 Oct 2016 14:51:34",Web,Inbound,kim,Kim,Solved,1555,1888,00:05:00,00:00:20,'
        "00:03:00,00:00:30,00:00:10,00:00:40,0\n"
        '2,"Thu, 27 Oct 2016 14:51:34",Web,Inbound,[None],,Abandon,1555,1888,00:00:30,00:00:20,'
        "00:00:00,,,,1\n"
        '3,"Thu, 27 Oct 2016 14:51:34",Web,Autodial,kim,Kim,Sold,1888,1557,00:05:00,00:00:00,'
        "00:03:00,,,00:00:40,0\n",
    )
    assert export.reader == "five9_call_log"
    names = ("created_at", "handle_seconds", "speed_of_answer_seconds", "requester_id")
    assert chosen(export.tickets, *names, *OUTCOME) == [
        ("2016-10-27 14:51:34", 260, 20, "1555", "inbound", True, "answered"),
        ("2016-10-27 14:51:34", None, None, "1555", "inbound", False, "abandoned"),
        ("2016-10-27 14:51:34", 220, None, "1557", "outbound", True, "answered"),
    ]


def test_a_report_of_five9_has_the_columns_that_were_picked(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "CALL ID,DATE,TIME,CAMPAIGN,CALL TYPE,TALK TIME,QUEUE WAIT TIME\n"
        "1,2025/03/03,14:51:34,Web,Inbound,00:03:00,00:00:20\n",
    )
    assert export.reader == "five9_call_log"
    assert chosen(export.tickets, "created_at", *OUTCOME) == [
        ("2025-03-03 14:51:34", "inbound", True, "answered")
    ]


def test_a_log_of_no_vendor_is_read_by_its_headings(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Call Id,Date,Time,Agent,Department,Answered (Y/N),Resolved,Speed of Answer,"
        "AvgTalkDuration,Satisfaction rating\n"
        "ID0001,13/01/2021,9:12:58,Diane,Washing Machine,Y,Y,109,0:02:23,3\n"
        "ID0002,14/01/2021,9:12:58,Becky,Air Conditioner,N,N,,,\n",
    )
    assert export.reader == "generic_table"
    names = ("created_at", "channel", "is_answered", "speed_of_answer_seconds", "handle_seconds")
    assert chosen(export.tickets, *names) == [
        ("2021-01-13 09:12:58", "phone", True, 109, 143),
        ("2021-01-14 09:12:58", "phone", False, None, None),
    ]
    assert chosen(export.responses, "score", "is_satisfied") == [(3, False)]
