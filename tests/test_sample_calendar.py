"""The calendar of the sample: how many tickets when, clocks, opening hours."""

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.sample import (
    clock,
    demand,
    organisation,
)


def test_expected_tickets_add_up_and_grow_by_twelve_percent_a_year() -> None:
    daily = demand.expected(20_000)
    assert daily.shape == (8, 730)
    assert daily.sum() == pytest.approx(20_000)
    assert daily[:, 365:].sum() / daily[:, :365].sum() == pytest.approx(1.12, abs=0.02)


def test_november_and_december_are_busiest_and_summer_is_quiet() -> None:
    month = clock.days().astype("datetime64[M]").astype(int) % 12
    daily = demand.expected(20_000).sum(axis=0)
    monthly = [daily[month == number].sum() for number in range(12)]
    assert sorted(np.argsort(monthly)[-2:].tolist()) == [10, 11]
    assert {6, 7} & set(np.argsort(monthly)[:2].tolist())


def test_chat_and_messaging_take_over_from_phone_and_email() -> None:
    daily = demand.expected(20_000)
    share = daily / daily.sum(axis=0)
    first, last = share[:, :90].mean(axis=1), share[:, -90:].mean(axis=1)
    for row in (organisation.PHONE, organisation.EMAIL):
        assert last[row] < first[row] - 0.04
    for row in (organisation.LIVE_CHAT, organisation.MESSAGING):
        assert last[row] > first[row] + 0.04


def test_an_outage_brings_several_times_the_contacts_of_its_weekday() -> None:
    daily = demand.expected(20_000)
    for outage in organisation.OUTAGES:
        day = int(np.flatnonzero(clock.days() == outage.day)[0])
        for row in outage.channels:
            assert daily[row, day] / daily[row, day + 7] == pytest.approx(outage.factor, rel=0.2)


def test_the_clock_of_berlin_is_an_hour_ahead_in_winter_and_two_in_summer() -> None:
    moments = np.array(["2025-01-15T12:00:00", "2025-07-15T12:00:00"], dtype="datetime64[s]")
    shown = clock.written(clock.local(moments.astype(float), "Europe/Berlin"))
    assert shown.tolist() == ["2025-01-15 13:00:00", "2025-07-15 14:00:00"]


@given(st.integers(0, 730 * 24 - 1))
@settings(max_examples=100, deadline=None)
def test_local_time_agrees_with_the_zone_database(hour: int) -> None:
    moment = organisation.START + hour * 3600
    stamp = pd.Timestamp(moment, unit="s", tz="UTC").tz_convert(ZoneInfo("Europe/Berlin"))
    shown = clock.written(clock.local(np.array([moment]), "Europe/Berlin"))[0]
    assert shown == f"{stamp:%Y-%m-%d %H:%M:%S}"


def test_a_week_has_fifty_opening_hours() -> None:
    week = clock.business_seconds(np.array([organisation.START, organisation.START + 7 * 86400]))
    assert week[1] - week[0] == 50 * 3600


def test_an_hour_from_friday_half_past_five_is_monday_half_past_eight() -> None:
    friday = np.array(["2025-03-07T17:30:00"], dtype="datetime64[s]").astype(float)
    monday = clock.after(friday, np.array([3600.0]), np.array([True]))
    assert clock.written(monday).tolist() == ["2025-03-10 08:30:00"]


@given(st.integers(0, 10**8), st.integers(1, 10**6))
@settings(max_examples=100, deadline=None)
def test_a_delay_in_opening_hours_takes_as_many_opening_hours(begin: int, delay: int) -> None:
    moment = np.array([organisation.START + begin])
    done = clock.after(moment, np.array([float(delay)]), np.array([True]))
    passed = clock.business_seconds(done) - clock.business_seconds(moment)
    assert passed[0] == delay
