"""Tiers, what the data say of a characteristic, steps and history, counted by hand."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tests import model
from tests.assessments import KINDS, rows, said

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


def test_every_tier_that_an_export_gave_is_kept_by_its_day_and_its_list() -> None:
    given = (
        "insert into team (source, load_id, team, maturity_tier, assessed_on, edition) values"
        " ('desk', 1, 'Orders', 'Starter', date '2025-01-01', '2021'),"
        " ('desk', 1, 'Orders', 'Riser', date '2025-07-01', '2021'),"
        " ('desk', 1, 'Orders', 'Champion', date '2025-07-01', '2020'),"
        " ('desk', 1, 'Orders', 'Champion', date '2026-01-01', '2021')"
    )
    with model.of_rows(given, said("Orders", "MMMNNNN", "2025-10-01")) as connection:
        history = rows(connection, "maturity_history")
        assert history[["assessed_on", "tier", "tier_source"]].astype(str).to_numpy().tolist() == [
            ["2025-01-01", "Starter", "given"],
            ["2025-07-01", "Riser", "given"],
            ["2025-10-01", "Starter", "scored"],
            ["2026-01-01", "Champion", "given"],
        ]
        other = rows(connection, "maturity_history", "2020")
        assert other["tier_source"].tolist() == ["given", "range"]
        assert other.loc[0, "tier"] == "Champion"
        assert rows(connection, "maturity_teams").loc[0, "tier"] == "Champion"


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


def test_tickets_carry_the_tier_of_the_default_list(assessed: duckdb.DuckDBPyConnection) -> None:
    teams = rows(assessed, "maturity_teams").set_index("team")["tier"]
    standing = dict(assessed.execute("select team, tier from team_tier").fetchall())
    assert {name: tier for name, tier in standing.items() if tier} == teams.dropna().to_dict()
