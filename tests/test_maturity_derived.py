"""What the data say of a characteristic: training, staffing, timeliness, speed of feedback."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from support_kpi import kpis
from support_kpi.filters import Filters
from tests import model
from tests.assessments import rows, said

MEASURED = [
    # 40 solved in the last 13 weeks of the data, by 2 a week; 4 open: 4 / (40 / 91) days wait.
    """
    insert into ticket (source, load_id, source_row, ticket_id, created_at, solved_at, status, team)
    select
        'desk', 1, i, 'B' || i, timestamp '2026-01-01' + to_days(i * 2::int),
        timestamp '2026-01-01' + to_days(i * 2::int), 'solved', 'Billing'
    from range(60) as t(i)
    """,
    """
    insert into ticket (source, load_id, source_row, ticket_id, created_at, status, team)
    select 'desk', 1, 100 + i, 'O' || i, timestamp '2026-04-20', 'open', 'Billing'
    from range(4) as t(i)
    """,
    # 6 months: 12 days of training of 4 agents are 6 days a year each; 2 of 4 are 1.
    """
    insert into staff_month (source, load_id, source_row, team, month, headcount, training_days)
    select 'staff', 1, i, 'Billing', date '2026-01-01' + to_months(i::int), 4, 2
    from range(6) as t(i)
    union all
    select 'staff', 1, 10 + i, 'Orders', date '2026-01-01' + to_months(i::int), 4, if(i = 0, 2, 0)
    from range(6) as t(i)
    union all
    select 'staff', 1, 20 + i, 'Returns', date '2026-01-01' + to_months(i::int), 4, 9
    from range(5) as t(i)
    union all
    select 'staff', 1, 30 + i, 'Silent', date '2026-01-01' + to_months(i::int), 4, null
    from range(12) as t(i)
    """,
    # The desk is loaded on four days in a row after its newest ticket, the phones once.
    """
    insert into load (load_id, source, "table", loaded_at)
    select 100 + i, 'desk', 'ticket', timestamp '2026-04-30 08:00' + to_days(i::int)
    from range(4) as t(i)
    union all
    select 200, 'phones', 'ticket', timestamp '2026-04-30 08:00'
    """,
    """
    insert into ticket (source, load_id, source_row, ticket_id, created_at, status, team) values
        ('desk', 1, 200, 'last', timestamp '2026-05-02', 'open', 'Orders'),
        ('phones', 1, 1, 'call', timestamp '2026-04-29', 'open', 'Voice desk')
    """,
    # 12 unhappy answers; the tickets of 7 are worked on within a day, one is only closed, 4 rest.
    """
    insert into response
        (source, load_id, source_row, response_id, metric, ticket_id, responded_at, is_satisfied)
    select
        'desk', 1, i, 'R' || i, 'csat', 'B' || i, timestamp '2026-04-01' + to_days(i::int), false
    from range(12) as t(i)
    """,
    """
    insert into ticket_event
        (source, load_id, source_row, ticket_id, event_at, position, event_type)
    select 'desk', 1, i, 'B' || i, timestamp '2026-03-01', 1, 'created' from range(12) as t(i)
    union all
    select
        'desk', 1, 50 + i, 'B' || i, timestamp '2026-04-01 10:00' + to_days(i::int), 2,
        if(i = 7, 'close', 'reply')
    from range(8) as t(i)
    union all
    select 'desk', 1, 99, 'B59', timestamp '2026-05-01', 1, 'reply'
    """,
]


@pytest.fixture(scope="module")
def measured() -> Iterator[duckdb.DuckDBPyConnection]:
    statements = [*MEASURED, said("Billing", "N.....U"), said("Orders", "MMMMMMM")]
    with model.of_rows(*statements) as connection:
        yield connection


def evidence(connection: duckdb.DuckDBPyConnection, team: str, kind: str) -> pd.Series:
    states = rows(connection, "maturity_characteristics")
    return states[(states["team"] == team) & (states["characteristic"] == kind)].iloc[0]


def test_training_is_derived_from_staff_months_as_the_kpi_counts_it(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    billing = evidence(measured, "Billing", "training")
    assert (billing["value"], billing["n"], billing["derived_state"]) == (6, 6, "met")
    orders = evidence(measured, "Orders", "training")
    assert (orders["value"], orders["derived_state"]) == (1, "not_met")
    span = Filters(date(2026, 1, 1), date(2026, 7, 1), compare="none")
    by_team = kpis.frame(measured, span, dimension="team")
    by_team = by_team[by_team["kpi"] == "training_days_mean"].set_index("segment")["value"]
    assert by_team["Billing"] == billing["value"]
    assert by_team["Orders"] == orders["value"]


def test_too_few_staff_months_or_none_with_training_are_unknown(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    teams = set(rows(measured, "maturity_teams")["team"])
    assert "Returns" not in teams
    assert "Silent" not in teams
    found = measured.execute(
        "select state, n from characteristic_measure where team_key = 'returns'"
    ).fetchall()
    assert found == [("unknown", 5)]


def test_waiting_work_is_the_backlog_of_the_kpi_over_what_is_solved_a_day(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    row = evidence(measured, "Billing", "staffing")
    end = date(2026, 5, 3)
    span = Filters(date(2026, 2, 1), end, compare="none", teams=("Billing",))
    frame = kpis.frame(measured, span).set_index("kpi")["value"]
    assert frame["backlog"] == 4
    assert row["n"] == frame["tickets_solved"] == 44
    assert row["value"] == pytest.approx(4 / (44 / 91))
    assert row["derived_state"] == "not_met"
    assert "4 unsolved, 44 solved in 91 days" in row["derived_evidence"]


def test_timeliness_is_the_days_between_loads_and_needs_several(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    row = evidence(measured, "Billing", "data_timeliness")
    assert (row["value"], row["n"], row["derived_state"]) == (1, 3, "met")
    assert "Voice desk" not in set(rows(measured, "maturity_teams")["team"])


def test_old_data_loaded_every_day_are_not_timely() -> None:
    stale = MEASURED[3].replace("2026-04-30", "2026-06-30")
    with model.of_rows(*MEASURED[:3], stale, MEASURED[4]) as connection:
        row = evidence(connection, "Billing", "data_timeliness")
    # The newest ticket is of 2 May, the last load of 3 July.
    assert (row["value"], row["derived_state"]) == (62, "not_met")


def test_loads_of_samples_say_nothing_of_timeliness() -> None:
    synthetic = "update load set is_synthetic = true"
    with model.of_rows(*MEASURED, synthetic) as connection:
        row = evidence(connection, "Billing", "data_timeliness")
    assert pd.isna(row["value"])
    assert row["state"] == "unknown"


def test_feedback_speed_counts_answers_whose_ticket_was_worked_on_within_a_day(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    row = evidence(measured, "Billing", "feedback_speed")
    assert (row["value"], row["n"], row["derived_state"]) == (7 / 12, 12, "met")


def test_without_a_log_of_events_feedback_speed_is_unknown() -> None:
    with model.of_rows(*MEASURED[:6]) as connection:
        row = evidence(connection, "Billing", "feedback_speed")
    assert pd.isna(row["value"])
    assert row["derived_state"] == "unknown"


def test_people_beat_the_data_and_where_they_disagree_both_are_shown(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    training = evidence(measured, "Billing", "training")
    assert (training["state"], training["state_source"]) == ("not_met", "assessed")
    assert (training["said_state"], training["derived_state"]) == ("not_met", "met")
    assert training["is_disputed"]
    timely = evidence(measured, "Billing", "data_timeliness")
    assert (timely["state"], timely["state_source"], timely["is_disputed"]) == (
        "met",
        "derived",
        False,
    )
    billing = rows(measured, "maturity_teams").set_index("team").loc["Billing"]
    # Said: training not met, technology unknown. Derived: staffing not met, two met.
    assert billing[["met", "not_met", "unknown"]].tolist() == [2, 2, 3]
    assert billing[["derived", "disputed"]].tolist() == [3, 1]
    assert billing[["tier_low", "tier_high"]].tolist() == ["Starter", "Riser"]


def test_the_gap_is_how_far_a_measure_is_from_its_cut_off(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    steps = rows(measured, "maturity_steps")
    billing = steps[steps["team"] == "Billing"].set_index("characteristic")
    assert billing.loc["staffing", "gap"] == pytest.approx(4 / (44 / 91) - 7)
    assert pd.isna(billing.loc["agent_technology", "gap"])
