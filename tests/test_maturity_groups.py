"""What goes with a characteristic, and Champions over Starters, counted by hand."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from support_kpi import benchmarks, kpis, maturity, queries
from support_kpi.filters import Filters
from support_kpi.store import Store

DESCRIBED = pd.DataFrame(
    {
        "kpi": ["csat_rate", "tickets_solved", "reopen_rate", "training_days_mean"],
        "label": ["CSAT", "Tickets solved", "Reopen rate", "Training"],
        "kind": ["share", "count", "share", "ratio"],
        "better": ["higher", "neither", "lower", "higher"],
    }
)


def measured(kpi: str, values: dict[str, float], n: float = 100, unit: str = "share"):
    return pd.DataFrame(
        {
            "kpi": kpi,
            "segment": list(values),
            "value": list(values.values()),
            "n": n,
            "unit": unit,
        }
    )


def judged(**letters: str) -> pd.DataFrame:
    """One letter a team, a to f, for each characteristic."""
    states = {"M": "met", "N": "not_met", "U": "unknown"}
    return pd.DataFrame(
        [
            {"team": team.upper(), "characteristic": name, "state": states[letter]}
            for name, written in letters.items()
            for team, letter in zip("abcdefg", written, strict=True)
        ]
    )


CSAT = dict(zip("abcdef", (0.90, 0.92, 0.94, 0.70, 0.72, 0.74), strict=True))


def test_a_driver_is_the_difference_of_team_means_by_welch() -> None:
    found = maturity.drivers(judged(training="MMMNNNU"), measured("csat_rate", CSAT), DESCRIBED)
    (row,) = [row for _, row in found.iterrows()]
    assert (row["with_value"], row["without_value"]) == (pytest.approx(0.92), pytest.approx(0.72))
    assert (row["with_teams"], row["without_teams"], row["with_n"]) == (3, 3, 300)
    expected = stats.ttest_ind([0.90, 0.92, 0.94], [0.70, 0.72, 0.74], equal_var=False)
    ends = expected.confidence_interval()
    assert row["difference"] == pytest.approx(0.2)
    assert (row["low"], row["high"]) == (pytest.approx(ends.low), pytest.approx(ends.high))
    assert row["p"] == row["p_corrected"] == pytest.approx(expected.pvalue, abs=1e-6)
    assert (row["verdict"], row["is_better"], row["comparisons"]) == ("higher", True, 1)


def test_p_is_corrected_for_all_comparisons_and_the_clearest_stands_first() -> None:
    reopens = dict(zip("abcdef", (0.1, 0.3, 0.2, 0.22, 0.18, 0.2), strict=True))
    both = pd.concat([measured("csat_rate", CSAT), measured("reopen_rate", reopens)])
    states = judged(training="MMMNNNU", staffing="MNMNMNU")
    found = maturity.drivers(states, both, DESCRIBED)
    assert found["comparisons"].unique().tolist() == [4]
    assert found.loc[0, ["characteristic", "kpi"]].tolist() == ["training", "csat_rate"]
    assert found.loc[0, "p_corrected"] == pytest.approx(4 * found.loc[0, "p"])
    assert (found["verdict"].iloc[1:] == "no clear difference").all()


def test_fewer_than_three_teams_on_a_side_are_not_compared() -> None:
    found = maturity.drivers(judged(training="MMMMNNU"), measured("csat_rate", CSAT), DESCRIBED)
    row = found.iloc[0]
    assert pd.isna(row["p"])
    assert pd.isna(row["low"])
    assert row["verdict"] == "too few teams: 2 on one side, 3 are needed"
    assert row["is_better"] is None


def test_volumes_and_what_a_characteristic_is_judged_by_are_not_compared() -> None:
    both = pd.concat([measured("tickets_solved", CSAT), measured("training_days_mean", CSAT)])
    states = judged(training="MMMNNNU", staffing="MMMNNNU")
    found = maturity.drivers(states, both, DESCRIBED)
    assert found[["characteristic", "kpi"]].to_numpy().tolist() == [
        ["staffing", "training_days_mean"]
    ]


TEAMS = pd.DataFrame(
    {"team": ["a", "b", "c", "d"], "tier": ["Champion", "Champion", "Starter", "Starter"]}
)


def printed(**values: tuple[str, float, float, float]) -> pd.DataFrame:
    """Compared figures: unit, published value, own value and n."""
    names = ("unit", "published_value", "own_value", "own_n")
    rows = [
        {"figure_id": f"esg2020.{name}", "own_low": None, "own_high": None, "reason": "no survey"}
        | dict(zip(names, value, strict=True))
        for name, value in values.items()
    ]
    return pd.DataFrame(
        rows, columns=["figure_id", *names, "own_low", "own_high", "reason"]
    ).convert_dtypes()


def test_tickets_per_agent_are_a_ratio_of_sums_in_which_a_team_counts_once() -> None:
    rates = measured(
        "tickets_per_agent_month", {"A": 4, "B": 2, "c": 1, "d": 2}, n=10, unit="tickets"
    )
    figures = printed(
        **{
            "tickets_resolved_per_agent.vs_starter.champion": ("relative change", 0.5, 0.1, 1),
            "training_days.champion": ("days", 3.7, 1, 1),
            "training_days.starter": ("days", 3.3, 1, 1),
        }
    )
    figures["unit"] = ["percent", "days", "days"]
    figures["published_value"] = [50.0, 3.7, 3.3]
    found = maturity.ratios(TEAMS, rates, figures).set_index("measure")
    tickets = found.loc["Tickets per agent"]
    # 60 in 20 agent months over 30 in 20.
    assert (tickets["champion_value"], tickets["starter_value"], tickets["ratio"]) == (3, 1.5, 2)
    assert tickets["low"] < 1 < tickets["high"]
    assert tickets["own_verdict"] == "no clear difference"
    assert tickets["published_ratio"] == pytest.approx(1.5)
    assert tickets["verdict"] == "no clear difference"
    training = found.loc["Training days per agent"]
    assert training["published_ratio"] == pytest.approx(3.7 / 3.3)
    assert training["published_low"] == pytest.approx(3.65 / 3.35)
    assert training["verdict"] == "not comparable"
    assert "no Champion and no Starter team" in training["reason"]


def test_one_team_on_a_side_gives_a_ratio_without_a_verdict() -> None:
    rates = measured("tickets_per_agent_month", {"a": 4, "c": 1, "d": 2}, n=10, unit="tickets")
    found = maturity.ratios(TEAMS, rates, printed()).set_index("measure")
    row = found.loc["Tickets per agent"]
    assert row["ratio"] == pytest.approx(4 / 1.5)
    assert pd.isna(row["low"])
    assert row["verdict"] == "not comparable"
    assert "one team on a side" in row["reason"]


def test_tools_are_a_ratio_of_shares_of_respondents() -> None:
    figures = printed(
        **{
            "tool_satisfaction.9_10.champion": ("share", 0.91, 0.8, 100),
            "tool_satisfaction.9_10.starter": ("share", 0.05, 0.2, 50),
        }
    )
    found = maturity.ratios(TEAMS, measured("csat_rate", {}), figures).set_index("measure")
    row = found.loc["Tools rated 9 or 10"]
    assert row["ratio"] == pytest.approx(4)
    error = (1 / 80 - 1 / 100 + 1 / 10 - 1 / 50) ** 0.5
    assert row["low"] == pytest.approx(4 / 2.718281828 ** (1.959964 * error), rel=1e-5)
    assert row["published_ratio"] == pytest.approx(18.2)
    assert (row["published_low"], row["published_high"]) == pytest.approx((90.5 / 5.5, 91.5 / 4.5))
    assert row["own_verdict"] == "Champions clearly more"
    assert row["verdict"] == "below"


def test_teams_of_a_tier_together_are_the_kpi_of_the_tier(sample_store: Path) -> None:
    _, connection = Store.open(sample_store).connect()
    span = Filters(date(2025, 11, 1), date(2026, 11, 1), compare="none")
    with connection:
        values = {"edition": "2021", "teams": None, "tiers": None}
        teams = queries.run(connection, queries.load("maturity_teams"), values)
        by_team = kpis.frame(connection, span, dimension="team")
        by_tier = kpis.frame(connection, span, dimension="tier").set_index(["kpi", "segment"])
        figures = benchmarks.compare(connection, span, study="esg2020")
    found = maturity.ratios(teams, by_team, figures).set_index("measure")
    for measure, kpi in maturity.OF_TEAMS.items():
        high, low = (by_tier.loc[(kpi, tier), "value"] for tier in ("Champion", "Starter"))
        assert found.loc[measure, "ratio"] == pytest.approx(high / low)
        assert found.loc[measure, "champion_value"] == pytest.approx(high)
    assert found["published_ratio"].notna().all()
    assert found["ratio"].notna().all()
