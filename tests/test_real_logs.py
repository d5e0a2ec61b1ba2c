"""Logs of events and calls of other people, beside the figures that were published of them."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.real_tickets import WHERE_THEY_ARE, Loaded, counts, loaded

pytestmark = WHERE_THEY_ARE


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The audit log of a ServiceNow instance, cut off in the life of its last incident."""
    file = "uci-incident-log/uci_incident_events_119998.csv.gz"
    yield loaded(file, tmp_path_factory.mktemp("log"))


def test_every_event_of_the_audit_log_is_kept_and_folded_into_incidents(log: Loaded) -> None:
    assert log.readers == {"": "servicenow_incident"}
    assert counts(log.sheets[""]) == (119_998, 119_998, 0, 20_769)
    assert log.row("select count(*), count(distinct ticket_id) from ticket") == (20_769, 20_769)
    assert log.row("select count(*) from ticket_event") == (119_998,)


def test_the_last_event_of_an_incident_is_its_state(log: Loaded) -> None:
    states = "select status_detail, status, count(*) from ticket group by all order by 3 desc"
    assert log.rows(states) == [("Closed", "closed", 20_768), ("New", "new", 1)]


def test_times_to_resolve_agree_with_the_log(log: Loaded) -> None:
    figures = log.row(
        """
        with
            resolved as (
                select epoch(solved_at - created_at) / 3600 as hours
                from ticket
                where solved_at is not null
            )
        select
            count(*),
            round(median(hours), 2),
            round(avg(hours), 2),
            round(quantile_cont(hours, 0.9), 2),
            count(*) filter (hours = 0),
            count(*) filter (hours < 0)
        from resolved
        """
    )
    assert figures == (19_351, 24.60, 187.68, 397.37, 34, 0)


def test_reopening_reassignment_and_targets_agree_with_the_log(log: Loaded) -> None:
    figures = log.row(
        """
        select
            count(*) filter (reopens > 0),
            count(*) filter (reassignments > 0),
            count(*) filter (is_sla_resolution_met)
        from ticket
        """
    )
    assert figures == (234, 9_843, 12_595)


def test_the_channels_of_the_log_are_phone_and_email(log: Loaded) -> None:
    channels = "select channel, count(*) from ticket group by channel order by channel"
    assert log.rows(channels) == [("email", 36), ("phone", 20_733)]


def test_only_the_two_nameless_states_of_the_log_cannot_be_read(log: Loaded) -> None:
    with duckdb.connect() as connection:
        rejects = connection.execute(
            "select value, count(*) from read_parquet($path) group by value",
            {"path": str(log.sheets[""].rejects)},
        ).fetchall()
    assert rejects == [("-100", 2)]


def test_days_before_months_are_found_in_the_log(log: Loaded) -> None:
    assert log.sheets[""].date_order == "dmy"
    years = log.row("select min(created_at)::varchar, max(created_at) < '2018-01-01' from ticket")
    assert years == ("2016-02-29 01:16:00", True)


def test_a_short_audit_log_folds_too(tmp_path: Path) -> None:
    log = loaded("uci-incident-log-small/incident_event_log.csv", tmp_path)
    assert counts(log.sheets[""]) == (198, 198, 0, 32)
    assert log.row("select count(*) from ticket_event") == (198,)


def test_waits_of_a_year_of_calls_agree_with_the_log(tmp_path: Path) -> None:
    calls = loaded("simulated-callcentre-51k/simulated_call_centre.csv", tmp_path)
    assert counts(calls.sheets[""]) == (51_708, 51_708, 0, 51_708)
    figures = """
        select
            count(*) filter (is_answered),
            round(avg(speed_of_answer_seconds), 3),
            median(speed_of_answer_seconds),
            round(100 * avg((speed_of_answer_seconds <= 20)::integer), 2),
            count(*) filter (speed_of_answer_seconds <= 60),
            round(avg(handle_seconds), 3)
        from ticket
    """
    assert calls.row(figures) == (51_708, 17.035, 0, 89.22, 47_481, 299.103)


def test_calls_answered_and_rated_agree_with_the_log(tmp_path: Path) -> None:
    calls = loaded("pwc-callcentre-csv/call_center.csv", tmp_path)
    assert calls.sheets[""].date_order == "dmy"
    figures = "select count(*) filter (is_answered), count(*) filter (not is_answered) from ticket"
    assert calls.row(figures) == (4_054, 946)
    ends = "select min(created_at)::date::varchar, max(created_at)::date::varchar from ticket"
    assert calls.row(ends) == ("2021-01-01", "2021-03-31")
    assert calls.row("select count(*), round(avg(score), 4) from response") == (4_054, 3.4036)
