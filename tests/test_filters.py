"""A period and its words: what a link, a shell and a sentence say of it."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.errors import UsageError
from support_kpi.filters import (
    PRESETS,
    UNCOVERED,
    Filters,
    against,
    comparable,
    compared,
    complete_periods,
    data_days,
    fitting,
    from_options,
    from_query,
    is_covered,
    parameters,
    period,
    sentence,
    to_query,
)

DATA = {"data_start": date(2024, 11, 3), "data_end": date(2026, 11, 22)}
KNOWN = {
    "channels": ("phone", "email", "live_chat", "sms"),
    "teams": ("Billing", "Tier 2, nights", "техподдержка"),
    "tiers": ("Champion", "Riser"),
    "sources": ("zendesk",),
}


def link(**params: object) -> Filters:
    return from_query(
        {"from" if k == "since" else k: v for k, v in params.items()}, **DATA, known=KNOWN
    )


def flags(**options: object) -> Filters:
    return from_options(**DATA, known=KNOWN, **options)


days = st.dates(date(1970, 1, 1), date(2100, 12, 30))
some = {name: st.lists(st.sampled_from(values)).map(tuple) for name, values in KNOWN.items()}
anything = st.recursive(
    st.none() | st.text() | st.integers() | st.floats() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
words = st.sampled_from(["from", "to", "compare", "channel", "team", "tier", "source"])
almost = st.sampled_from(["2026-02-30", "9999-12-31", "0001-01-01", "2026-01-05", "email", "none"])


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(days, days).map(lambda two: (min(two), max(two) + timedelta(days=1))),
    st.sampled_from(["previous", "year", "none"]),
    st.fixed_dictionaries(some),
)
def test_a_link_brings_back_the_filters_it_was_made_from(span, compare, kept):
    filters = Filters(*span, compare, **kept)
    assert from_query(to_query(filters), **DATA, known=KNOWN) == filters


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(words | st.text(), anything | almost | st.lists(almost, max_size=3)))
def test_no_url_whatever_it_holds_is_an_error(params):
    filters = from_query(params, **DATA, known=KNOWN)
    assert filters.start < filters.end
    assert set(filters.channels) <= set(KNOWN["channels"])
    compared(filters), sentence(filters), parameters(filters), to_query(filters)


def test_a_link_writes_every_value_even_the_default():
    assert to_query(link()) == {
        "from": ["2025-11-01"],
        "to": ["2026-10-31"],
        "compare": ["previous"],
        "channel": [],
        "team": [],
        "tier": [],
        "source": [],
    }


def test_without_dates_a_link_shows_the_last_twelve_whole_months():
    assert (link().start, link().end) == (date(2025, 11, 1), date(2026, 11, 1))


def test_a_month_that_the_data_fill_to_its_last_day_is_whole():
    filters = from_query({}, data_start=date(2020, 1, 1), data_end=date(2026, 10, 31), known=KNOWN)
    assert filters.end == date(2026, 11, 1)


def test_data_of_less_than_a_month_are_shown_as_they_are():
    filters = from_query({}, data_start=date(2026, 3, 9), data_end=date(2026, 3, 20), known={})
    assert (filters.start, filters.last_day) == (date(2026, 3, 9), date(2026, 3, 20))


def test_a_reversed_range_is_turned_round():
    assert link(since="2026-03-31", to="2026-03-01") == link(since="2026-03-01", to="2026-03-31")


def test_half_a_range_reaches_to_the_end_of_the_data():
    assert link(since="2026-03-05").last_day == DATA["data_end"]
    assert link(to="2026-03-05").start == DATA["data_start"]
    assert link(since="2030-01-01").days == 1


def test_unknown_values_are_dropped_and_known_ones_kept():
    filters = link(channel=["fax", "email", "email"], team="Billing", tier=[3, None])
    assert (filters.channels, filters.teams, filters.tiers) == (("email",), ("Billing",), ())


def test_the_order_of_a_choice_does_not_make_other_filters():
    assert link(channel=["sms", "email"]) == link(channel=["email", "sms"])


def test_an_empty_period_is_refused():
    with pytest.raises(UsageError, match="ends before it starts"):
        Filters(date(2026, 1, 2), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("start", "end", "compare", "before_start", "before_end"),
    [
        ((2026, 3, 10), (2026, 3, 17), "previous", (2026, 3, 3), (2026, 3, 10)),
        ((2026, 3, 1), (2026, 4, 1), "previous", (2026, 2, 1), (2026, 3, 1)),
        ((2026, 1, 1), (2026, 4, 1), "previous", (2025, 10, 1), (2026, 1, 1)),
        ((2025, 11, 1), (2026, 11, 1), "previous", (2024, 11, 1), (2025, 11, 1)),
        ((2026, 3, 10), (2026, 3, 17), "year", (2025, 3, 10), (2025, 3, 17)),
        ((2024, 2, 1), (2024, 3, 1), "year", (2023, 2, 1), (2023, 3, 1)),
        ((2025, 2, 1), (2025, 3, 1), "year", (2024, 2, 1), (2024, 3, 1)),
        ((2024, 2, 29), (2024, 3, 1), "year", (2023, 2, 28), (2023, 3, 1)),
    ],
)
def test_the_compared_period(start, end, compare, before_start, before_end):
    before = compared(Filters(date(*start), date(*end), compare, channels=("email",)))
    assert before == Filters(date(*before_start), date(*before_end), "none", channels=("email",))


def test_nothing_is_compared_when_nothing_is_asked():
    assert compared(Filters(date(2026, 1, 1), date(2026, 2, 1), "none")) is None


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("Last 7 days", (2026, 11, 16), (2026, 11, 22)),
        ("Last 30 days", (2026, 10, 24), (2026, 11, 22)),
        ("Last 90 days", (2026, 8, 25), (2026, 11, 22)),
        ("Last 12 months", (2025, 11, 1), (2026, 10, 31)),
        ("This month", (2026, 11, 1), (2026, 11, 22)),
        ("Last month", (2026, 10, 1), (2026, 10, 31)),
        ("This year", (2026, 1, 1), (2026, 11, 22)),
        ("Last year", (2025, 1, 1), (2025, 12, 31)),
        ("All data", (2024, 11, 3), (2026, 11, 22)),
    ],
)
def test_presets_count_from_the_last_day_of_the_data(preset, first, last):
    filters = Filters(*PRESETS[preset](DATA["data_start"], DATA["data_end"]))
    assert (filters.start, filters.last_day) == (date(*first), date(*last))


def test_every_preset_fits_data_of_a_single_day():
    for preset in PRESETS.values():
        start, end = preset(date(2024, 2, 29), date(2024, 2, 29))
        assert start < end


def test_sql_gets_a_half_open_period_and_none_for_all():
    assert parameters(Filters(date(2026, 1, 1), date(2026, 2, 1), teams=("Billing",))) == {
        "start_date": date(2026, 1, 1),
        "end_date": date(2026, 2, 1),
        "channels": None,
        "teams": ["Billing"],
        "tiers": None,
        "sources": None,
    }


def test_the_sentence_names_the_last_day_and_every_choice():
    filters = Filters(
        date(2025, 11, 1),
        date(2026, 11, 1),
        channels=("phone", "email", "live_chat", "sms"),
        tiers=("Riser",),
    )
    assert sentence(filters) == (
        "1 Nov 2025 to 31 Oct 2026, channels email, live chat, phone and SMS, tier Riser, "
        "all teams and sources"
    )


def test_a_single_day_is_written_once():
    assert period(Filters(date(2026, 3, 9), date(2026, 3, 10))) == "9 Mar 2026"


def test_the_command_line_shows_all_data_unless_told():
    assert flags() == Filters(date(2024, 11, 3), date(2026, 11, 23), "none")
    assert flags(start="2026-03-01", end="2026-03-31").days == 31


def test_the_command_line_takes_a_value_in_any_capitals():
    assert flags(channels=["Email"], teams=["BILLING"]).teams == ("Billing",)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": "31/10/2026"}, '--from "31/10/2026" is not a day .* write it as 2026-10-31'),
        ({"start": "2026-05-02", "end": "2026-05-01"}, "--from 2026-05-02 is after --to"),
        ({"compare": "month"}, '--compare "month" is not one of previous, year, none'),
        ({"channels": ["emial"]}, '--channel "emial" is not in the data. Did you mean "email"'),
        ({"tiers": ["?"]}, '--tier ".*" is not in the data. There are: Champion, Riser'),
    ],
)
def test_a_wrong_flag_gets_one_clear_sentence(options, message):
    with pytest.raises(UsageError, match=message):
        flags(**options)


def test_periods_cut_by_the_filter_or_by_the_data_are_not_whole():
    months = complete_periods(
        date(2026, 8, 15), date(2026, 12, 1), "month", date(2026, 11, 22), date(2024, 11, 3)
    )
    assert months == {
        date(2026, 8, 1): False,
        date(2026, 9, 1): True,
        date(2026, 10, 1): True,
        date(2026, 11, 1): False,
    }


def test_weeks_begin_on_monday_and_days_are_whole():
    weeks = complete_periods(date(2026, 11, 9), date(2026, 11, 23), "week", date(2026, 11, 21))
    assert weeks == {date(2026, 11, 9): True, date(2026, 11, 16): False}
    assert complete_periods(date(2026, 11, 21), date(2026, 11, 24), "day", date(2026, 11, 22)) == {
        date(2026, 11, 21): True,
        date(2026, 11, 22): True,
        date(2026, 11, 23): False,
    }


def test_the_month_in_which_the_data_begin_is_whole_only_from_its_first_day():
    span = (date(2026, 1, 1), date(2026, 2, 1), "month", date(2026, 3, 1))
    assert complete_periods(*span, date(2026, 1, 2)) == {date(2026, 1, 1): False}
    assert complete_periods(*span, date(2026, 1, 1)) == {date(2026, 1, 1): True}


FEBRUARY = Filters(date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-01-01", "2026-02-28", "compared with 1 Jan 2026 to 31 Jan 2026"),
        ("2025-06-01", "2026-09-30", "compared with 1 Jan 2026 to 31 Jan 2026"),
        (
            "2026-01-02",
            "2026-02-28",
            f"compared with 1 Jan 2026 to 31 Jan 2026, counts are not: {UNCOVERED}",
        ),
        (
            "2026-01-01",
            "2026-02-27",
            f"compared with 1 Jan 2026 to 31 Jan 2026, counts are not: {UNCOVERED}",
        ),
        ("2026-02-01", "2026-02-28", None),
    ],
)
def test_counts_compare_where_the_data_cover_both_periods_as_a_whole(
    start: str, end: str, said: str | None
) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert against(FEBRUARY, *days) == said
    assert is_covered(FEBRUARY, *days) == (said is not None and UNCOVERED not in said)
    assert (comparable(FEBRUARY, days[0]) is None) == (said is None)


def test_without_data_nothing_is_compared_and_nothing_is_covered() -> None:
    days = data_days(pd.DataFrame({"first_day": [pd.NaT], "last_day": [pd.NaT]}))
    assert days == (None, None)
    assert against(FEBRUARY, *days) is None
    assert not is_covered(FEBRUARY, *days)


def test_trends_step_by_what_leaves_a_line_to_read() -> None:
    assert [fitting(days) for days in (1, 45, 46, 200, 201)] == [
        "day",
        "day",
        "week",
        "week",
        "month",
    ]
