"""The model behind a what-if: hand-counted cases, textbook values, and what always holds."""

import math
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support_kpi import kpis, queries
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters
from support_kpi.planning import (
    assumptions,
    baselines,
    costs,
    outcomes,
    results,
    scenarios,
    staffing,
)
from support_kpi.planning.baselines import Baseline, Channel, Hour
from support_kpi.planning.scenarios import Assumptions, Change, Move, Scenario

JANUARY = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")
WEEK = (Hour(1, 9, 60.0), Hour(1, 10, 20.0), Hour(2, 9, 0.5))
PHONE = Channel(
    channel="phone",
    contacts=1000,
    covered_contacts=1000,
    unhandled=100,
    handle_minutes=4,
    has_own_handle_time=True,
    satisfied=80,
    answers=100,
    direct_people=5000,
    direct_other=1000,
    indirect=600,
    week=WEEK,
)
EMAIL = Channel(
    channel="email",
    contacts=600,
    covered_contacts=600,
    unhandled=0,
    handle_minutes=6,
    has_own_handle_time=True,
    satisfied=45,
    answers=50,
    direct_people=2000,
    direct_other=300,
    indirect=600,
)
TWO = Baseline(channels=(PHONE, EMAIL), weeks=10, headcount=20, currency="USD")
RATES = st.floats(-0.5, 1.0)
SHARES = st.floats(0.0, 0.5)


def of(result: outcomes.Result, channel: str) -> outcomes.Outcome:
    return next(one for one in result.channels if one.channel == channel)


@st.composite
def a_scenario(draw: st.DrawFn) -> Scenario:
    return Scenario(
        volume_change=draw(RATES),
        handle_time_change=draw(RATES),
        self_service_rate=draw(SHARES),
        headcount=draw(st.none() | st.floats(1, 100)),
        moves=(
            Move("phone", "email", draw(SHARES)),
            Move("email", "phone", draw(SHARES)),
        ),
        changes=(Change("email", draw(RATES), draw(RATES)),),
    )


def erlang_c(agents: int, load: float) -> float:
    """The textbook formula, term by term."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    return last / (sum(load**k / math.factorial(k) for k in range(agents)) + last)


def test_a_textbook_hour_needs_fourteen_agents() -> None:
    """200 calls an hour of three minutes are 10 erlangs; 80 % are to be answered in 20 seconds."""
    asked = {"service_level": 0.8, "answer_seconds": 20.0, "max_occupancy": 0.99}
    assert staffing.seats(200.0, 180.0, **asked) == 14
    reached = {
        agents: 1 - erlang_c(agents, 10) * math.exp(-(agents - 10) * 20 / 180)
        for agents in (13, 14)
    }
    assert erlang_c(14, 10) == pytest.approx(0.1741319)
    assert reached[14] == pytest.approx(0.8883500)
    assert reached[13] < 0.8


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 300), st.floats(30, 1200), st.floats(0.5, 0.95), st.floats(5, 120))
def test_seats_are_the_fewest_that_meet_level_and_occupancy(
    contacts: float, seconds: float, level: float, wait: float
) -> None:
    load = contacts * seconds / 3600
    assume(load < 80)
    found = staffing.seats(
        contacts, seconds, service_level=level, answer_seconds=wait, max_occupancy=0.9
    )

    def meets(agents: int) -> bool:
        if agents <= load or load / agents > 0.9 + 1e-12:
            return False
        waits = erlang_c(agents, load)
        return 1 - waits * math.exp(-(agents - load) * wait / seconds) >= level - 1e-9

    assert meets(found)
    assert found == 1 or not meets(found - 1)


def test_no_contacts_need_nobody() -> None:
    asked = {"service_level": 0.8, "answer_seconds": 20.0, "max_occupancy": 0.85}
    assert staffing.seats(0.0, 180.0, **asked) == 0


def test_opening_hours_are_the_busiest_that_hold_the_share() -> None:
    assert staffing.opening_hours(WEEK, 0.95) == [WEEK[0], WEEK[1]]
    assert staffing.opening_hours(WEEK, 0.5) == [WEEK[0]]
    assert staffing.opening_hours(WEEK, 1.0) == list(WEEK)
    assert staffing.opening_hours((), 0.95) == []


def test_agents_of_a_live_channel_are_the_paid_hours_of_its_opening_hours() -> None:
    """60 and 20 calls an hour of four minutes: 4 and 1.33 erlangs, so 7 and 3 agents on duty."""
    found = of(outcomes.of(TWO, Scenario()), "phone")
    assert erlang_c(7, 4) * math.exp(-3 * 20 / 240) < 0.2 < erlang_c(6, 4) * math.exp(-2 * 20 / 240)
    assert found.busiest_hour_agents == 7
    assert found.agents == pytest.approx((7 + 3) / 0.7 / 40)


def test_agents_of_a_channel_that_can_wait_follow_its_hours() -> None:
    found = of(outcomes.of(TWO, Scenario()), "email")
    assert found.handle_hours == 60
    assert found.agents == pytest.approx(60 / 10 / 0.85 / 0.7 / 40)
    assert found.busiest_hour_agents is None


def test_a_fifth_of_the_calls_by_email_instead() -> None:
    result = outcomes.of(TWO, Scenario(moves=(Move("phone", "email", 0.2),)))
    phone, email = of(result, "phone"), of(result, "email")
    assert (phone.contacts, email.contacts) == (800, 800)
    assert phone.handle_hours == pytest.approx(800 * 0.9 * 4 / 60)
    assert email.handle_hours == pytest.approx(80)
    # Indirect: 1200 in all, by 600 x 0.8 and 600 x 4/3.
    assert phone.cost == pytest.approx(4000 + 800 + 1200 * 480 / 1280)
    assert email.cost == pytest.approx(2000 * 4 / 3 + 400 + 1200 * 800 / 1280)
    # Answers to expect: 80 by phone, 50 x 4/3 by email.
    assert result.whole.csat == pytest.approx((80 * 0.8 + 200 / 3 * 0.9) / (80 + 200 / 3))
    assert (phone.csat, email.csat) == (0.8, 0.9)


def test_volume_handle_time_and_self_service_multiply() -> None:
    scenario = Scenario(volume_change=0.1, handle_time_change=-0.2, self_service_rate=0.25)
    result = outcomes.of(TWO, scenario)
    assert of(result, "email").contacts == pytest.approx(600 * 1.1 * 0.75)
    assert of(result, "email").handle_hours == pytest.approx(60 * 1.1 * 0.75 * 0.8)
    assert result.settled == pytest.approx(1600 * 1.1 * 0.25)


def test_settled_contacts_cost_what_is_assumed() -> None:
    free = Scenario(self_service_rate=0.5)
    paid = replace(free, assumptions=Assumptions(cost_per_settled=2))
    cheap, dear = (outcomes.of(TWO, one).whole.cost for one in (free, paid))
    assert cheap is not None and dear is not None
    assert dear - cheap == pytest.approx(1600 * 0.5 * 2)


def test_self_service_takes_nothing_from_self_service() -> None:
    chatbot = replace(EMAIL, channel="chatbot")
    result = outcomes.of(replace(TWO, channels=(PHONE, chatbot)), Scenario(self_service_rate=0.1))
    assert of(result, "chatbot").contacts == 600
    assert result.settled == pytest.approx(100)


def test_a_headcount_moves_the_cost_of_people_and_not_the_need() -> None:
    now, more = (outcomes.of(TWO, Scenario(headcount=count)) for count in (20, 22))
    assert now.whole.cost == 9500
    assert more.whole.cost == pytest.approx(9500 + 7000 * 0.1)
    assert more.whole.agents == now.whole.agents
    assert now.spare_agents is not None and more.spare_agents is not None
    assert more.spare_agents - now.spare_agents == pytest.approx(2)


def test_a_headcount_without_staff_months_is_refused() -> None:
    with pytest.raises(UsageError, match="staff months"):
        outcomes.of(replace(TWO, headcount=None), Scenario(headcount=5))


def test_variable_shares_temper_what_follows_the_work() -> None:
    fixed = Assumptions(other_variable_share=0, indirect_variable_share=1)
    result = outcomes.of(TWO, Scenario(volume_change=0.5, assumptions=fixed))
    assert result.whole.cost == pytest.approx(7000 * 1.5 + 1300 + 1200 * 1.5)


def test_what_is_not_known_stays_blank() -> None:
    bare = replace(
        EMAIL,
        handle_minutes=None,
        direct_people=None,
        direct_other=None,
        indirect=None,
        answers=0,
        satisfied=0,
    )
    result = outcomes.of(replace(TWO, channels=(bare,)), Scenario(volume_change=1))
    assert result.whole.contacts == 1200
    assert result.whole.handle_hours is result.whole.cost is result.whole.csat is None
    assert result.whole.agents is None


def test_few_answers_withhold_the_csat_of_a_channel() -> None:
    few = replace(EMAIL, answers=4, satisfied=4)
    result = outcomes.of(replace(TWO, channels=(PHONE, few)), Scenario())
    assert of(result, "email").csat is None
    assert result.whole.csat == pytest.approx(84 / 104)


@settings(deadline=None, max_examples=80)
@given(a_scenario())
def test_no_contact_is_lost_and_channels_add_up(scenario: Scenario) -> None:
    result = outcomes.of(TWO, scenario)
    email = scenario.of_channel("email").volume_change
    demand = 1000 * (1 + scenario.volume_change) + 600 * (1 + email)
    assert result.whole.contacts + result.settled == pytest.approx(demand)
    for measure in ("contacts", "handle_hours", "cost", "agents"):
        parts = [getattr(one, measure) for one in result.channels]
        assert getattr(result.whole, measure) == pytest.approx(sum(parts))
    low, csat, high = (getattr(result.whole, name) for name in ("csat_low", "csat", "csat_high"))
    assert 0 <= low <= csat <= high <= 1
    assert 0.8 - 1e-9 <= csat <= 0.9 + 1e-9


@settings(deadline=None, max_examples=80)
@given(a_scenario())
def test_a_scenario_survives_as_data(scenario: Scenario) -> None:
    assert scenarios.from_data(scenarios.to_data(scenario)) == scenario


@settings(deadline=None, max_examples=40)
@given(a_scenario(), st.floats(0.01, 1))
def test_more_contacts_never_need_fewer_agents(scenario: Scenario, more: float) -> None:
    before = outcomes.of(TWO, scenario).whole.agents
    after = outcomes.of(TWO, replace(scenario, volume_change=scenario.volume_change + more))
    assert before is not None and after.whole.agents is not None
    assert after.whole.agents >= before - 1e-9


def test_no_change_is_what_the_kpis_count(canonical: duckdb.DuckDBPyConnection) -> None:
    baseline = baselines.of_period(canonical, JANUARY)
    result = outcomes.of(baseline, Scenario())
    counted = kpis.frame(canonical, JANUARY).set_index("kpi")["value"]
    split = kpis.frame(canonical, JANUARY, dimension="channel")
    by_channel = split[split["kpi"] == "tickets_created"].set_index("segment")["value"]
    spend = queries.run(
        canonical, queries.load("cost_by_segment"), parameters(JANUARY) | {"dimension": "channel"}
    ).set_index("segment")
    assert result.whole.contacts == counted["tickets_created"] == 12
    assert result.whole.csat == pytest.approx(counted["csat_rate"])
    assert result.whole.cost == pytest.approx(1200)
    assert result.whole.cost == pytest.approx(counted["cost_per_ticket"] * 6)
    assert result.headcount == 6
    for one in result.channels:
        assert one.contacts == by_channel[one.channel]
        assert one.cost == pytest.approx(spend.loc[one.channel, "spent_amount"])
        assert one.cost_per_contact == pytest.approx(spend.loc[one.channel, "cost_per_contact"])


def test_a_row_for_each_channel_and_measure_with_its_change() -> None:
    before, after = (outcomes.of(TWO, Scenario(volume_change=change)) for change in (0, 0.5))
    frame = results.beside_baseline(before, after, "USD").set_index(["channel", "measure"])
    row = frame.loc[("all", "contacts")]
    assert (row["baseline"], row["scenario"], row["change"]) == (1600, 2400, 800)
    assert row["change_rate"] == 0.5
    assert frame.loc[("phone", "cost"), "unit"] == "USD"
    assert frame.loc[("phone", "csat"), "n"] == 100
    assert frame.index.is_unique


def test_every_assumption_and_lever_is_told() -> None:
    scenario = Scenario(
        moves=(Move("phone", "email", 0.2),), assumptions=Assumptions(shrinkage=0.4)
    )
    told = assumptions.table(scenario, TWO).set_index("name")
    for name in (*scenarios.LEVERS, *scenarios.ASSUMPTIONS):
        assert told.loc[name.replace("_", " "), "about"]
    assert told.loc["move Phone to Email", "value"] == 0.2
    assert not told.loc["shrinkage", "is_default"]
    assert "does not say" in told.loc["CSAT", "about"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"volume_change": "more"}, "no number"),
        ({"volume_change": -2}, "lies between -1 and 10"),
        ({"volume_change": math.nan}, "lies between"),
        ({"volume": 1}, "there is no volume"),
        ({"moves": {}, "changes": [1]}, "no object"),
        ({"moves": [{"origin": "phone", "target": "phone", "share": 0.1}]}, "to itself"),
        (
            {
                "moves": [
                    {"origin": "phone", "target": "email", "share": 0.6},
                    {"origin": "phone", "target": "sms", "share": 0.6},
                ]
            },
            "120%",
        ),
        ({"assumptions": {"shrinkage": 1}}, "lies between"),
        ([], "no object"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(data: object, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        scenarios.from_data(data)


def test_a_channel_without_contacts_cannot_be_changed() -> None:
    with pytest.raises(UsageError, match="sms has no contacts"):
        outcomes.of(TWO, Scenario(moves=(Move("phone", "sms", 0.1),)))


def test_amounts_of_two_currencies_share_no_axis() -> None:
    rows = pd.DataFrame({"currency": ["USD", "EUR", "USD"], "amount": [1, 2, 4]})
    found = dict(costs.by_currency("Spend", rows))
    assert {title: part["amount"].tolist() for title, part in found.items()} == {
        "Spend, EUR": [2],
        "Spend, USD": [1, 4],
    }
    assert costs.in_currency("amount", found["Spend, EUR"]) == "amount_EUR"
    assert costs.in_currency("amount", rows) == "amount"
    assert costs.in_currency("amount", rows.assign(currency="not given")) == "amount"
