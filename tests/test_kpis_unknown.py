"""What nothing is known of is no number, and lowers none."""

import math
from datetime import date

import duckdb
import pandas as pd
import pytest

from support_kpi import kpis, queries
from support_kpi.comparisons import changes
from support_kpi.filters import Filters, parameters
from tests import model

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")
TICKET = (
    "insert into ticket by name select 'x' as source, ticket_id, team, created_at::timestamp as"
    " created_at, solved_at::timestamp as solved_at from (values {}) as t(ticket_id, team,"
    " created_at, solved_at)"
)
STAFF = (
    "insert into staff_month by name select 'x' as source, team, month::date as month, headcount,"
    " leavers, training_days from (values {}) as t(team, month, headcount, leavers, training_days)"
)


def kpi(connection: duckdb.DuckDBPyConnection, filters: Filters = JANUARY) -> pd.DataFrame:
    return kpis.frame(connection, filters).set_index("kpi")


def test_a_team_that_tells_no_leavers_or_training_lowers_neither() -> None:
    rows = "('A', '2026-01-01', 6, 1, 3), ('B', '2026-01-01', 6, null, null)"
    with model.of_rows(STAFF.format(rows)) as connection:
        found = kpi(connection)
    assert found.loc["agent_turnover_rate", ["value", "n"]].tolist() == pytest.approx([2, 0.5])
    assert found.loc["training_days_mean", ["value", "n"]].tolist() == pytest.approx([6, 0.5])


def test_a_team_without_headcount_brings_no_tickets_and_no_leavers_to_the_rates() -> None:
    tickets = "('1', 'A', '2026-01-05', '2026-01-06'), ('2', 'B', '2026-01-05', '2026-01-06')"
    staff = "('A', '2026-01-01', 2, 0, 1), ('B', '2026-01-01', null, 5, 9)"
    with model.of_rows(TICKET.format(tickets), STAFF.format(staff)) as connection:
        found = kpi(connection)
        headcount = queries.run(connection, queries.load("what_if_staff"), parameters(JANUARY))
    assert found.loc["tickets_per_agent_month", "value"] == pytest.approx(1 / 2)
    assert found.loc["agent_turnover_rate", "value"] == 0
    assert found.loc["training_days_mean", "value"] == pytest.approx(6)
    assert headcount["headcount"].item() == pytest.approx(2)


def test_months_without_headcount_do_not_lower_the_mean_headcount() -> None:
    staff = "('A', '2026-01-01', 4, 0, 1), ('A', '2026-02-01', null, 0, 1)"
    months = Filters(date(2026, 1, 1), date(2026, 3, 1), compare="none")
    with model.of_rows(STAFF.format(staff)) as connection:
        found = queries.run(connection, queries.load("what_if_staff"), parameters(months))
    assert found["headcount"].item() == pytest.approx(4)


def test_no_backlog_is_told_of_months_outside_the_data() -> None:
    tickets = "('1', 'A', '2026-02-05', '2026-02-09'), ('2', 'A', '2026-03-05', null)"
    wide = Filters(date(2026, 1, 1), date(2026, 6, 1), compare="none")
    after = Filters(date(2026, 5, 1), date(2026, 6, 1), compare="none")
    with model.of_rows(TICKET.format(tickets)) as connection:
        rows = kpis.frame(connection, wide, every="month")
        whole, later = kpi(connection, wide), kpi(connection, after)
    rows = rows[rows["kpi"] == "backlog"].set_index("period")
    assert rows["value"].to_dict() == {date(2026, 2, 1): 0, date(2026, 3, 1): 1}
    assert whole.loc["backlog", "value"] == 1
    assert pd.isna(later.loc["backlog", "value"])


def test_half_points_stand_beside_whole_ones() -> None:
    answers = (
        "insert into response by name select 'x' as source, row_number() over () as response_id,"
        " 'csat' as metric, timestamp '2026-01-10' as responded_at, 1 as scale_low, 5 as"
        " scale_high, score from (values (4), (4.5), (4.5), (5)) as t(score)"
    )
    with model.of_rows(answers) as connection:
        rows = queries.run(connection, queries.load("satisfaction_scores"), parameters(JANUARY))
    assert dict(zip(rows["answer"], rows["answers"], strict=True)) == {"4": 1, "4.5": 2, "5": 1}


def test_spend_in_two_currencies_has_no_cost_of_a_ticket() -> None:
    tickets = "('1', 'A', '2026-01-05', '2026-01-06')"
    lines = (
        "insert into budget_line by name select 'b' as source, 'actual' as scenario, date"
        " '2026-01-01' as period_start, date '2026-02-01' as period_end, 'Rent' as category, 10 as"
        " amount, currency from (values ('USD'), ('EUR')) as t(currency)"
    )
    with model.of_rows(TICKET.format(tickets), lines) as connection:
        rows = queries.run(
            connection, queries.load("cost_by_segment"), parameters(JANUARY) | {"dimension": "all"}
        )
    assert rows["spent_amount"].tolist() == [10, 10]
    assert rows["tickets_solved"].tolist() == [1, 1]
    assert rows[["cost_per_contact", "cost_per_ticket"]].isna().all().all()


def test_one_reply_in_each_period_says_nothing_of_a_change() -> None:
    tickets = (
        "insert into ticket by name select 'x' as source, day::varchar as ticket_id, day as"
        " created_at, day + to_hours(wait) as first_reply_at from (values (timestamp '2025-12-05',"
        " 1), (timestamp '2026-01-05', 9)) as t(day, wait)"
    )
    december = Filters(date(2025, 12, 1), date(2026, 1, 1), compare="none")
    with model.of_rows(tickets) as connection:
        now, before = (kpis.frame(connection, one) for one in (JANUARY, december))
        described = queries.run(connection, queries.load("definitions"), {})
    moved = changes(now, before, described, JANUARY, december, is_covered=True).set_index("kpi")
    for kpi in ("first_reply_hours_median", "first_reply_hours_p90"):
        assert moved.loc[kpi, "change"] == pytest.approx(8, rel=0.02)
        assert moved.loc[kpi, "verdict"] is None
        assert now.set_index("kpi").loc[kpi, ["low", "high"]].isna().all()


@pytest.mark.parametrize(("p", "least"), [(0.5, 6), (0.9, 37)])
def test_a_percentile_has_an_interval_where_its_ranks_lie_within_the_values(
    p: float, least: int
) -> None:
    with model.of_rows() as connection:
        ranks = connection.execute(
            "select n, binomial_rank(n, $p, -1), binomial_rank(n, $p, 1) + 1"
            " from range(1, 201) as t(n)",
            {"p": p},
        ).fetchall()
    for n, low, high in ranks:
        assert (low >= 1 and high <= n) == (n >= least), n
        if n >= least:
            ways = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
            assert sum(ways[int(low) : int(high)]) >= 0.945, n


def test_answers_that_are_all_alike_do_not_tell_how_far_others_would_lie() -> None:
    answers = (
        "insert into response by name select 'x' as source, row_number() over () as response_id,"
        " 'csat' as metric, day as responded_at, 1 as scale_low, 5 as scale_high, score from"
        " (values (timestamp '2025-12-05', 4), (timestamp '2026-01-05', 5)) as t(day, score),"
        " range(3)"
    )
    december = Filters(date(2025, 12, 1), date(2026, 1, 1), compare="none")
    with model.of_rows(answers) as connection:
        now, before = (kpis.frame(connection, one) for one in (JANUARY, december))
        described = queries.run(connection, queries.load("definitions"), {})
    moved = changes(now, before, described, JANUARY, december, is_covered=True).set_index("kpi")
    assert moved.loc["csat_score_mean", "change"] == 1
    assert moved.loc["csat_score_mean", "verdict"] is None


def test_a_score_outside_its_scale_is_no_answer() -> None:
    answers = ", ".join(f"('{n}', {score})" for n, score in enumerate((0, 1, 4, 5, 5, 5, 9)))
    rows = (
        "insert into response by name select 'x' as source, response_id, 'csat' as metric,"
        " timestamp '2026-01-05' as responded_at, true as is_answered, score, 1 as scale_low,"
        " 5 as scale_high, 'higher_better' as scale_direction, score >= 4 as is_satisfied"
        f" from (values {answers}) as t(response_id, score)"
    )
    with model.of_rows(rows) as connection:
        found = kpi(connection)
    assert found.loc["csat_rate", ["value", "n"]].tolist() == pytest.approx([4 / 5, 5])
