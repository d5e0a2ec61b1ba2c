"""Which ticket a response belongs to, by which rule, or why to none."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from support_kpi import queries
from support_kpi.errors import UsageError
from support_kpi.store import Store
from tests import model, staged

NOON = datetime(2026, 3, 20, 12)
TICKET = (
    "insert into ticket (source, ticket_id, requester_id, created_at, solved_at, status, channel,"
    " team) values ('{}', '{}', {}, timestamp '{}', {}, '{}', '{}', '{}')"
)
RESPONSE = (
    "insert into response (source, response_id, metric, survey, ticket_id, requester_id,"
    " responded_at, is_answered, score, scale_low, scale_high, is_satisfied)"
    " values ('forms', '{}', 'csat', 'After care', {}, {}, {}, true, 5, 1, 5, true)"
)


def ticket(
    identifier: str,
    requester: str | None,
    solved_days_before: float | None,
    *,
    source: str = "zendesk",
    channel: str = "email",
    team: str = "Billing",
) -> str:
    solved = None if solved_days_before is None else NOON - timedelta(days=solved_days_before)
    created = (solved or NOON) - timedelta(days=1)
    state = "open" if solved is None else "solved"
    return TICKET.format(
        source, identifier, text(requester), created, moment(solved), state, channel, team
    )


def response(
    identifier: str,
    requester: str | None = None,
    *,
    ticket_id: str | None = None,
    at: datetime | None = NOON,
) -> str:
    return RESPONSE.format(identifier, text(ticket_id), text(requester), moment(at))


def text(value: str | None) -> str:
    return "null" if value is None else f"'{value}'"


def moment(value: datetime | None) -> str:
    return "null" if value is None else f"timestamp '{value}'"


def links(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple]:
    rows = connection.execute(
        "select response_id, ticket_id, link_rule, unlinked_because from response_fact"
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def linked(*statements: str) -> dict[str, tuple]:
    return links(model.of_rows(*statements))


def test_the_ticket_id_that_a_response_names_comes_before_its_requester() -> None:
    found = linked(
        ticket("T1", "ana", 10), ticket("T2", "ana", 1), response("r", "ana", ticket_id="T1")
    )
    assert found["r"] == ("T1", "ticket id, only source", None)


@pytest.mark.parametrize("written", ["#1001", "# 1001", "1001.0", " 1001 "])
def test_an_id_is_the_same_however_people_and_spreadsheets_write_it(written: str) -> None:
    found = linked(ticket("1001", "ana", 10), response("r", ticket_id=written))
    assert found["r"] == ("1001", "ticket id, only source", None)


def test_an_id_of_blanks_names_no_ticket() -> None:
    found = linked(ticket("1001", "ana", 1), response("r", "ana", ticket_id=" # "))
    assert found["r"] == ("1001", "requester and time", None)


def test_a_response_without_a_ticket_id_meets_the_last_solved_ticket_of_its_requester() -> None:
    found = linked(ticket("T1", "ana", 20), ticket("T2", "ana", 3), response("r", "ana"))
    assert found["r"] == ("T2", "requester and time", None)


def test_of_several_tickets_in_the_window_the_later_solved_is_taken_and_it_is_said() -> None:
    found = linked(ticket("T1", "ana", 5), ticket("T2", "ana", 3), response("r", "ana"))
    assert found["r"] == ("T2", "requester and time, last of several", None)


def test_of_tickets_solved_at_one_moment_the_last_created_is_taken() -> None:
    earlier = ticket("T9", "ana", 3).replace("2026-03-16", "2026-03-01")
    found = linked(earlier, ticket("T1", "ana", 3), response("r", "ana"))
    assert found["r"] == ("T1", "requester and time, last of several", None)


def test_the_window_is_fourteen_days_to_the_second() -> None:
    found = linked(
        ticket("T1", "ana", 14),
        ticket("T2", "bob", 14 + 1 / 86400),
        response("in", "ana"),
        response("out", "bob"),
    )
    assert found["in"] == ("T1", "requester and time", None)
    assert found["out"] == (None, None, "no ticket solved within 14 days before the answer")


def test_a_ticket_that_is_solved_after_the_answer_is_not_what_it_is_about() -> None:
    found = linked(ticket("T1", "ana", -1), ticket("T2", "ana", None), response("r", "ana"))
    assert found["r"] == (None, None, "no ticket solved within 14 days before the answer")


def test_spam_and_test_tickets_are_met_by_nobody() -> None:
    spam = "update ticket set is_spam = true where ticket_id = 'T2'"
    found = linked(ticket("T1", "ana", 5), ticket("T2", "ana", 3), spam, response("r", "ana"))
    assert found["r"] == ("T1", "requester and time", None)


def test_each_response_that_meets_no_ticket_says_why() -> None:
    found = linked(
        ticket("T1", "ana", 3),
        ticket("T2", "eve", 3),
        ticket("T2", "eve", 3, source="freshdesk"),
        response("unknown id", "ana", ticket_id="T8"),
        response("several sources", ticket_id="T2"),
        response("nobody"),
        response("stranger", "zoe"),
        response("timeless", "ana", at=None),
    )
    assert {name: why for name, (_, _, why) in found.items()} == {
        "unknown id": "ticket id not loaded",
        "several sources": "ticket id known in several sources, none of them named",
        "nobody": "no ticket id and no requester",
        "stranger": "requester has no ticket",
        "timeless": "no ticket id and no time",
    }
    assert not any(ticket_id or rule for ticket_id, rule, _ in found.values())


def test_a_joined_response_takes_channel_and_team_of_its_ticket() -> None:
    connection = model.of_rows(
        ticket("T1", "ana", 3, channel="live_chat", team="Orders"), response("r", "ana")
    )
    assert connection.execute(
        "select channel, team, answers, satisfied_answers from response_day"
    ).fetchall() == [("live_chat", "Orders", 1, 1)]


def test_the_health_page_counts_joins_by_rule_and_the_rest_by_reason() -> None:
    connection = model.of_rows(
        ticket("T1", "ana", 3),
        ticket("T2", "bob", 5),
        ticket("T3", "bob", 3),
        response("1", ticket_id="T1"),
        response("2", "ana"),
        response("3", "bob"),
        response("4"),
        response("5"),
    )
    (row,) = queries.run(connection, queries.load("health_links"), {}).to_dict("records")
    assert (row["source"], row["survey"]) == ("forms", "After care")
    assert (row["answers"], row["linked_answers"], row["linked_rate"]) == (5, 3, 0.6)
    assert (row["by_ticket_id"], row["by_ticket_id_of_only_source"]) == (0, 1)
    assert (row["by_requester_and_time"], row["by_requester_last_of_several"]) == (1, 1)
    (rest,) = queries.run(connection, queries.load("health_unlinked"), {}).to_dict("records")
    assert rest["unlinked_because"] == "no ticket id and no requester"
    assert (rest["answers"], rest["all_answers"], rest["answer_rate"]) == (2, 5, 0.4)


def test_the_database_and_plain_python_join_the_same_tickets() -> None:
    numbers = random.Random(7)
    tickets = [
        (f"T{n}", f"p{numbers.randrange(40)}", numbers.randrange(-20, 400) / 10) for n in range(150)
    ]
    answers = [(f"r{n}", f"p{numbers.randrange(45)}") for n in range(60)]
    statements = [ticket(*one) for one in tickets] + [response(*one) for one in answers]
    found = linked(*statements)
    assert {name: row[:2] for name, row in found.items()} == {
        name: expected(person, tickets) for name, person in answers
    }
    assert {rule for _, rule, _ in found.values()} == {
        None, "requester and time", "requester and time, last of several"
    }  # fmt: skip


def expected(
    person: str, tickets: Sequence[tuple[str, str, float]]
) -> tuple[str | None, str | None]:
    window = [(days, name) for name, who, days in tickets if who == person and 0 <= days <= 14]
    if not window:
        return None, None
    several = "requester and time, last of several" if len(window) > 1 else "requester and time"
    return sorted(window, key=lambda one: (one[0], -int(one[1][1:])))[0][1], several


def test_the_window_is_a_setting_that_gives_a_new_snapshot(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    solved = {"status": "solved", "solved_at": NOON - timedelta(days=20), "requester_id": "ana"}
    store.publish(staged.tickets(tmp_path, {"ticket_id": "T1", **solved}))
    answer = {"response_id": "1", "metric": "csat", "responded_at": NOON, "requester_id": "ana"}
    store.publish(staged.staged(tmp_path, {"response": [answer]}))

    def joined() -> object:
        _, connection = store.connect()
        with connection:
            return connection.execute("select ticket_id from response_fact").fetchall()

    assert joined() == [(None,)]
    store.set_setting("survey_join_days", 30)
    assert joined() == [("T1",)]
    with pytest.raises(UsageError, match="0 to 366 days"):
        store.set_setting("survey_join_days", -1)
