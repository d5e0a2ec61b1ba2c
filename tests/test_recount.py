"""Two roads to one number: the KPIs of the sample, and pandas over its files."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from support_kpi import kpis, queries
from support_kpi.filters import Filters, parameters
from support_kpi.store import Store
from tests.recount import CHANNELS, Recount, table

CUT = (date(2025, 1, 15), date(2025, 8, 9))
OUTAGE = (date(2025, 3, 17), date(2025, 3, 24))
FROM_BINS = 0.0101
SELECTIONS: Mapping[str, tuple[tuple[date, date], dict[str, tuple[str, ...]]]] = {
    "all data": ((date(2024, 11, 1), date(2026, 11, 1)), {}),
    "months that are cut": (CUT, {"channel": ("email", "phone")}),
    "the week of an outage": (OUTAGE, {}),
    "a day": ((date(2025, 3, 18), date(2025, 3, 19)), {"channel": ("live_chat",)}),
    "a team": (CUT, {"team": ("Billing",)}),
    "two teams, a channel and a source": (
        CUT,
        {"team": ("Billing", "Orders"), "channel": ("email",), "source": ("zendesk",)},
    ),
}


@pytest.fixture(scope="module")
def connection(sample_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, opened = Store.open(sample_store).connect()
    with opened:
        yield opened


@pytest.fixture(scope="module")
def recount() -> Recount:
    return Recount()


def query(
    connection: duckdb.DuckDBPyConnection, name: str, span: tuple[date, date], **extra: object
) -> pd.DataFrame:
    values = parameters(Filters(*span, compare="none")) | extra
    return queries.run(connection, queries.load(name), values)


def everything(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, rows.index)


def agree(found: pd.DataFrame, wanted: Mapping[str, tuple[float, float]]) -> None:
    """Found by KPI; a value of bins within one percent, any other to the digit."""
    for kpi, (value, n) in wanted.items():
        near = FROM_BINS if kpi.endswith(("median", "p90")) else 1e-6
        row = found.loc[kpi] if kpi in found.index else pd.Series({"n": 0, "value": None})
        assert int(row["n"]) == n, kpi
        if n and not str(row["note"]).startswith("withheld"):
            assert row["value"] == pytest.approx(value, rel=near), kpi


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_kpi_is_what_the_files_hold(
    connection: duckdb.DuckDBPyConnection, recount: Recount, name: str
) -> None:
    span, kept = SELECTIONS[name]
    filters = Filters(*span, compare="none", **{f"{key}s": kept[key] for key in kept})

    def keeps(rows: pd.DataFrame) -> pd.Series:
        return pd.DataFrame({key: rows[key].isin(kept[key]) for key in kept}, rows.index).all(
            axis="columns"
        )

    agree(kpis.frame(connection, filters).set_index("kpi"), recount.kpis(keeps, *span))


@pytest.mark.parametrize(("every", "days"), [("day", 1), ("week", 7)])
def test_every_period_is_what_the_files_hold(
    connection: duckdb.DuckDBPyConnection, recount: Recount, every: str, days: int
) -> None:
    found = kpis.frame(connection, Filters(*OUTAGE, compare="none"), every=every)
    assert found["period"].nunique() == 7 / days
    for first, rows in found.groupby("period"):
        end = (pd.Timestamp(str(first)) + pd.Timedelta(days=days)).date()
        agree(
            rows.set_index("kpi"),
            recount.kpis(everything, first, end),
        )


@pytest.mark.parametrize("dimension", ["channel", "team"])
def test_every_segment_is_what_the_files_hold(
    connection: duckdb.DuckDBPyConnection, recount: Recount, dimension: str
) -> None:
    found = kpis.frame(connection, Filters(*CUT, compare="none"), dimension=dimension)
    assert set(found["segment"]) == set(recount.tickets[dimension])
    for segment, rows in found.groupby("segment"):
        agree(
            rows.set_index("kpi"),
            recount.kpis(lambda rows, name=segment: rows[dimension] == name, *CUT),
        )


def spend(scenario: str, start: date, end: date, **named: str) -> float:
    """The days of each month that fall within, of lines with the given cells."""
    lines = table("budget")
    lines = lines[lines["Scenario"] == scenario]
    for name, value in named.items():
        lines = lines[lines[name] == value]
    first = pd.to_datetime(lines["Month"] + "-01")
    after = first + pd.offsets.MonthBegin(1)
    within = after.clip(upper=pd.Timestamp(end)) - first.clip(lower=pd.Timestamp(start))
    share = within.dt.days.clip(lower=0) / (after - first).dt.days
    return float((lines["Amount"].astype(float) * share).sum())


def test_spend_cost_and_variance_are_those_of_the_sheet(
    connection: duckdb.DuckDBPyConnection, recount: Recount
) -> None:
    rows = query(connection, "budget_by_segment", CUT, dimension="category").set_index("segment")
    for category in ("Salaries", "Training", "Facilities"):
        actual, plan = (spend(side, *CUT, Category=category) for side in ("Actual", "Plan"))
        assert rows.loc[category, "actual_amount"] == pytest.approx(actual)
        assert rows.loc[category, "variance_rate"] == pytest.approx(actual / plan - 1)
    found = kpis.frame(connection, Filters(*CUT, compare="none")).set_index("kpi")
    solved = recount.kpis(everything, *CUT)["tickets_solved"][0]
    cost = found.loc["cost_per_ticket", ["value", "n"]].tolist()
    assert cost == pytest.approx([spend("Actual", *CUT) / solved, solved])
    year, before = (date(2025, 11, 1), date(2026, 11, 1)), (date(2024, 11, 1), date(2025, 11, 1))
    found = kpis.frame(connection, Filters(*year, compare="none")).set_index("kpi")
    assert found.loc["budget_change_rate", "value"] == pytest.approx(
        spend("Actual", *year) / spend("Actual", *before) - 1
    )


def test_indirect_spend_is_spread_by_handle_time(
    connection: duckdb.DuckDBPyConnection, recount: Recount
) -> None:
    rows = recount.tickets
    handled = rows["handled"].where(rows["is_solved"] | ~rows["is_call"])
    own = handled.groupby(rows["channel"]).agg(["mean", "count"])
    weight = rows["channel"].map(own["mean"].where(own["count"] >= 30, handled.mean()))
    weight = handled.fillna(weight).where(rows["is_solved"] | ~rows["is_call"], 0)
    lines = table("budget")
    lines = lines[(lines["Scenario"] == "Actual") & (lines["Month"] == "2025-05")]
    spent = pd.Series(0.0, index=sorted(set(rows["channel"])))
    for line in lines.to_dict("records"):
        took = rows["created"].dt.strftime("%Y-%m") == line["Month"]
        if isinstance(line["Channel"], str):
            took &= rows["channel"] == CHANNELS[line["Channel"]]
        if isinstance(line["Team"], str):
            took &= rows["team"] == line["Team"]
        parts = weight[took].groupby(rows["channel"]).sum() / weight[took].sum()
        spent = spent.add(parts * float(line["Amount"]), fill_value=0)
    may = query(
        connection, "cost_by_segment", (date(2025, 5, 1), date(2025, 6, 1)), dimension="channel"
    )
    assert may.set_index("segment")["spent_amount"].to_dict() == pytest.approx(spent.to_dict())


def test_staff_rates_are_those_of_the_staff_list(connection: duckdb.DuckDBPyConnection) -> None:
    staff = table("staff_months")
    months = staff[staff["Month"].between("2025-02", "2025-07")]
    agents, leavers, training = (
        months[name].astype(float).sum() for name in ("Headcount", "Leavers", "Training days")
    )
    span = Filters(date(2025, 2, 1), date(2025, 8, 1), compare="none")
    found = kpis.frame(connection, span).set_index("kpi")["value"]
    assert found["agent_turnover_rate"] == pytest.approx(12 * leavers / agents)
    assert found["training_days_mean"] == pytest.approx(12 * training / agents)


def test_replies_in_time_breadth_and_bounds_are_those_of_the_files(
    connection: duckdb.DuckDBPyConnection, recount: Recount
) -> None:
    rows = recount.tickets
    rows = rows[(rows["created_day"] >= "2025-01-15") & (rows["created_day"] < "2025-08-09")]
    reply = rows.loc[~rows["is_call"], "reply"].dropna()
    within = query(connection, "reply_within", CUT, dimension="all", every="all").iloc[0]
    assert within["within_15_minutes_rate"] == pytest.approx((reply <= 900).mean())
    assert within["within_4_hours_tickets"] == (reply <= 14400).sum()
    breadth = query(connection, "channel_breadth", CUT).set_index("team")
    for team, channels in rows.groupby("team")["channel"]:
        shares = channels.value_counts(normalize=True)
        assert breadth.loc[team, "channels_used"] == len(shares)
        assert breadth.loc[team, "channels_over_10_percent"] == (shares > 0.1).sum()
    pairs = query(connection, "channel_escalation", CUT).set_index(["channel_from", "channel_to"])
    counts = rows[rows["is_escalated"]].groupby(["channel", "next_channel"]).size()
    assert pairs["tickets"].to_dict() == counts.to_dict()
    asked = recount.offers
    asked = asked[(asked["day"] >= "2025-01-15") & (asked["day"] < "2025-08-09")]["rating"]
    bounds = query(connection, "csat_bounds", CUT, dimension="all", every="all").iloc[0]
    assert bounds["offers"] == len(asked)
    assert bounds["csat_rate_low"] == pytest.approx((asked == "Good").mean())
    assert bounds["csat_rate_high"] == pytest.approx((asked != "Bad").mean())
    backlog = query(connection, "backlog_age", CUT)["tickets"].sum()
    assert backlog == recount.kpis(everything, *CUT)["backlog"][0]
