"""Lists of no vendor: requests to a city, calls, tables that others made up."""

from pathlib import Path

import pytest

from support_kpi.mappings.fingerprints import fingerprint
from tests.vendors.export import chosen, read

KAGGLE = (
    "Ticket ID,Customer Name,Customer Email,Customer Age,Customer Gender,Product Purchased,"
    "Date of Purchase,Ticket Type,Ticket Subject,Ticket Description,Ticket Status,Resolution,"
    "Ticket Priority,Ticket Channel,First Response Time,Time to Resolution,"
    "Customer Satisfaction Rating\n"
)


def test_a_list_without_a_time_of_creation_has_the_times_that_it_names(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        KAGGLE + '1,Ada,ada@example.com,32,Other,Lamp,2021-03-22,Refund,Dark,"It is\ndark",'
        "Pending Customer Response,,Critical,Social media,2023-06-01 12:15:36,,\n"
        "2,Bo,bo@example.org,42,Other,Lamp,2021-05-22,Refund,Dark,x,Closed,done,Low,Chat,"
        "2023-06-01 16:45:38,2023-06-01 18:05:38,3.0\n",
    )
    assert (export.reader, export.counts) == ("generic_table", (2, 2, 0))
    names = ("created_at", "first_reply_at", "solved_at", "status", "priority", "channel")
    assert chosen(export.tickets, *names) == [
        (None, "2023-06-01 12:15:36", None, "pending", "urgent", "social_media"),
        (None, "2023-06-01 16:45:38", "2023-06-01 18:05:38", "closed", "low", "live_chat"),
    ]
    assert chosen(export.responses, "ticket_id", "score") == [("2", 3)]


def test_an_undated_list_must_say_that_it_is_one_of_tickets(tmp_path: Path) -> None:
    rows = "1,Open,High,Ada\n2,Closed,Low,Bo\n"
    assert read(tmp_path, "Ticket ID,Status,Priority,Agent\n" + rows).reader == "generic_table"
    assert read(tmp_path, "ID,Status,Priority,Agent\n" + rows).reader == ""
    assert read(tmp_path, "Ticket ID,Status,Shelf,Colour\n" + rows).reader == ""


@pytest.mark.parametrize(
    ("headings", "values", "channel"),
    [
        (
            "SR_NUMBER,SR_TYPE,OWNER_DEPARTMENT,STATUS,ORIGIN,CREATED_DATE,CLOSED_DATE",
            "S1,Light,CDOT,Completed,Internet,{opened},{closed}",
            "web_form",
        ),
        (
            "Service Request Number,SR Description,Method Received,SR Status,Created Date,"
            "Close Date",
            "S1,Light,Phone,Closed,{opened},{closed}",
            "phone",
        ),
        (
            "Unique Key,Created Date,Closed Date,Complaint Type,Status,Open Data Channel Type",
            "S1,{opened},{closed},Light,Closed,MOBILE",
            "mobile_app",
        ),
        (
            "service_request_id,requested_datetime,closed_date,service_name,status,source",
            "S1,{opened},{closed},Light,Closed,Mobile/Open311",
            "mobile_app",
        ),
    ],
)
def test_requests_to_a_city(tmp_path: Path, headings: str, values: str, channel: str) -> None:
    row = values.format(opened="12/18/2018 04:24:41 PM", closed="12/19/2018 04:24:41 PM")
    export = read(tmp_path, f"{headings}\n{row}\n")
    assert export.reader == "generic_table"
    names = ("ticket_id", "created_at", "solved_at", "ticket_type", "channel")
    assert chosen(export.tickets, *names) == [
        ("S1", "2018-12-18 16:24:41", "2018-12-19 16:24:41", "Light", channel)
    ]
    assert export.ticket["status"] in ("solved", "closed")


def test_a_type_of_tickets_that_names_channels_is_their_channel(tmp_path: Path) -> None:
    rows = (
        "Number,Customer,Assignee,Created,Status,Type\n"
        "7,Cy,Ann,2026-01-02,Open,Email\n8,Di,Ann,2026-01-02,Open,"
    )
    names = ("channel", "ticket_type")
    told = read(tmp_path, f"{rows}Phone\n")
    assert chosen(told.tickets, *names) == [("email", None), ("phone", None)]
    mixed = read(tmp_path, f"{rows}Question\n")
    assert chosen(mixed.tickets, *names) == [(None, "Email"), (None, "Question")]


@pytest.mark.parametrize("word", ["UNKNOWN", "Unspecified"])
def test_a_channel_that_nobody_knows_is_none(tmp_path: Path, word: str) -> None:
    text = f"Ticket ID,Created Date,Status,Channel\n1,2025-03-03 10:00,Open,{word}\n"
    ticket = read(tmp_path, text).ticket
    assert ticket["channel_detail"] == word
    assert "channel" not in ticket


def test_two_states_run_together_tell_neither(tmp_path: Path) -> None:
    text = "Ticket ID,Created Date,Status,Channel\n1,2025-03-03 10:00,OpenPending,Email\n"
    export = read(tmp_path, text)
    assert export.ticket["status_detail"] == "OpenPending"
    assert "status" not in export.ticket
    assert chosen(export.rejects, "value", "is_row_rejected") == [("OpenPending", False)]


def test_a_call_that_was_abandoned_was_not_answered_after_its_wait(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "call_id,agent_name,queue,start_time,wait_time_sec,talk_time_sec,abandoned\n"
        "c1,Kim,Sales,2024-06-21 10:00:00,20,280,No\nc2,,Sales,2024-06-21 10:00:00,60,0,Yes\n",
    )
    assert export.reader == "generic_table"
    names = ("channel", "team", "is_answered", "call_outcome", "speed_of_answer_seconds")
    assert chosen(export.tickets, *names) == [
        ("phone", "Sales", True, "answered", 20),
        ("phone", "Sales", False, "abandoned", None),
    ]


def test_a_call_with_time_in_it_was_answered(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "call_id,date,call_started,wait_length,service_length\n"
        "1,2021-01-01,8:00:00 AM,0,863\n2,2021-01-01,8:02:42 PM,70,\n",
    )
    names = ("created_at", "is_answered", "speed_of_answer_seconds", "handle_seconds")
    assert chosen(export.tickets, *names) == [
        ("2021-01-01 08:00:00", True, 0, 863),
        ("2021-01-01 20:02:42", False, None, None),
    ]


def test_the_state_of_a_call_is_how_it_ended(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Call ID;Start Time;End Time;Status;Wait Time;Talk Time\n"
        "1;2026-01-02 10:00;2026-01-02 10:05;Answered;0:20;4:30\n"
        "2;2026-01-02 10:01;2026-01-02 10:02;Abandoned;0:40;\n"
        "3;2026-01-02 10:02;2026-01-02 10:04;Voicemail;1:10;0:00\n",
    )
    names = ("status", "closed_at", "call_outcome", "is_answered", "speed_of_answer_seconds")
    assert chosen(export.tickets, *names, "handle_seconds") == [
        ("closed", "2026-01-02 10:05:00", "answered", True, 20, 270),
        ("closed", "2026-01-02 10:02:00", "abandoned", False, None, None),
        ("closed", "2026-01-02 10:04:00", "voicemail", False, None, 0),
    ]
    assert export.rejects == []
    assert [said for said in export.warnings if '"Talk Time": 4:30 is read as minutes' in said]


def test_days_until_solved_are_a_length_of_time(tmp_path: Path) -> None:
    text = "Ticket Number,Created Date,Ticket Status,Severity,days_open\n"
    export = read(tmp_path, text + "A-1,9/22/2020,Resolved,2 - Medium,3\n")
    assert export.ticket["resolution_seconds"] == 3 * 86400


def test_a_zero_that_means_unknown_is_no_answer(tmp_path: Path) -> None:
    heading = "Ticket Number,Created Date,Ticket Status,Severity,statisfaction_score\n"
    labels = ("0 - Unknown", "1 - Unsatisfied", "2 - Satisfied", "3 - Highly Satisfied")
    rows = "".join(
        f"A-{number},9/22/2020,Resolved,2 - Medium,{label}\n" for number, label in enumerate(labels)
    )
    export = read(tmp_path, heading + rows)
    assert chosen(export.responses, "ticket_id", "score", "scale_high", "is_satisfied") == [
        ("A-1", 1, 3, False),
        ("A-2", 2, 3, False),
        ("A-3", 3, 3, True),
    ]
    assert any("“2 - satisfied” does not" in warning for warning in export.warnings)


def test_a_scale_whose_top_nobody_named_is_a_usual_one(tmp_path: Path) -> None:
    heading = "Ticket Number,Created Date,Ticket Status,Severity,Satisfaction score\n"
    rows = "A-1,9/22/2020,Open,1 - Low,1 - Bad\nA-2,9/22/2020,Open,1 - Low,2 - Poor\n"
    export = read(tmp_path, heading + rows + "A-3,9/22/2020,Open,1 - Low,3 - Fair\n")
    assert {response["scale_high"] for response in export.responses} == {5}


def test_fields_of_a_desk_without_a_reader_of_its_own(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Ticket Number,Status,Priority,Channel,Classification,SLA Violated,Created Time,"
        "Ticket Closed Time\n"
        "101,Closed,High,Email,Question,No,2026-01-02 10:00:00,2026-01-02 12:00:00\n"
        "102,Open,High,Chat,Question,Yes,2026-01-02 10:00:00,\n",
    )
    assert export.reader == "generic_table"
    assert chosen(export.tickets, "closed_at", "is_sla_resolution_met", "channel") == [
        ("2026-01-02 12:00:00", True, "email"),
        (None, False, "live_chat"),
    ]


def test_a_mapping_of_columns_without_headings_is_of_tables_with_such_values(
    tmp_path: Path,
) -> None:
    columns = {"ticket_id": "Column 1", "created_at": "Column 2", "channel": "Column 3"}
    said = {fingerprint([*columns.values()]): {"table": "ticket", "columns": columns}}
    rows = "101,2026-04-01 09:00,Phone\n102,2026-04-02 10:00,Fax\n103,2026-04-03 10:00,Phone\n"
    same = read(tmp_path, rows, mappings=said)
    names = ("ticket_id", "created_at", "channel")
    assert chosen(same.tickets, *names) == [
        ("101", "2026-04-01 09:00:00", "phone"),
        ("102", "2026-04-02 10:00:00", "other"),
        ("103", "2026-04-03 10:00:00", "phone"),
    ]
    other = read(
        tmp_path, "2026-04-01,101,12.50\n2026-04-02,102,9\n2026-04-03,101,9\n", mappings=said
    )
    assert "has no row of headings" in other.refusals[0]


@pytest.mark.parametrize("opened", ["02/03/2026", "2026-02-03 00:00:00", "02/03/2026 10:00 AM"])
def test_the_time_of_day_of_closing_may_be_a_column_of_its_own(tmp_path: Path, opened: str) -> None:
    text = (
        "Ticket Number,Date Opened,Time Opened,Date Closed,Time Closed,Status,Assigned To\n"
        f"1,{opened},10:00 AM,02/14/2026,12:00 PM,Closed,Ada\n"
        f"2,{opened},10:00 AM,,,Open,Ada\n"
    )
    export = read(tmp_path, text, date_order="mdy")
    assert (export.reader, export.counts) == ("generic_table", (2, 2, 0))
    assert chosen(export.tickets, "created_at", "solved_at", "closed_at") == [
        ("2026-02-03 10:00:00", "2026-02-14 12:00:00", "2026-02-14 12:00:00"),
        ("2026-02-03 10:00:00", None, None),
    ]


def test_a_created_time_without_its_date_is_not_freshdesks(tmp_path: Path) -> None:
    text = (
        "Ticket ID,Created Date,Created Time,Resolved Date,Resolved Time,Status\n"
        "1,2026-02-03,10:00,2026-02-04,12:00,Closed\n"
        "2,2026-02-03,10:30,,,Open\n"
    )
    export = read(tmp_path, text)
    assert (export.reader, export.counts) == ("generic_table", (2, 2, 0))
    assert chosen(export.tickets, "created_at", "solved_at") == [
        ("2026-02-03 10:00:00", "2026-02-04 12:00:00"),
        ("2026-02-03 10:30:00", None),
    ]


@pytest.mark.parametrize(
    ("length", "solved", "closed"),
    [
        ("30", None, "2026-02-04 00:00:00"),
        ("3", None, "2026-02-04 00:00:00"),
        ("72", "2026-02-04 00:00:00", "2026-02-04 00:00:00"),
        ("", "2026-02-04 00:00:00", "2026-02-04 00:00:00"),
    ],
)
def test_an_exported_length_counts_before_the_days_that_it_fits(
    tmp_path: Path, length: str, solved: str | None, closed: str
) -> None:
    text = (
        "Ticket ID,Created Date,Closed Date,Status,Resolution Time (hours)\n"
        f"1,2026-02-03,2026-02-04,Closed,{length}\n"
        "2,2026-02-03,,Open,\n"
    )
    first, second = read(tmp_path, text).tickets
    assert (first.get("solved_at"), first["closed_at"]) == (solved, closed)
    assert "solved_at" not in second and "closed_at" not in second


def test_whole_hours_are_times_of_day(tmp_path: Path) -> None:
    text = (
        "Ticket ID,Created Date,Closed Date,Status,Resolution Time (hours)\n"
        "1,2026-02-03 04:00:00,2026-02-04 04:00:00,Closed,20\n"
        "2,2026-02-03 00:00:00,,Open,\n"
    )
    first, _ = read(tmp_path, text).tickets
    assert first["solved_at"] == "2026-02-04 04:00:00"


def test_states_of_spam_and_of_deleted_and_merged_tickets_take_them_out(tmp_path: Path) -> None:
    states = ("Spam", "Deleted", "Merged", "Duplicate", "Open")
    rows = "".join(f"{n},2026-02-03 10:00,{state}\n" for n, state in enumerate(states))
    export = read(tmp_path, f"Ticket ID,Created At,Status\n{rows}")
    assert export.rejects == []
    assert chosen(export.tickets, "status", "is_spam", "is_deleted", "is_merged") == [
        ("closed", True, None, None),
        ("closed", None, True, None),
        ("closed", None, None, True),
        ("closed", None, None, None),
        ("open", None, None, None),
    ]


def test_a_refusal_names_a_value_that_is_no_date(tmp_path: Path) -> None:
    text = "Ticket ID,Created At,Status\n1,2026-02-03 10:00,Open\n2,soon,Open\n3,later,Open\n"
    (refusal,) = read(tmp_path, text).refusals
    assert '"Created At" holds "soon", which is no date' in refusal


@pytest.mark.parametrize("word", ["None", "NaT", "null", "nan", "N/A", "Not set", "unbekannt"])
def test_words_for_nothing_leave_times_and_ratings_what_they_are(tmp_path: Path, word: str) -> None:
    """Most tickets of a list may be unsolved and unrated."""
    rest = "".join(f"{n},2026-02-13 10:00,{word},Open,{word}\n" for n in range(2, 6))
    text = "Ticket ID,Created At,Resolved At,Status,CSAT\n"
    text += f"1,2026-02-03 10:00,2026-02-04 12:00,Closed,5\n{rest}"
    export = read(tmp_path, text)
    assert (export.counts, export.rejects) == ((5, 5, 0), [])
    assert [ticket.get("solved_at") for ticket in export.tickets] == [
        "2026-02-04 12:00:00",
        *[None] * 4,
    ]
    assert chosen(export.responses, "ticket_id", "score", "is_satisfied") == [("1", 5, True)]


def test_a_word_for_what_has_not_come_yet_is_a_bad_cell_of_its_time(tmp_path: Path) -> None:
    rest = "".join(f"{n},2026-02-13 10:00,Not resolved,Open\n" for n in range(2, 6))
    text = "Ticket ID,Created At,Resolved At,Status\n"
    export = read(tmp_path, f"{text}1,2026-02-03 10:00,2026-02-04 12:00,Closed\n{rest}")
    assert export.tickets[0]["solved_at"] == "2026-02-04 12:00:00"
    assert {reject["reason"] for reject in export.rejects} == {
        '"Not resolved" is not a date and time'
    }


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        (
            "Ticketnummer;Aangemaakt;Gesloten;Status;Prioriteit;Kanaal;Behandelaar",
            "Gesloten;Hoog;Telefoon",
            "In behandeling;Laag;E-mail",
        ),
        (
            "Numero ticket;Data apertura;Data chiusura;Stato;Priorità;Canale;Assegnatario",
            "Chiuso;Alta;Telefono",
            "In lavorazione;Bassa;E-mail",
        ),
    ],
)
def test_lists_of_dutch_and_italian_desks(
    tmp_path: Path, headings: str, first: str, second: str
) -> None:
    text = (
        f"{headings}\n1;03-02-2026 10:00;04-02-2026 12:00;{first};Ada\n"
        f"2;13-02-2026 10:00;;{second};Ada\n"
    )
    export = read(tmp_path, text)
    assert (export.counts, export.rejects) == ((2, 2, 0), [])
    names = ("created_at", "closed_at", "status", "priority", "channel")
    assert chosen(export.tickets, *names) == [
        ("2026-02-03 10:00:00", "2026-02-04 12:00:00", "closed", "high", "phone"),
        ("2026-02-13 10:00:00", None, "open", "low", "email"),
    ]


def test_ratings_with_an_id_of_their_own_are_no_tickets(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Rating ID,Date,Score,Comment,Ticket ID,Agent,Company\n"
        "1,2026-03-14 10:00:00,10,good,1001,Kim,Acme\n"
        "2,2026-03-15 10:00:00,1,,1002,Kim,Acme\n",
        "csat.csv",
    )
    assert export.tickets == []
    names = ("response_id", "ticket_id", "score", "is_satisfied")
    assert chosen(export.responses, *names) == [("1", "1001", 10, True), ("2", "1002", 1, False)]


@pytest.mark.parametrize(
    ("signs", "scores", "satisfied"),
    [
        ("👍 👎 👍 👍", (1, 0, 1, 1), (True, False, True, True)),
        ("🙂 😐 ☹️ 🙂", (3, 2, 1, 3), (True, False, False, True)),
        ("😀 🙂 😐 😡", (5, 4, 3, 1), (True, True, False, False)),
    ],
)
def test_ratings_by_signs(
    tmp_path: Path, signs: str, scores: tuple[int, ...], satisfied: tuple[bool, ...]
) -> None:
    rows = "".join(f"2026-03-1{n},{1000 + n},{sign}\n" for n, sign in enumerate(signs.split()))
    export = read(tmp_path, "Submitted,Ticket,Rating\n" + rows)
    expected = list(zip(scores, satisfied, strict=True))
    assert chosen(export.responses, "score", "is_satisfied") == expected


@pytest.mark.parametrize(
    ("headings", "answered", "missed"),
    [
        ("Anruf-ID;Datum;Uhrzeit;Richtung;Status;Wartezeit;Gesprächsdauer;Agent",
         "Eingehend;Angenommen", "Eingehend;Verpasst"),
        ("ID appel;Date;Heure;Sens;Statut;Temps d'attente;Durée de conversation;Agent",
         "Entrant;Répondu", "Entrant;Manqué"),
        ("ID de llamada;Fecha;Hora;Dirección;Estado;Tiempo de espera;Tiempo de conversación;Agente",
         "Entrante;Contestada", "Entrante;Perdida"),
        ("ID da chamada;Data;Hora;Direção;Status;Tempo de espera;Tempo de conversa;Agente",
         "Entrada;Atendida", "Entrada;Não atendida"),
    ],
)  # fmt: skip
def test_calls_in_other_languages_are_calls(
    tmp_path: Path, headings: str, answered: str, missed: str
) -> None:
    export = read(
        tmp_path,
        f"{headings}\n1;14/03/2026;10:00:00;{answered};00:00:20;00:05:00;Kim\n"
        f"2;14/03/2026;11:00:00;{missed};00:00:40;00:00:00;\n",
    )
    names = ("channel", "direction", "call_outcome", "is_answered", "speed_of_answer_seconds")
    assert chosen(export.tickets, *names) == [
        ("phone", "inbound", "answered", True, 20),
        ("phone", "inbound", "missed", False, None),
    ]


def test_messages_of_tickets_are_refused_however_few_tickets_have_several(tmp_path: Path) -> None:
    """A ticket would be as old as its last message."""
    text = "Ticket ID,Message ID,Created At,Author,Channel,Status,Body\n"
    rows = [(1, 11), (1, 12), (2, 13), (3, 14), (4, 15)]
    text += "".join(f"{t},{m},2026-02-0{m - 9} 10:00,Ada,Email,Open,Hi\n" for t, m in rows)
    (refusal,) = read(tmp_path, text).refusals
    assert 'lists messages or events of tickets ("Message ID")' in refusal


def test_a_message_of_each_ticket_leaves_it_a_list_of_tickets(tmp_path: Path) -> None:
    text = "Ticket ID,Message ID,Created At,Channel,Status\n"
    text += "".join(f"{n},{n + 10},2026-02-0{n} 10:00,Email,Open\n" for n in range(1, 6))
    assert read(tmp_path, text).counts == (5, 5, 0)
