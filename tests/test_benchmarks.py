"""Published figures beside own ones."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from support_kpi import benchmarks
from support_kpi.filters import Filters
from tests import model

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")
FIGURES = (
    "insert into published_figure (source, load_id, source_row, figure_id, study, topic, statistic,"
    " value, unit, comparator, low, high, sample_size) values"
    " ('s', 1, 2, 'liveagent.csat.average', 'liveagent', 'csat', 'mean', 86, 'percent', 'exact',"
    " null, null, null),"
    " ('s', 1, 3, 'liveagent.cost.per_ticket.range', 'liveagent', 'cost', 'currency', null, 'usd',"
    " 'range', 2.93, 49.69, null),"
    " ('s', 1, 4, 'aircall2018.channels_offered.phone.all', 'aircall2018', 'channels', 'share', 77,"
    " 'percent', 'exact', null, null, 475),"
    " ('s', 1, 5, 'liveagent.staffing.turnover.agent', 'liveagent', 'staffing', 'mean', 29,"
    " 'percent', 'exact', null, null, null),"
    " ('s', 1, 6, 'liveagent.cost.per_minute.average', 'liveagent', 'cost', 'currency', 1.6, 'usd',"
    " 'exact', null, null, null)"
)


@pytest.fixture(scope="module")
def compared() -> Iterator[pd.DataFrame]:
    with model.of_folder() as connection:
        connection.execute(FIGURES)
        yield benchmarks.compare(connection, JANUARY).set_index("figure_id")


def test_each_published_figure_has_one_row_and_a_reason(compared: pd.DataFrame) -> None:
    assert len(compared) == 5
    assert compared["reason"].notna().all()


def test_a_rate_stands_beside_the_own_one_in_one_unit(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.csat.average"]
    assert (row["published_value"], row["own_value"], row["own_n"]) == (0.86, 0.5, 4)
    # 2 of 4 satisfied: the interval reaches from 15 to 85 %, so 86 % lies just outside.
    assert row["verdict"] == "behind"


def test_two_bare_values_are_not_comparable(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.cost.per_minute.average"]
    assert (row["published_value"], pd.isna(row["own_low"])) == (1.6, True)
    assert row["verdict"] == "not comparable"
    assert row["reason"].startswith("neither side has an interval")


def test_a_rate_of_leavers_has_the_interval_of_its_count(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.staffing.turnover.agent"]
    assert (row["published_value"], row["own_value"]) == (0.29, 2.0)
    # One leaver in half an agent-year: (1 + 1.92 - 1.96 * sqrt(1 + 0.96)) / 0.5 = 0.353.
    assert row["own_low"] == pytest.approx(0.353, abs=0.001)
    assert row["verdict"] == "behind"


def test_a_value_beyond_a_published_range_is_behind(compared: pd.DataFrame) -> None:
    row = compared.loc["liveagent.cost.per_ticket.range"]
    assert (row["own_value"], row["published_high"]) == (200, 49.69)
    assert row["verdict"] == "behind"


def test_a_volume_changes_only_where_the_data_cover_both_periods() -> None:
    figure = (
        "insert into published_figure (source, load_id, source_row, figure_id, study, topic,"
        " statistic, value, unit, comparator) values"
        " ('s', 1, 2, 'intercom2021.case_vend.volume_increase', 'intercom2021', 'workload', 'mean',"
        " 50, 'percent', 'exact')"
    )
    with model.of_rows(
        "insert into ticket (source, ticket_id, created_at, channel)"
        " select 'zendesk', 'T' || i, timestamp '2025-12-01 09:00:00' + to_days(i::int), 'email'"
        " from range(90) as t(i)",
        figure,
    ) as connection:
        found = {
            last: benchmarks.compare(connection, Filters(date(2026, 1, 1), last)).iloc[0]
            for last in (date(2026, 2, 1), date(2026, 3, 2))
        }
    whole, cut = found.values()
    assert whole["own_value"] == 0  # a ticket a day in December and in January
    assert pd.isna(cut["own_value"])
    assert cut["reason"] == "the data do not cover both periods as a whole"


def test_without_a_survey_no_own_rate_stands_in_for_a_share(compared: pd.DataFrame) -> None:
    row = compared.loc["aircall2018.channels_offered.phone.all"]
    assert row["verdict"] == "not comparable"
    assert pd.isna(row["own_value"])
    assert (row["kind"], row["practice_holds"]) == ("peer practice", True)
    assert row["reason"] == "a fact of one: your tickets come by phone"


SURVEY = """
    insert into respondent (source, load_id, source_row, survey, respondent_id)
    select 's', 1, 1, 'leaders', i::varchar from range(1, 11) as t(i);
    insert into answer
        (source, load_id, source_row, survey, respondent_id, question_id, question, kind, option,
        number)
    select 's', 1, 1, 'leaders', i::varchar, q.id, q.question, 'single', q.option, q.number
    from range(1, 11) as t(i)
    cross join lateral (
        values
            ('q1', 'What is your role?',
                case when i <= 4 then 'Director' else 'Support team manager or leader' end, null),
            ('q2', 'How many people work in your support team?', (i * 10)::varchar, i * 10),
            ('q3', 'Which support channels do you offer?', 'Phone', null),
            ('q3', 'Which support channels do you offer?',
                case when i <= 6 then 'E-mail, post' else 'Email' end, null)
    ) as q(id, question, option, number);
"""


@pytest.fixture(scope="module")
def surveyed() -> Iterator[pd.DataFrame]:
    with model.of_rows(SURVEY, PUBLISHED) as connection:
        yield benchmarks.compare(connection, JANUARY).set_index("figure_id")


PUBLISHED = (
    "insert into published_figure (source, load_id, source_row, figure_id, study, topic, statistic,"
    " segment_dimension, segment, value, unit, comparator, sample_size) values"
    " ('s', 1, 2, 'aircall2018.channels_offered.phone.all', 'aircall2018', 'channels', 'share',"
    " 'all', 'all', 40, 'percent', 'gt', 475),"
    " ('s', 1, 3, 'aircall2018.channels_offered.email.all', 'aircall2018', 'channels', 'share',"
    " 'all', 'all', 40, 'percent', 'gt', 475),"
    " ('s', 1, 4, 'aircall2018.channels_offered.above_10pct.small', 'aircall2018', 'channels',"
    " 'count', 'team_size', 'small', 4, 'channels', 'exact', 475),"
    " ('s', 1, 5, 'aircall2018.channels_offered.above_10pct.large', 'aircall2018', 'channels',"
    " 'count', 'team_size', 'large', 10, 'channels', 'exact', 475),"
    " ('s', 1, 6, 'aircall2018.channels_offered.sms.all', 'aircall2018', 'channels',"
    " 'comparison', 'all', 'all', null, 'none', 'none', 475)"
)


def test_respondents_of_an_own_survey_stand_beside_those_of_the_study(
    surveyed: pd.DataFrame,
) -> None:
    row = surveyed.loc["aircall2018.channels_offered.phone.all"]
    assert (row["own_value"], row["own_n"], row["unit"]) == (1.0, 10, "share")
    assert (row["published_low"], row["published_high"]) == (0.4, 1.0)
    assert row["verdict"] == "no clear difference"
    assert row["reason"].startswith("the own value lies within what is published")


def test_an_option_counts_whom_it_names_among_all_who_answered(surveyed: pd.DataFrame) -> None:
    # 4 of 10 wrote an option that the study knows; the others answered too.
    row = surveyed.loc["aircall2018.channels_offered.email.all"]
    assert (row["own_value"], row["own_n"]) == (0.4, 10)


def test_a_count_of_options_is_of_the_subgroup(surveyed: pd.DataFrame) -> None:
    # Headcounts 60 to 100 are large teams: five, of whom four name two channels each.
    row = surveyed.loc["aircall2018.channels_offered.above_10pct.large"]
    assert (row["own_value"], row["own_n"], row["position"]) == (2, 5, "below")
    # The study prints the size of its whole sample only.
    assert pd.isna(row["published_n"])
    assert row["verdict"] == "not comparable"
    assert row["reason"].startswith("clearly below, but neither side of it is better")
    assert surveyed.loc["aircall2018.channels_offered.above_10pct.small", "verdict"] == (
        "not comparable"
    )


def test_a_direction_is_confirmed_or_contradicted(surveyed: pd.DataFrame) -> None:
    row = surveyed.loc["aircall2018.channels_offered.sms.all"]
    assert (row["published_high"], row["own_value"], row["position"]) == (0.4, 0.0, "confirms")
    assert row["verdict"] == "no clear difference"


def test_every_published_figure_has_a_measure_or_says_why_not() -> None:
    with model.of_rows() as connection:
        measures = connection.execute(
            "select figure_id, measure, reason from study_measure"
        ).fetchall()
    figures = pd.read_csv("sample_data/studies/benchmarks.csv")["id"]
    assert {figure for figure, *_ in measures} == set(figures)
    assert all(reason for _, measure, reason in measures if measure == "none")


def test_without_data_there_is_nothing_to_compare() -> None:
    with model.of_rows(FIGURES) as connection:
        found = benchmarks.compare(connection, JANUARY)
    assert (found["verdict"] == "not comparable").all()


def test_without_studies_there_is_no_row(canonical: duckdb.DuckDBPyConnection) -> None:
    assert benchmarks.compare(canonical, JANUARY).empty


BUDGETS = (
    "insert into published_figure (source, load_id, source_row, figure_id, study, topic, statistic,"
    " segment_dimension, segment, value, unit, comparator, sample_size) values"
    " ('s', 1, 2, 'aircall2018.budget_change.increase.all', 'aircall2018', 'budget', 'share',"
    " 'all', 'all', 36, 'percent', 'exact', 475),"
    " ('s', 1, 3, 'aircall2018.budget_change.increase.medium', 'aircall2018', 'budget', 'share',"
    " 'team_size', 'medium', 37, 'percent', 'exact', 475),"
    " ('s', 1, 4, 'aircall2018.budget_change.increase.small', 'aircall2018', 'budget', 'share',"
    " 'team_size', 'small', 32, 'percent', 'exact', 475),"
    " ('s', 1, 5, 'aircall2018.budget_most_funded.people_cost.all', 'aircall2018', 'budget',"
    " 'share', 'all', 'all', 57, 'percent', 'exact', 475),"
    " ('s', 1, 6, 'salesforce2020.budget.flat_or_down.all', 'salesforce2020', 'budget',"
    " 'comparison', 'all', 'all', null, 'none', 'none', 7095),"
    " ('s', 1, 7, 'intercom2021.channel_rank.phone.now', 'intercom2021', 'channels', 'rank',"
    " 'all', 'all', 1, 'rank', 'exact', 500),"
    " ('s', 1, 8, 'intercom2021.channel_rank.web_live_chat.now', 'intercom2021', 'channels',"
    " 'rank', 'all', 'all', 5, 'rank', 'exact', 500),"
    " ('s', 1, 9, 'aircall2018.channels_offered.sms.all', 'aircall2018', 'channels', 'comparison',"
    " 'all', 'all', null, 'none', 'none', 475)"
)


@pytest.fixture(scope="module")
def practised() -> Iterator[pd.DataFrame]:
    with model.of_folder() as connection:
        connection.execute(BUDGETS)
        filters = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none", channels=("email",))
        everything = benchmarks.compare(connection, JANUARY)
        emails = benchmarks.compare(connection, filters)
        yield pd.concat([everything.assign(of="all"), emails.assign(of="email")]).set_index(
            ["of", "figure_id"]
        )


def test_without_a_survey_an_own_fact_stands_beside_the_share_of_peers(
    practised: pd.DataFrame,
) -> None:
    # 1,200 in January 2026 against 800 a year before.
    row = practised.loc["all", "aircall2018.budget_change.increase.all"]
    assert (row["kind"], row["verdict"]) == ("peer practice", "not comparable")
    assert (row["practice_holds"], row["practice_value"]) == (True, 0.5)
    assert (row["unit"], row["published_value"]) == ("share", 0.36)
    assert row["reason"] == "a fact of one: your spend grew on a year before"
    flat = practised.loc["all", "salesforce2020.budget.flat_or_down.all"]
    assert flat["practice_holds"] is False


def test_only_peers_of_the_own_size_are_peers(practised: pd.DataFrame) -> None:
    # Two agents in Billing and four in Orders: a medium team has six to fifty.
    medium, small = (
        practised.loc["all", f"aircall2018.budget_change.increase.{size}"]
        for size in ("medium", "small")
    )
    assert medium["practice_holds"] is True
    assert pd.isna(small["practice"])
    assert small["reason"].startswith("no loaded survey asks")


def test_the_largest_category_is_told_by_its_group(practised: pd.DataFrame) -> None:
    row = practised.loc["all", "aircall2018.budget_most_funded.people_cost.all"]
    assert row["practice"] == "your largest category is a cost of people"
    assert (row["practice_holds"], row["practice_n"]) == (True, 2)


def test_a_place_by_tickets_is_the_own_side_where_no_survey_tells(practised: pd.DataFrame) -> None:
    row = practised.loc["all", "intercom2021.channel_rank.web_live_chat.now"]
    assert (row["kind"], row["unit"]) == ("ordering", "rank")
    assert row["own_scope"] == "what passes the filters in the period"
    assert row["verdict"] == "not comparable"


def test_facts_about_channels_are_of_all_channels(practised: pd.DataFrame) -> None:
    names = ["practice", "practice_holds", "practice_n"]
    figure = "aircall2018.channels_offered.sms.all"
    everything, emails = (practised.loc[of, figure] for of in ("all", "email"))
    assert list(everything[names]) == list(emails[names])
    assert everything["practice"] == "no ticket of yours came by SMS"


def test_calls_without_priority_leave_the_urgent_channel_unknown() -> None:
    tickets = (
        "insert into ticket (source, ticket_id, created_at, channel, priority) values"
        " ('a', '1', timestamp '2026-01-05 09:00:00', 'email', 'urgent'),"
        " ('a', '2', timestamp '2026-01-05 09:00:00', 'phone', {})"
    )
    figure = (
        "insert into published_figure (source, load_id, source_row, figure_id, study, topic,"
        " statistic, segment_dimension, segment, value, unit, comparator, sample_size) values"
        " ('s', 1, 2, 'aircall2018.preferred_urgent.phone.all', 'aircall2018', 'channels', 'share',"
        " 'all', 'all', 66.7, 'percent', 'approx', 475)"
    )
    told = []
    for priority in ("null", "'low'"):
        with model.of_rows(tickets.format(priority), figure) as connection:
            told.append(benchmarks.compare(connection, JANUARY).iloc[0]["practice"])
    assert pd.isna(told[0])
    assert told[1] == "another channel than phone brings most of your urgent tickets"


def test_an_escalation_that_never_happened_is_none_where_people_are_known_on_both() -> None:
    tickets = (
        "insert into ticket (source, ticket_id, created_at, channel, requester_id) values"
        " ('a', '1', timestamp '2026-01-05 09:00:00', 'phone', 'x'),"
        " ('a', '2', timestamp '2026-01-09 09:00:00', '{}', 'x')"
    )
    figure = (
        "insert into published_figure (source, load_id, source_row, figure_id, study, topic,"
        " statistic, value, unit, comparator) values"
        " ('s', 1, 2, 'liveagent.channels.escalation.call_to_email', 'liveagent', 'channels',"
        " 'share', 20, 'percent', 'exact')"
    )
    own = []
    for channel in ("email", "sms"):
        with model.of_rows(tickets.format(channel), figure) as connection:
            own.append(benchmarks.compare(connection, JANUARY).iloc[0]["own_value"])
    assert own[0] == 0
    assert pd.isna(own[1])


def test_calls_come_in_within_the_run_of_hours_that_holds_nine_in_ten() -> None:
    tickets = (
        "insert into ticket (source, ticket_id, created_at, channel) select 'a', i::varchar,"
        " timestamp '2026-01-05 00:00:00' + to_hours(case when i = 0 then 3 else 9 + i % 3 end),"
        " 'phone' from range(20) as t(i)"
    )
    figure = (
        "insert into published_figure (source, load_id, source_row, figure_id, study, topic,"
        " statistic, unit, comparator, low, high) values ('s', 1, 2,"
        " 'liveagent.volume.inbound_hours.calls', 'liveagent', 'volume', 'duration',"
        " 'hour_of_day', 'range', 7, 19)"
    )
    with model.of_rows(tickets, figure) as connection:
        row = benchmarks.compare(connection, JANUARY).iloc[0]
    assert (row["own_value"], row["own_low"], row["own_high"]) == (10, 9, 12)
    assert (row["verdict"], row["position"]) == ("no clear difference", "within")
