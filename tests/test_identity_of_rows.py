"""Several rows with one id: which stands, what is kept, and that it is said."""

from pathlib import Path

import pytest

from support_kpi import queries
from support_kpi.drafts import Options
from support_kpi.ingest.limits import DEFAULT
from support_kpi.ingest.reading import read
from support_kpi.ingest.staged import Staged
from support_kpi.store import Store
from tests import model, staged

SAMPLES = Path(__file__).parents[1] / "sample_data" / "exports"
QUESTIONS = "How satisfied are you with our support?,What did you use?,What could we do better?"


def one(folder: Path, name: str, *lines: str) -> Staged:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    (found,) = read(path, folder / "out", folder / "work", Options(name=name), b"", DEFAULT)
    assert found.error is None
    return found


def kept(found: Staged, sql: str) -> list[tuple]:
    import duckdb

    with duckdb.connect() as connection:
        return connection.execute(sql.format(f"'{found.tables[found.table]}'")).fetchall()


def test_of_rows_with_one_id_the_newest_by_update_time_stands_and_it_is_said(tmp_path) -> None:
    found = one(
        tmp_path,
        "tickets.csv",
        "Ticket ID,Created At,Updated At,Status,Channel,Group",
        "T-1,2026-03-01 09:00:05,2026-03-04 09:00:05,solved,email,Billing",
        "T-1,2026-03-01 09:00:05,2026-03-02 09:00:05,open,email,Billing",
        *(f"T-{n},2026-03-0{n} 09:00:05,2026-03-0{n} 10:00:05,open,chat,Orders" for n in "23456"),
    )
    assert kept(found, "select status from {} where ticket_id = 'T-1'") == [("solved",)]
    assert (found.rows_read, found.rows_kept, found.records, found.repeats) == (7, 7, 6, 1)
    said = (
        "rows that repeat a ticket of this file: 1; the newest stands, by updated at, then by row"
    )
    assert said in found.warnings


def test_one_row_for_each_sprint_of_an_issue_is_one_ticket(tmp_path) -> None:
    found = one(
        tmp_path,
        "jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved,Sprint",
        "Cannot pay,SUP-1,101,Support,Done,2026-03-01 09:00,2026-03-09 09:00,Sprint 1",
        "Cannot pay,SUP-1,101,Support,Done,2026-03-01 09:00,2026-03-09 09:00,Sprint 2",
        "No login,SUP-2,102,Support,To Do,2026-03-13 09:00,,Sprint 2",
    )
    assert (found.reader, found.records, found.repeats) == ("jira_service_management", 2, 1)
    assert any("rows that repeat a ticket of this file: 1" in said for said in found.warnings)


def test_a_call_of_several_contacts_is_one_call_and_its_rows_are_reported() -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        (found,) = read(
            SAMPLES / "talkdesk_contacts.csv", folder / "out", folder / "work",
            Options(), b"", DEFAULT,
        )  # fmt: skip
        ids = kept(found, "select count(*), count(distinct ticket_id) from {}")
    assert ids == [(found.records, found.records)]
    assert found.repeats == found.rows_kept - found.records > 0
    assert any("rows that repeat a ticket" in said for said in found.warnings)


def test_a_respondent_who_answers_again_later_is_counted_twice(tmp_path) -> None:
    found = one(
        tmp_path,
        "pulse.csv",
        f"Respondent,Completed At,{QUESTIONS}",
        "p1,2026-01-05 09:00:05,5,Chat,Nothing",
        "p2,2026-01-15 09:00:05,4,Mail,Be quicker",
        "p1,2026-02-15 09:00:05,2,Phone,Answer it",
        *(f"p{n},2026-02-1{n} 10:00:05,3,Chat,More staff" for n in "3456789"),
    )
    assert (found.table, found.records, found.repeats) == ("respondent", 10, 0)
    assert kept(found, "select respondent_id from {} where starts_with(respondent_id, 'p1')") == [
        ("p1 2026-01-05 09:00:05",), ("p1 2026-02-15 09:00:05",)
    ]  # fmt: skip
    assert any("answered more than once, at different times: 1" in said for said in found.warnings)


def test_a_line_that_is_there_twice_is_one_answer(tmp_path) -> None:
    again = "p1,2026-01-05 09:00:05,5,Chat,Nothing"
    found = one(
        tmp_path,
        "pulse.csv",
        f"Respondent,Completed At,{QUESTIONS}",
        again,
        again,
        *(f"p{n},2026-02-1{n} 10:00:05,3,Chat,More staff" for n in "3456789"),
    )
    assert (found.records, found.repeats) == (8, 1)
    assert any("rows that repeat a respondent of this file: 1" in said for said in found.warnings)


def test_a_network_that_answers_often_is_no_respondent(tmp_path) -> None:
    rows = [
        f"{'abcdef'[n] * 32},5,No,2026-03-0{n + 1} 09:00:00,2026-03-0{n + 1} 09:05:00,net1"
        for n in range(6)
    ]
    found = one(
        tmp_path,
        "typeform.csv",
        "#,How satisfied are you?,Anything else?,Start Date (UTC),Submit Date (UTC),Network ID",
        *rows,
    )
    assert (found.reader, found.records, found.repeats) == ("typeform", 6, 0)


def test_what_loads_said_is_on_data_health(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "store")
    said = ("rows that repeat a ticket of this file: 2; the newest stands",)
    store.publish(staged.tickets(tmp_path, {"ticket_id": "1"}, warnings=said))
    store.publish(staged.tickets(tmp_path, {"ticket_id": "2"}, warnings=("undone",)))
    store.undo(2)
    _, connection = store.connect()
    with connection:
        rows = queries.run(connection, queries.load("health_remarks"), {})
    assert rows[["load_id", "file", "remark"]].values.tolist() == [[1, "tickets.csv", said[0]]]


def test_previews_and_tests_are_counted_as_kept_out_beside_spam() -> None:
    connection = model.of_rows(
        "insert into ticket (source, ticket_id, created_at, is_spam)"
        " values ('z', '1', timestamp '2026-01-05', true),"
        " ('z', '2', timestamp '2026-01-05', null)",
        "insert into response (source, response_id, metric, responded_at, is_test, is_satisfied)"
        " values ('q', '1', 'csat', timestamp '2026-01-05', true, true),"
        " ('q', '2', 'csat', timestamp '2026-01-05', false, true)",
        "insert into respondent (source, survey, respondent_id, is_test)"
        " values ('q', 'Pulse', '1', true), ('q', 'Pulse', '2', null), ('q', 'Pulse', '3', null)",
    )
    rows = queries.run(connection, queries.load("health_excluded"), {})
    columns = ["source", "record", "excluded_because", "records"]
    assert rows[columns].values.tolist() == [
        ["q", "respondent", "test or preview", 1],
        ["q", "response", "test or preview", 1],
        ["z", "ticket", "spam", 1],
    ]
    assert rows["record_rate"].tolist() == [pytest.approx(1 / 3), 0.5, 0.5]
    assert connection.execute("select count(*) from response_fact").fetchall() == [(1,)]
