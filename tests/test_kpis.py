"""The KPIs on rows that can be counted by hand: tests/canonical."""

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi import kpis, queries
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters
from tests import model

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")


def values(connection: duckdb.DuckDBPyConnection, filters: Filters = JANUARY) -> pd.DataFrame:
    return kpis.frame(connection, filters).set_index("kpi")


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        ("tickets_created", 12, 12),
        ("tickets_solved", 6, 6),
        ("backlog", 3, 3),
        ("first_reply_hours_mean", (10 + 120 + 1 + 360 + 1440 + 5) / 60 / 6, 6),
        ("resolution_hours_mean", (2 + 24 + 0.5 + 0.5) / 4, 4),
        ("csat_rate", 2 / 4, 4),
        ("csat_score_mean", (5 + 3) / 2, 2),
        ("nps", 25, 4),
        ("ces_score_mean", (6 + 3) / 2, 2),
        ("survey_response_rate", 2 / 3, 3),
        ("one_touch_rate", 3 / 4, 4),
        ("reopen_rate", 1 / 4, 4),
        ("replies_per_ticket", 6 / 4, 4),
        ("unanswered_rate", 1 / 7, 7),
        ("sla_first_reply_rate", 3 / 5, 5),
        ("answered_rate", 2 / 4, 4),
        ("abandonment_rate", 1 / 4, 4),
        ("speed_of_answer_seconds_mean", 30, 2),
        ("handle_minutes_mean", 7.5, 2),
        ("tickets_per_agent_month", 4 / 6, 6),
        ("channels_per_requester", 7 / 5, 5),
        ("escalation_rate", 1 / 7, 7),
        ("cost_per_ticket", 1200 / 6, 6),
        # Phone has 900 s; the seven others count its mean of 450 s each, unanswered calls nothing.
        ("cost_per_minute", (200 + 1000 * 900 / (900 + 7 * 450)) / 15, 15),
        ("budget_change_rate", 1200 / 800 - 1, 800),
        ("agent_turnover_rate", 1 / (6 / 12), 0.5),
        ("training_days_mean", 6 / (6 / 12), 0.5),
    ],
)
def test_each_kpi_is_what_a_hand_counts(
    canonical: duckdb.DuckDBPyConnection, kpi: str, value: float, n: float
) -> None:
    row = values(canonical).loc[kpi]
    assert row["value"] == pytest.approx(value)
    assert row["n"] == pytest.approx(n)


def test_medians_are_within_one_percent_of_the_interpolated_ones(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    median = values(canonical).loc["first_reply_hours_median"]
    assert median["value"] == pytest.approx((10 + 120) / 2 / 60, rel=0.01)
    assert median["n"] == 6


def test_no_answer_is_not_0(canonical: duckdb.DuckDBPyConnection) -> None:
    rows = values(canonical, Filters(date(2030, 1, 1), date(2030, 2, 1), compare="none"))
    assert rows["value"].drop("backlog").isna().all()
    assert pd.isna(values(canonical).loc["sla_resolution_rate", "value"])


def test_solved_and_closed_are_not_unsolved(canonical: duckdb.DuckDBPyConnection) -> None:
    rows = queries.run(
        canonical,
        queries.load("backlog_age"),
        parameters(JANUARY),
    )
    assert rows["tickets"].sum() == 3
    states = canonical.execute(
        "select distinct status from ticket_fact where is_open order by 1"
    ).fetchall()
    assert states == [("open",), ("pending",)]


def test_ages_of_a_backlog_are_those_of_the_last_day_that_is_known(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    last = canonical.execute("select last_day from data_extent").fetchone()
    assert last is not None

    def ages(start: date, end: date) -> list[float | None]:
        rows = queries.run(
            canonical, queries.load("backlog_age"), parameters(Filters(start, end, compare="none"))
        )
        return rows["tickets"].to_numpy().tolist()

    until = last[0] + timedelta(1)
    assert sum(count or 0 for count in ages(JANUARY.start, until)) > 0
    assert ages(JANUARY.start, date(2027, 1, 1)) == ages(JANUARY.start, until)
    for start, end in ((until, date(2027, 1, 1)), (date(2020, 1, 1), date(2021, 1, 1))):
        assert all(pd.isna(count) for count in ages(start, end))


def test_a_monday_mean_is_per_monday(canonical: duckdb.DuckDBPyConnection) -> None:
    rows = queries.run(
        canonical, queries.load("hour_of_week"), parameters(JANUARY) | {"dimension": "all"}
    )
    nine = rows[(rows["weekday"] == 1) & (rows["hour"] == 9)].iloc[0]
    # T1, T5, T9 and call C1; four Mondays from 5 to 26 January.
    assert (nine["tickets"], nine["days"], nine["tickets_mean"]) == (4, 4, 1.0)


def test_a_band_holds_what_its_label_says() -> None:
    seconds = [0, 300, 301, 899, 900, 901, 3600, 3601, 14400, 14401, 86400, 86401]
    connection = model.of_rows(
        *(
            "insert into ticket (source, ticket_id, created_at, first_reply_at) values"
            f" ('s', '{i}', timestamp '2026-01-05', timestamp '2026-01-05' + interval {s} second)"
            for i, s in enumerate(seconds)
        )
    )
    rows = queries.run(
        connection,
        queries.load("duration_distribution"),
        parameters(JANUARY) | {"dimension": "all", "duration": "first_reply"},
    )
    assert rows["tickets"].tolist() == [2, 3, 2, 2, 2, 1, 0, 0]


def test_solved_is_dated_by_solving(canonical: duckdb.DuckDBPyConnection) -> None:
    february = Filters(date(2026, 2, 1), date(2026, 3, 1), compare="none")
    assert values(canonical, february).loc["tickets_solved", "value"] == 1  # T9, created in January


def test_spam_deleted_merged_and_outbound_are_out_of_the_kpis(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    rows = queries.run(canonical, queries.load("health_excluded"), {})
    assert rows["excluded_because"].tolist() == ["outbound call", "deleted", "merged", "spam"]
    assert rows["records"].tolist() == [1, 1, 1, 1]


def test_unrated_tickets_do_not_lower_csat() -> None:
    connection = model.of_rows(
        "insert into response"
        " (source, response_id, metric, responded_at, is_answered, is_satisfied)"
        " values ('z', '1', 'csat', timestamp '2026-01-05', true, true),"
        " ('z', '2', 'csat', timestamp '2026-01-05', false, null)"
    )
    row = values(connection).loc["csat_rate"]
    assert (row["value"], row["n"]) == (1, 1)


def test_a_list_of_answered_calls_needs_no_column_that_says_so() -> None:
    connection = model.of_rows(
        "insert into ticket (source, ticket_id, created_at, speed_of_answer_seconds,"
        " handle_seconds) values ('pbx', '1', timestamp '2026-01-05 09:00', 0, 600),"
        " ('pbx', '2', timestamp '2026-01-05 23:59:50', 20, 60)"
    )
    rows = values(connection)
    assert rows.loc["answered_rate", ["value", "n"]].tolist() == [1, 2]
    assert rows.loc["speed_of_answer_seconds_mean", "value"] == 10
    assert rows.loc["backlog", "value"] == 0
    ended = connection.execute("select solved_date, channel from ticket_fact order by ticket_id")
    assert ended.fetchall() == [(date(2026, 1, 5), "phone"), (date(2026, 1, 6), "phone")]


def test_a_reply_before_the_creation_is_not_averaged(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    february = Filters(date(2026, 2, 1), date(2026, 3, 1), compare="none")
    row = values(canonical, february).loc["first_reply_hours_mean"]
    assert pd.isna(row["value"]) and row["n"] == 0


@pytest.mark.parametrize("dimension", ["channel", "team", "tier", "priority", "source"])
@pytest.mark.parametrize("kpi", ["tickets_created", "tickets_solved", "backlog"])
def test_segments_add_up_to_the_whole(
    canonical: duckdb.DuckDBPyConnection, dimension: str, kpi: str
) -> None:
    split = kpis.frame(canonical, JANUARY, dimension=dimension)
    whole = values(canonical).loc[kpi, "value"]
    assert split.loc[split["kpi"] == kpi, "value"].sum() == whole


def test_priorities_stand_by_urgency(canonical: duckdb.DuckDBPyConnection) -> None:
    split = kpis.frame(canonical, JANUARY, dimension="priority", sources=("kpi_tickets",))
    told = split.loc[split["kpi"] == "tickets_created", "segment"].tolist()
    known = [name for name in ("urgent", "high", "normal", "low", "not given") if name in told]
    assert told == known and len(told) > 2


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "year"])
def test_periods_add_up_to_the_whole(canonical: duckdb.DuckDBPyConnection, every: str) -> None:
    rows = kpis.frame(canonical, JANUARY, every=every)
    assert rows.loc[rows["kpi"] == "tickets_created", "value"].sum() == 12
    money = queries.run(
        canonical, queries.load("cost_by_segment"), parameters(JANUARY) | {"dimension": "channel"}
    )
    assert money["spent_amount"].sum() == pytest.approx(1200)


def test_the_cubes_agree_with_the_tickets(canonical: duckdb.DuckDBPyConnection) -> None:
    row = queries.run(canonical, queries.load("ticket_totals"), {}).iloc[0]
    assert row["counted_tickets"] == row["cube_tickets"] == row["hour_tickets"]
    assert row["solved_tickets"] == row["cube_solved_tickets"]


def test_a_budget_is_not_compared_with_a_year_that_lacks_months(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    longer = Filters(date(2026, 1, 1), date(2026, 3, 1), compare="none")
    assert pd.isna(values(canonical, longer).loc["budget_change_rate", "value"])


def test_backlog_is_what_came_in_less_what_went_out(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    rows = kpis.frame(canonical, JANUARY, every="day")
    backlog = rows[rows["kpi"] == "backlog"].set_index("period")["value"]
    assert min(backlog.index) == date(2026, 1, 5)
    assert len(backlog) == 27
    assert backlog[date(2026, 1, 5)] == 1  # T2
    assert backlog[date(2026, 1, 7)] == 1  # T4
    assert backlog[date(2026, 1, 12)] == 3  # T4, T5, T9


def test_filters_reach_every_kpi(canonical: duckdb.DuckDBPyConnection) -> None:
    email = Filters(JANUARY.start, JANUARY.end, compare="none", channels=("email",))
    rows = values(canonical, email)
    assert rows.loc["tickets_created", "value"] == 5
    assert pd.isna(rows.loc["answered_rate", "value"])
    assert rows.loc["csat_rate", "n"] == 3


def test_small_groups_are_marked_and_few_answers_withheld(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    rows = kpis.frame(canonical, JANUARY, dimension="team")
    csat = rows[rows["kpi"] == "csat_rate"]
    assert csat["value"].isna().all()
    assert (csat["n"] < 5).all()
    assert (csat["note"] == "withheld, fewer than 5 answers").tolist() == [True, True, False]
    assert (values(canonical).loc[["csat_rate"], "note"] == "fewer than 10").all()


def test_the_store_says_how_many_answers_a_group_must_have() -> None:
    answers = (
        "insert into response (source, response_id, metric, responded_at, is_answered,"
        " is_satisfied, channel) select 'zendesk', 'R' || i, 'csat',"
        " timestamp '2026-01-05 09:00:00', true, true, if(i < 6, 'email', 'phone')"
        " from range(18) as t(i)"
    )
    with model.of_rows(answers) as connection:
        shown = kpis.frame(connection, JANUARY, dimension="channel")
        connection.execute("update disclosure set least_answers = 10")
        held = kpis.frame(connection, JANUARY, dimension="channel")
    csat = [rows[rows["kpi"] == "csat_rate"].set_index("segment") for rows in (shown, held)]
    assert csat[0]["value"].tolist() == [1, 1]
    assert csat[1]["value"].isna().to_dict() == {"email": True, "phone": False}
    assert csat[1].loc["email", "note"] == "withheld, fewer than 10 answers"


def test_local_days_are_those_of_the_reporting_zone() -> None:
    connection = model.of_rows(
        "insert into ticket (source, ticket_id, created_at)"
        " values ('s', '1', timestamp '2026-01-31 23:30:00')",
        zone="Europe/Berlin",
    )
    assert connection.execute("select created_date, created_hour from ticket_fact").fetchall() == [
        (date(2026, 2, 1), 0)
    ]


def test_a_tier_given_by_an_export_wins_and_unknowns_give_a_range(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    rows = queries.run(
        canonical,
        queries.load("maturity_teams"),
        {"edition": "2021", "teams": None, "tiers": None},
    ).set_index("team")
    assert rows.loc["Billing", ["tier", "tier_source"]].tolist() == ["Champion", "given"]
    assert rows.loc["Orders", ["tier", "tier_source"]].tolist() == ["Riser", "scored"]
    assert rows.loc["Voice desk", ["tier_low", "tier_high"]].tolist() == ["Starter", "Champion"]


def test_an_unknown_dimension_or_period_is_refused(canonical: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match="no dimension"):
        kpis.frame(canonical, JANUARY, dimension="weather")
    with pytest.raises(UsageError, match="no period"):
        kpis.frame(canonical, JANUARY, every="fortnight")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(1, 1e8, allow_nan=False), min_size=1, max_size=60),
    st.sampled_from([0.1, 0.5, 0.9, 0.99]),
)
def test_percentiles_from_bins_are_at_most_one_percent_off(seconds: list[float], p: float) -> None:
    with duckdb.connect() as connection:
        connection.execute((model.MODEL / "10_macros.sql").read_text(encoding="utf-8"))
        connection.execute("create table span as select unnest($s::double[]) as s", {"s": seconds})
        found = connection.execute(
            f"""
            with counted as (select bin_of(s) as bin, count(*) as tickets from span group by bin),
            ranked as (
                select bin, sum(tickets) over (order by bin) as running,
                       sum(tickets) over () as whole
                from counted
            ),
            marked as (
                select
                    bin_before(bin, running, whole, {p}) as below,
                    bin_after(bin, running, whole, {p}) as above,
                    whole
                from ranked
                group by whole
            )
            select seconds_between(below, above, whole, {p}) from marked
            """
        ).fetchall()[0][0]
    assert found == pytest.approx(np.quantile(seconds, p), rel=0.0100001)


def test_a_length_of_solving_gives_the_time_of_solving_where_none_is_exported() -> None:
    rows = """
        insert into ticket by name
        select 'desk' as source, 1 as load_id, *
        from
            (
                values
                    (1, 'A1', timestamp '2026-01-05', 'solved', 3 * 86400),
                    (2, 'A2', timestamp '2026-01-05', 'open', 4 * 86400)
            ) given(source_row, ticket_id, created_at, status, resolution_seconds)
    """
    with model.of_rows(rows) as connection:
        found = values(connection)
    assert found.loc["tickets_solved", "value"] == 1
    assert found.loc["resolution_hours_mean", "value"] == 72
    assert found.loc["backlog", "value"] == 1


@pytest.mark.parametrize("source", kpis.SOURCES)
def test_the_kpis_of_a_query_alone_are_what_they_are_among_all(
    canonical: duckdb.DuckDBPyConnection, source: str
) -> None:
    everything = kpis.frame(canonical, JANUARY)
    among = everything[everything["kpi"].isin(queries.load(source).kpis)].reset_index(drop=True)
    alone = kpis.frame(canonical, JANUARY, sources=(source,))
    assert len(alone) > 0
    assert alone.equals(among)
