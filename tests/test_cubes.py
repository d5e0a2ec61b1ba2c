"""What the cubes say is what the rows say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=40, deadline=None)
@given(days, days, st.sampled_from(["all", "day", "week", "month", "quarter"]))
def test_bins_of_whole_months_and_single_days_make_up_any_period(year, one, other, every):
    start, end = min(one, other), max(one, other)
    span = {"start": start, "end": end, "every": every}
    counted = year.execute(
        """
        select period_of($every, day), channel, bin, sum(tickets)
        from durations($start, $end, $every) group by all order by all
        """,
        span,
    ).fetchall()
    expected = year.execute(
        """
        select period_of($every, day), channel, bin, sum(tickets)
        from duration_bin where day >= $start and day < $end group by all order by all
        """,
        span,
    ).fetchall()
    assert counted == expected
    assert sum(tickets for *_, tickets in counted) == (end - start).days


def test_a_long_period_is_read_from_whole_months(year):
    found = year.execute(
        "select day, count(*) from durations(date '2025-11-30', date '2026-02-02', 'month')"
        " where day <> date_trunc('month', day) group by all order by all"
    ).fetchall()
    assert found == [(date(2025, 11, 30), 1)]
