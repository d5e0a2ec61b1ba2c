"""What the cubes say is what the rows say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.filters import DIMENSIONS, cut
from tests import model

FIRST = date(2025, 11, 1)
days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))


@pytest.fixture(scope="module")
def year():
    """One ticket a day for four months, of the channels in turn, replied to ever more slowly."""
    rows = """
        insert into ticket by name
        select
            'desk' as source,
            1 as load_id,
            n as source_row,
            'A' || n as ticket_id,
            timestamp '2025-11-01 09:00:00' + to_days(n::integer) as created_at,
            ['email', 'phone'][1 + n % 2] as channel,
            60 * (n + 1) as first_reply_seconds
        from range(121) as numbers (n)
    """
    with model.of_rows(rows) as connection:
        yield connection


CUTS = {
    "none": "'all'",
    "channel": "channel",
    "team": "team",
    "tier": "tier",
    "channel and team": "channel || team || tier",
    "priority": "priority",
    "source": "source",
    "every": "channel || team || tier || priority || source",
}


@settings(max_examples=60, deadline=None)
@given(
    days,
    days,
    st.sampled_from(["all", "day", "week", "month", "quarter"]),
    st.sampled_from(list(CUTS)),
)
def test_bins_of_whole_spans_and_single_days_make_up_any_period(year, one, other, every, cut):
    start, end = min(one, other), max(one, other)
    span = {"start": start, "end": end, "every": every}
    counted = year.execute(
        f"""
        select period_of($every, day), {CUTS[cut]}, bin, sum(tickets)
        from durations($start, $end, $every, '{cut}') group by all order by all
        """,
        span,
    ).fetchall()
    expected = year.execute(
        f"""
        select period_of($every, day), {CUTS[cut]}, bin, sum(tickets)
        from duration_bin where day >= $start and day < $end group by all order by all
        """,
        span,
    ).fetchall()
    assert counted == expected
    assert sum(tickets for *_, tickets in counted) == (end - start).days


def test_a_long_period_is_read_from_whole_months_or_weeks(year):
    for every, span in (("month", "month"), ("all", "week")):
        found = year.execute(
            "select day from durations(date '2025-11-30', date '2026-02-03', $every, 'none')"
            f" where day <> date_trunc('{span}', day) group by all order by all",
            {"every": every},
        ).fetchall()
        single = {"month": [date(2025, 11, 30), date(2026, 2, 2)], "all": [date(2025, 11, 30)]}
        assert [day for (day,) in found] == single[every]


@pytest.mark.parametrize(
    ("dimension", "filtered", "wanted"),
    [
        ("all", (), "none"),
        ("channel", (), "channel"),
        ("all", ("teams",), "team"),
        ("tier", (), "tier"),
        ("tier", ("teams",), "team"),
        ("channel", ("tiers",), "channel and team"),
        ("team", ("channels",), "channel and team"),
        ("priority", (), "priority"),
        ("priority", ("sources",), "every"),
        ("priority", ("channels",), "every"),
        ("all", ("sources",), "source"),
        ("source", ("sources",), "source"),
        ("source", ("teams",), "every"),
        ("channel", ("sources",), "every"),
    ],
)
def test_a_question_reads_the_least_cut_that_tells_its_answer(dimension, filtered, wanted):
    kept = {name: ["x"] if name in filtered else None for name in DIMENSIONS}
    assert cut({"dimension": dimension, **kept}) == wanted
