"""Tiers, what the data say of a characteristic, steps and history, counted by hand."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from support_kpi import kpis, queries
from support_kpi.filters import Filters
from tests import model

KINDS = (
    "training",
    "staffing",
    "feedback_use",
    "feedback_speed",
    "data_quality",
    "data_timeliness",
    "agent_technology",
)
STATES = {"M": "met", "N": "not_met", "U": "unknown"}


def said(team: str, letters: str, on: str = "2026-01-01", load: int = 1) -> str:
    """Rows of an assessment, one letter a characteristic; a dot says nothing."""
    rows = [
        f"('maturity', {load}, {row}, '{team}', date '{on}', '{kind}', '{STATES[letter]}')"
        for row, (kind, letter) in enumerate(zip(KINDS, letters, strict=True), start=2)
        if letter != "."
    ]
    return (
        "insert into assessment"
        " (source, load_id, source_row, team, assessed_on, characteristic, state)"
        f" values {', '.join(rows)}"
    )


def rows(connection: duckdb.DuckDBPyConnection, name: str, edition: str = "2021", **more: object):
    values = {"edition": edition, "teams": None, "tiers": None, "efforts": "{}"} | more
    return queries.run(connection, queries.load(name), values)


LETTERS = {
    "none": ("NNNNNNN", "Starter", "Starter"),
    "three": ("MMMNNNN", "Starter", "Starter"),
    "four": ("MMMMNNN", "Riser", "Riser"),
    "five": ("MMMMMNN", "Riser", "Riser"),
    "six": ("MMMMMMN", "Champion", "Champion"),
    "seven": ("MMMMMMM", "Champion", "Champion"),
    "three to four": ("MMMUNNN", "Starter", "Riser"),
    "three to six": ("MMMUUUN", "Starter", "Champion"),
    "four to five": ("MMMMUNN", "Riser", "Riser"),
    "five to six": ("MMMMMUN", "Riser", "Champion"),
    "silent": ("......U", "Starter", "Champion"),
}


@pytest.fixture(scope="module")
def assessed() -> Iterator[duckdb.DuckDBPyConnection]:
    statements = [said(team, letters) for team, (letters, *_) in LETTERS.items()]
    statements += [
        # A later word on one characteristic leaves the others as they were.
        said("growing", "MMMNNNN", "2025-01-01"),
        said("growing", "...M...", "2025-07-01"),
        said("growing", "....MM.", "2026-01-01"),
        # Of one date the later load counts, also where it takes a word back.
        said("corrected", "MMMMMMM", "2025-01-01", load=1),
        said("corrected", "UUUUNNN", "2025-01-01", load=2),
        # An export gives a tier; somebody assesses one of the teams after that.
        said("given", "NNNNNNN", "2025-01-01"),
        said("overtaken", "MMMMMMM", "2026-01-01"),
        "insert into team (source, load_id, team, maturity_tier, assessed_on, edition) values"
        " ('desk', 1, 'Given', 'Champion', date '2025-01-01', null),"
        " ('desk', 1, 'overtaken', 'Starter', date '2025-06-01', null),"
        " ('desk', 1, 'of 2020', 'Riser', date '2025-06-01', '2020')",
        "insert into assessment"
        " (source, load_id, source_row, team, assessed_on, characteristic, state)"
        " values ('maturity', 3, 2, 'six', date '2026-01-01', 'security', 'met')",
    ]
    with model.of_rows(*statements) as connection:
        yield connection


@pytest.mark.parametrize("team", LETTERS)
def test_so_many_in_place_make_this_tier_or_this_range(
    assessed: duckdb.DuckDBPyConnection, team: str
) -> None:
    letters, low, high = LETTERS[team]
    row = rows(assessed, "maturity_teams").set_index("team").loc[team]
    assert (row["tier_low"], row["tier_high"]) == (low, high)
    assert (row["met"], row["not_met"]) == (letters.count("M"), letters.count("N"))
    assert row["known_share"] == pytest.approx((letters.count("M") + letters.count("N")) / 7)
    if low == high:
        assert (row["tier"], row["tier_source"]) == (low, "scored")
    else:
        assert pd.isna(row["tier"])
        assert row["tier_source"] == "range"


def test_the_list_with_security_counts_it_and_leaves_technology_out(
    assessed: duckdb.DuckDBPyConnection,
) -> None:
    teams = rows(assessed, "maturity_teams", "2020").set_index("team")
    assert set(teams["edition"]) == {"2020"}
    assert teams.loc["six", ["met", "not_met", "tier"]].tolist() == [7, 0, "Champion"]
    # Without a word on security six of seven are known, all in place.
    assert teams.loc["seven", ["met", "unknown", "tier"]].tolist() == [6, 1, "Champion"]
    assert teams.loc["three", ["tier_low", "tier_high"]].tolist() == ["Starter", "Riser"]
    seven = rows(assessed, "maturity_rules", "2020")["characteristic"].tolist()
    assert seven == [*KINDS[:6], "security"]


def test_what_a_later_assessment_leaves_out_stands_and_a_later_load_corrects(
    assessed: duckdb.DuckDBPyConnection,
) -> None:
    teams = rows(assessed, "maturity_teams").set_index("team")
    assert teams.loc["growing", ["met", "not_met", "tier"]].tolist() == [6, 1, "Champion"]
    assert teams.loc["corrected", ["met", "not_met", "unknown"]].tolist() == [0, 3, 4]


def test_a_given_tier_counts_until_somebody_assesses_anew(
    assessed: duckdb.DuckDBPyConnection,
) -> None:
    teams = rows(assessed, "maturity_teams").set_index("team")
    assert teams.loc["Given", ["tier", "tier_source", "met"]].tolist() == ["Champion", "given", 0]
    assert teams.loc["overtaken", ["tier", "tier_source"]].tolist() == ["Champion", "scored"]
    assert pd.isna(teams.loc["of 2020", "tier"])
    other = rows(assessed, "maturity_teams", "2020").set_index("team")
    assert other.loc["of 2020", ["tier", "tier_source"]].tolist() == ["Riser", "given"]


def test_the_history_has_the_tier_of_each_assessment_and_ends_in_the_present_one(
    assessed: duckdb.DuckDBPyConnection,
) -> None:
    history = rows(assessed, "maturity_history")
    growing = history[history["team"] == "growing"]
    assert growing["met"].tolist() == [3, 4, 6]
    assert growing["tier"].tolist() == ["Starter", "Riser", "Champion"]
    assert growing["until"].isna().tolist() == [False, False, True]
    given = history[history["team"].isin(["Given", "overtaken"])]
    assert given[["team", "tier", "tier_source"]].to_numpy().tolist() == [
        ["Given", "Champion", "given"],
        ["overtaken", "Starter", "given"],
        ["overtaken", "Champion", "scored"],
    ]
    for edition in ("2021", "2020"):
        course = rows(assessed, "maturity_history", edition)
        last = course.groupby("team").last()
        present = rows(assessed, "maturity_teams", edition).set_index("team").loc[last.index]
        for column in ("met", "not_met", "unknown", "tier_low", "tier_high"):
            assert [*map(str, last[column])] == [
                *map(str, present[column].astype(last[column].dtype))
            ]


def test_steps_are_the_cheapest_that_the_next_tier_needs(
    assessed: duckdb.DuckDBPyConnection,
) -> None:
    steps = rows(assessed, "maturity_steps")
    four = steps[steps["team"] == "four"]
    assert four["characteristic"].tolist() == [
        "data_timeliness",
        "data_quality",
        "agent_technology",
    ]
    assert four["missing"].unique().tolist() == [2]
    assert four["next_tier"].unique().tolist() == ["Champion"]
    assert four["is_enough"].tolist() == [True, True, False]
    assert four["effort_sum"].tolist() == [1, 5, 13]
    assert "seven" not in set(steps["team"])
    six = steps[steps["team"] == "six"]
    assert six["missing"].isna().all()
    assert not six["is_enough"].any()


def test_efforts_that_people_write_change_the_order(assessed: duckdb.DuckDBPyConnection) -> None:
    steps = rows(assessed, "maturity_steps", efforts='{"agent_technology": 0.5}')
    four = steps[steps["team"] == "four"]
    assert four["characteristic"].tolist()[0] == "agent_technology"
    assert four["effort_sum"].tolist() == [0.5, 1.5, 5.5]
    rules = rows(assessed, "maturity_rules", efforts='{"agent_technology": 0.5}')
    told = rules.set_index("characteristic")["effort_reason"]
    assert told["agent_technology"] == "as your people estimate"


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


def test_tickets_carry_the_tier_of_the_default_list(assessed: duckdb.DuckDBPyConnection) -> None:
    teams = rows(assessed, "maturity_teams").set_index("team")["tier"]
    standing = dict(assessed.execute("select team, tier from team_tier").fetchall())
    assert {name: tier for name, tier in standing.items() if tier} == teams.dropna().to_dict()
