"""What a ticket costs, and where spend goes that names no channel."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
import statsmodels.api as sm

from support_kpi import kpis, queries, statistics
from support_kpi.filters import Filters, parameters
from support_kpi.store import Store
from tests import model

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")


def text(value: object) -> str:
    return "null" if value is None else f"'{value}'"


def tickets(*rows: tuple[str, str, str | None, str | None, int | None]) -> str:
    """Channel, day of creation, day of solving, team, handle seconds."""
    values = ", ".join(
        f"(1, {row}, 's', '{row}', timestamp '{created}',"
        f" {text(solved)}::timestamp, '{channel}', '{team}',"
        f" {text(handled)}::double, 'solved')"
        for row, (channel, created, solved, team, handled) in enumerate(rows)
    )
    return (
        "insert into ticket (load_id, source_row, source, ticket_id, created_at, solved_at,"
        f" channel, team, handle_seconds, status) values {values}"
    )


def budget(*rows: tuple[str, str | None, str | None, float]) -> str:
    """Scenario, channel, team, amount of January."""
    values = ", ".join(
        f"(1, {row}, 'b', '{scenario}', date '2026-01-01', date '2026-02-01', 'Salaries',"
        f" 'people', {text(channel)},"
        f" {text(team)}, {amount}, 'USD')"
        for row, (scenario, channel, team, amount) in enumerate(rows)
    )
    return (
        "insert into budget_line (load_id, source_row, source, scenario, period_start, period_end,"
        f" category, cost_group, channel, team, amount, currency) values {values}"
    )


def answers(channel: str, satisfied: int, not_satisfied: int) -> str:
    values = ", ".join(
        f"(1, {row}, 's', 'r{row}', 'csat', timestamp '2026-01-10', true, {row < satisfied},"
        f" '{channel}')"
        for row in range(satisfied + not_satisfied)
    )
    return (
        "insert into response (load_id, source_row, source, response_id, metric, responded_at,"
        f" is_answered, is_satisfied, channel) values {values}"
    )


def costs(connection: duckdb.DuckDBPyConnection, dimension: str = "channel") -> dict[str, dict]:
    rows = queries.run(
        connection,
        queries.load("cost_by_segment"),
        parameters(JANUARY) | {"dimension": dimension},
    )
    return {row["segment"]: row for row in rows.to_dict("records")}


EMAIL, CHAT = "email", "live_chat"
DAY = "2026-01-05 09:00:00"


def test_indirect_spend_follows_handle_time() -> None:
    with model.of_rows(
        tickets(
            (EMAIL, DAY, DAY, "A", 300), (EMAIL, DAY, DAY, "A", 300), (CHAT, DAY, DAY, "B", 200)
        ),
        budget(("actual", EMAIL, None, 50), ("actual", None, None, 800)),
    ) as connection:
        found = costs(connection)
    assert found[EMAIL]["direct_amount"] == 50
    assert found[EMAIL]["allocated_amount"] == pytest.approx(800 * 600 / 800)
    assert found[CHAT]["direct_amount"] == 0
    assert found[CHAT]["allocated_amount"] == pytest.approx(800 * 200 / 800)
    assert "by handle time: 100 %" in found[CHAT]["allocation_rule"]


def test_tickets_without_handle_time_count_the_mean() -> None:
    with model.of_rows(
        tickets(
            (EMAIL, DAY, DAY, "A", 300), (EMAIL, DAY, DAY, "A", None), (CHAT, DAY, DAY, "B", None)
        ),
        budget(("actual", None, None, 900)),
    ) as connection:
        found = costs(connection)
    assert found[EMAIL]["allocated_amount"] == pytest.approx(600)
    assert found[CHAT]["allocated_amount"] == pytest.approx(300)
    assert "by handle time: 33 %" in found[CHAT]["allocation_rule"]


@pytest.mark.parametrize("handled", [None, 60], ids=["by tickets", "by handle time"])
def test_a_ticket_solved_in_another_month_brings_no_money_of_its_own(handled: int | None) -> None:
    december = "2025-12-30 09:00:00"
    with model.of_rows(
        tickets((EMAIL, december, DAY, "A", handled), (CHAT, DAY, DAY, "B", handled)),
        budget(("actual", None, None, 900)),
    ) as connection:
        found = costs(connection)
    assert sum(row["spent_amount"] for row in found.values()) == pytest.approx(900)


@pytest.mark.parametrize("dimension", ["channel", "team", "tier", "all"])
def test_direct_and_allocated_and_unallocated_are_all_that_was_spent(
    dimension: str, canonical: duckdb.DuckDBPyConnection
) -> None:
    rows = costs(canonical, dimension).values()
    assert sum(row["spent_amount"] for row in rows) == pytest.approx(1200)
    for row in rows:
        assert row["direct_amount"] + row["allocated_amount"] == pytest.approx(row["spent_amount"])


def test_spend_without_any_ticket_stays_unallocated() -> None:
    with model.of_rows(
        budget(("actual", None, None, 900), ("actual", EMAIL, None, 100))
    ) as connection:
        found = costs(connection)
    assert found["not given"]["allocated_amount"] == 900
    assert found[EMAIL]["direct_amount"] == 100


def test_a_satisfied_ticket_costs_a_ticket_divided_by_csat() -> None:
    with model.of_rows(
        tickets((EMAIL, DAY, DAY, "A", 300), (EMAIL, DAY, DAY, "A", 300)),
        budget(("actual", EMAIL, None, 60)),
        answers(EMAIL, 6, 2),
    ) as connection:
        found = costs(connection)[EMAIL]
        whole = kpis.frame(connection, JANUARY).set_index("kpi")["value"]
    assert found["cost_per_ticket"] == 30
    assert found["cost_per_satisfied_ticket"] == pytest.approx(30 / (6 / 8))
    assert found["cost_per_satisfied_ticket"] == pytest.approx(
        whole["cost_per_ticket"] / whole["csat_rate"]
    )


def test_answers_of_days_that_no_spend_covers_are_in_no_cost_of_a_satisfied_ticket() -> None:
    later = answers(EMAIL, 0, 30).replace("2026-01-10", "2026-02-10").replace("'r", "'later")
    quarter = Filters(date(2026, 1, 1), date(2026, 4, 1), compare="none")
    with model.of_rows(
        tickets((EMAIL, DAY, DAY, "A", 300), (EMAIL, DAY, DAY, "A", 300)),
        budget(("actual", EMAIL, None, 60)),
        answers(EMAIL, 6, 2),
        later,
    ) as connection:
        values = parameters(quarter) | {"dimension": "channel"}
        found = queries.run(connection, queries.load("cost_by_segment"), values).iloc[0]
    assert found[["satisfied_answers", "csat_answers"]].tolist() == [6, 8]
    assert found["cost_per_satisfied_ticket"] == pytest.approx(30 / (6 / 8))


def test_four_answers_are_too_few_for_a_cost_per_satisfied_ticket() -> None:
    with model.of_rows(
        tickets((EMAIL, DAY, DAY, "A", 300)),
        budget(("actual", EMAIL, None, 60)),
        answers(EMAIL, 4, 0),
    ) as connection:
        assert costs(connection)[EMAIL]["cost_per_satisfied_ticket"] != pytest.approx(60)


def test_variance_stops_where_the_actual_lines_stop() -> None:
    lines = (
        "insert into budget_line (load_id, source_row, source, scenario, period_start, period_end,"
        " category, channel, amount, currency) values"
        " (1, 1, 'b', 'plan', date '2026-01-01', date '2027-01-01', 'Rent', 'email', 3650, 'USD'),"
        " (1, 2, 'b', 'actual', date '2026-01-01', date '2026-02-01', 'Rent', 'email', 300, 'USD')"
    )
    year = Filters(date(2026, 1, 1), date(2027, 1, 1), compare="none")
    with model.of_rows(lines) as connection:
        for name in ("category", "channel"):
            values = parameters(year) | {"dimension": name}
            row = queries.run(connection, queries.load("budget_by_segment"), values).iloc[0]
            assert row["plan_amount"] == pytest.approx(3650)
            assert row["plan_to_date_amount"] == pytest.approx(310)
            assert row["variance_amount"] == pytest.approx(-10)
            assert row["variance_rate"] == pytest.approx(-10 / 310)
            assert row["reading"] == "under plan, favourable"


MONTHLY = pytest.mark.parametrize(
    ("spent", "solved"),
    [((900.0, 1100.0, 1300.0), (90, 100, 100)), ((10.0, 10.0, 10.0, 10.0), (1, 2, 3, 4))],
)


@MONTHLY
def test_the_interval_of_a_ratio_over_months_is_that_of_statsmodels(
    spent: tuple[float, ...], solved: tuple[int, ...]
) -> None:
    with model.of_rows() as connection:
        connection.execute(
            "create temp table month as select unnest($spent) as part, unnest($solved) as whole",
            {"spent": list(spent), "solved": list(solved)},
        )
        (found,) = connection.execute(
            "select {value: ratio(part, whole), error: ratio_error(part, whole)} from month"
        ).fetchall()
    value, error = found[0].values()
    part, whole = np.array(spent), np.array(solved)
    fitted = sm.WLS(part / whole, np.ones(len(part)), weights=whole).fit(cov_type="HC1", use_t=True)
    assert value == pytest.approx(fitted.params[0])
    ends = statistics.ratio_interval(value, error, len(spent))
    assert ends == pytest.approx(tuple(fitted.conf_int()[0]))


def test_two_months_give_no_interval() -> None:
    with model.of_rows() as connection:
        found = connection.execute(
            "select ratio_error(part, 1) from (values (1.0), (2.0)) as month(part)"
        ).fetchone()
    assert found == (None,)


def test_cost_per_ticket_has_an_interval_by_its_months() -> None:
    quarter = Filters(date(2026, 1, 1), date(2026, 4, 1), compare="none")
    with model.of_rows(
        "insert into ticket (load_id, source_row, source, ticket_id, created_at, solved_at,"
        " channel, status, handle_seconds) select 1, i, 's', i, day, day, 'email', 'solved', 60"
        " from (select i, timestamp '2026-01-10' + to_months(i % 3) as day"
        " from range(30) as tickets(i))",
        "insert into budget_line (load_id, source_row, source, scenario, period_start, period_end,"
        " category, cost_group, amount, currency) select 1, i, 'b', 'actual',"
        " date '2026-01-01' + to_months(i), date '2026-02-01' + to_months(i), 'Salaries',"
        " 'people', 90 + 10 * i, 'USD' from range(3) as months(i)",
    ) as connection:
        rows = kpis.frame(connection, quarter).set_index("kpi")
    # 90, 100 and 110 for ten tickets each: mean 10, deviation 1, t(2) = 4.3027 over sqrt(3).
    found = rows.loc["cost_per_ticket", ["value", "n", "low", "high"]].tolist()
    assert found == pytest.approx([10, 30, 10 - 4.3027 / 3**0.5, 10 + 4.3027 / 3**0.5], abs=1e-4)


@pytest.mark.parametrize("dimension", ["all", "channel", "team", "tier", "priority", "source"])
def test_whatever_the_split_costs_add_up_to_the_budget(sample_store: Path, dimension: str) -> None:
    year = Filters(date(2025, 11, 1), date(2026, 11, 1), compare="none")
    _, connection = Store.open(sample_store).connect()
    with connection:
        booked = connection.execute(
            "select sum(amount) from budget_line where scenario = 'actual'"
            " and period_start >= date '2025-11-01' and period_end <= date '2026-11-01'"
        ).fetchone()
        rows = queries.run(
            connection,
            queries.load("cost_by_segment"),
            parameters(year) | {"dimension": dimension},
        )
        whole = kpis.frame(connection, year, sources=kpis.CUBED).set_index("kpi")
    assert booked is not None
    assert rows["spent_amount"].sum() == pytest.approx(booked[0])
    per_ticket = whole.loc["cost_per_ticket"]
    assert per_ticket["value"] * per_ticket["n"] == pytest.approx(booked[0])
